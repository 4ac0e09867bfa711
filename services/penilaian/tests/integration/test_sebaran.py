"""The distribution of a unit: who is counted, from the database, and what a deviation does."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from services.penilaian.tests.integration.test_alur import API, ISI, evaluasi_id, lakukan, masuk, nilai, organisasi_baik, siapkan
from services.penilaian.tests.integration.test_halaman import buka, jam  # noqa: F401 - a fixture
from services.penilaian.tests.mothers import (
    DINAS,
    INSTANSI,
    P1,
    P2,
    P3,
    P4,
    P5,
    PENGATURAN,
    SD,
    SDN,
    T1,
    instansi,
    laporan_setahun,
    pegawai,
    penugasan,
    skp_pegawai,
    uid,
    unor,
)

from penilaian.adapters import unit_of_work as adapter
from penilaian.domain.distribusi import CapaianOrganisasi
from penilaian.domain.kuadran import Predikat

SEMUA_SESUAI = {**ISI, "rating_hasil": "sesuai_ekspektasi", "rating_perilaku": "sesuai_ekspektasi", "perilaku": [
    {"kode": kode, "skor": "100"} for kode in ("BP", "AK", "KP", "HM", "LY", "AD", "KB")
]}  # fmt: skip
ALASAN = "Tim kecil yang seluruhnya memenuhi target sesudah tambahan tugas pendataan."


def orang(svc, id_, **lain):
    rencana = skp_pegawai(id_, **lain)
    svc.deliver(rencana, *laporan_setahun(rencana))
    return evaluasi_id(svc, id_)


def hitung(svc, unor_id=SD, penilai=(P2,), **lain):
    with adapter.UnitOfWork(svc.database, service="penilaian", instansi=str(INSTANSI), actor="") as uow:
        return uow.hitung_sebaran(unor_id, "Unit", CapaianOrganisasi.BAIK, 2025, penilai=penilai, **lain)


def isi(sebaran):
    return ({p: n for p, n in sebaran.tetap.items() if n}, {p: n for p, n in sebaran.draf.items() if n}, sebaran.anggota)


def test_all_below_the_leader_count_whoever_rates_them_and_he_does_not(svc, jam):  # noqa: F811
    a = siapkan(svc)
    organisasi_baik(svc)
    svc.deliver(unor(SDN, "SDN Contoh 1", SD), pegawai(P3, penugasan(SDN, kepala=True, penilai=P2, atasan=P1)))
    kepala_sd = orang(svc, P2, penilai=P1, atasan=uid("S0"))
    kepala_sdn = orang(svc, P3, unor_id=SDN)
    guru = orang(svc, T1, unor_id=SDN, penilai=P3, atasan=P2)
    orang(svc, P5, unor_id=DINAS, penilai=P1, atasan=uid("S0"))
    assert isi(hitung(svc)) == ({}, {}, 3), "P4, P3 and T1: not the leader of SD, nobody of the unit above"
    assert nilai(svc, a).status_code == 200
    assert nilai(svc, guru, SEMUA_SESUAI, siapa=P3).status_code == 200
    assert isi(hitung(svc)) == ({}, {Predikat.SANGAT_BAIK: 1}, 3), "another evaluator's draft is his alone"
    assert isi(hitung(svc, penilai=(P3,))) == ({}, {Predikat.BAIK: 1}, 3)
    assert lakukan(svc, guru, "tetapkan", P3).status_code == 200
    assert isi(hitung(svc)) == ({Predikat.BAIK: 1}, {Predikat.SANGAT_BAIK: 1}, 3)
    assert isi(hitung(svc, kecuali=(P4,))) == ({Predikat.BAIK: 1}, {}, 2)
    assert nilai(svc, kepala_sd, SEMUA_SESUAI, siapa=P1).status_code == 200
    assert isi(hitung(svc, DINAS, penilai=(P1,)))[1] == {Predikat.BAIK: 1}, "he belongs to the unit above"
    assert kepala_sdn


def test_a_returned_draft_is_no_rating_and_one_person_counts_once(svc, jam):  # noqa: F811
    a = siapkan(svc)
    organisasi_baik(svc)
    kedua = skp_pegawai(P4, tahun=2025)
    kedua = replace(kedua, id=uid("skp kedua"), mulai=kedua.mulai.replace(month=7))
    svc.deliver(kedua, *laporan_setahun(kedua)[6:])
    assert nilai(svc, a).status_code == 200
    assert isi(hitung(svc)) == ({}, {Predikat.SANGAT_BAIK: 1}, 1)
    assert lakukan(svc, a, "kembalikan", json={"alasan": "Lengkapi bukti RHK 2."}).status_code == 200
    assert isi(hitung(svc)) == ({}, {}, 1)


@pytest.mark.parametrize(("mode", "status"), [("peringatan", 200), ("wajib_alasan", 409), ("blokir", 409)])
def test_what_a_deviation_does_is_the_instansi_s_decision(svc, jam, mode, status):  # noqa: F811
    """Two people in a strictly counted unit, both Baik: nobody is Butuh Perbaikan, and 100 % are more than 70 %."""
    a = siapkan(svc)
    organisasi_baik(svc)
    svc.deliver(instansi(pengaturan=replace(PENGATURAN, kurva_mode=mode, kurva_unit_kecil=1), version=2))
    b = orang(svc, P5)
    assert nilai(svc, b, SEMUA_SESUAI).status_code == 200
    jawab = nilai(svc, a, SEMUA_SESUAI)
    tetapkan = next(x for x in jawab.json["aksi"] if x["kode"] == "tetapkan")
    assert tetapkan["boleh"] is (status == 200)
    jawab = lakukan(svc, a, "tetapkan")
    assert jawab.status_code == status
    if status == 409:
        assert "menyimpang dari pola" in jawab.json["detail"] and "lebih 1 orang" in jawab.json["detail"]


def test_the_reason_is_written_once_and_carried_to_the_next_person(svc, jam):  # noqa: F811
    a = siapkan(svc)
    organisasi_baik(svc)
    svc.deliver(instansi(pengaturan=replace(PENGATURAN, kurva_mode="wajib_alasan", kurva_unit_kecil=1), version=2))
    b = orang(svc, P5)
    assert nilai(svc, a, {**SEMUA_SESUAI, "alasan_pola": ALASAN}).status_code == 200
    assert lakukan(svc, a, "tetapkan").status_code == 200
    assert nilai(svc, b, SEMUA_SESUAI).json["alasan_pola"] == ALASAN
    assert lakukan(svc, b, "tetapkan").status_code == 200
    assert masuk(svc, P4).get(f"{API}/evaluasi/{a}").json["alasan_pola"] is None, "it speaks of the colleagues"
    halaman = buka(svc, P2).get(f"/penilaian/hasil/{a}").get_data(as_text=True)
    assert ALASAN in halaman and ALASAN not in buka(svc, P4).get(f"/penilaian/hasil/{a}").get_data(as_text=True)


def test_the_head_of_a_unit_is_held_to_the_pattern_of_the_unit_above(svc, jam):  # noqa: F811
    siapkan(svc)
    organisasi_baik(svc)
    svc.deliver(instansi(pengaturan=replace(PENGATURAN, kurva_mode="blokir", kurva_unit_kecil=1), version=2))
    kepala = orang(svc, P2, penilai=P1, atasan=uid("S0"))
    assert nilai(svc, kepala, SEMUA_SESUAI, siapa=P1).status_code == 200
    assert lakukan(svc, kepala, "tetapkan", P1).status_code == 200, "Dinas has no result, so there is no pattern"


def test_the_strip_stands_on_both_pages_and_filters_the_queue(svc, jam):  # noqa: F811
    a = siapkan(svc)
    organisasi_baik(svc)
    orang(svc, P5)
    nilai(svc, a)
    for alamat in ("/penilaian/?tahun=2025", f"/penilaian/{a}"):
        html = buka(svc, P2).get(alamat).get_data(as_text=True)
        assert "Pola Baik" in html and "1 dari 2 dinilai" in html and "masih 2" in html, alamat
        assert 'href="/penilaian/?tahun=2025&amp;predikat=sangat_baik"' in html, alamat


BANYAK = """
INSERT INTO unor_view (id, instansi_id, nama, induk_id, epoch, version)
SELECT md5('u' || n)::uuid, :instansi, 'Unit ' || n, CASE WHEN n <= 10 THEN CAST(:dinas AS uuid) ELSE md5('u' || (n % 10 + 1))::uuid END, 0, 1
  FROM generate_series(1, 400) n;
INSERT INTO evaluasi (id, instansi_id, pegawai_id, penilai_id, unor_id, skp_id, tahun, jenis, status, nama, jabatan, ketepatan, ringkasan, dokumen, version)
SELECT md5('e' || n)::uuid, :instansi, md5('p' || n)::uuid, md5('k' || n / 20)::uuid, md5('u' || (n % 400 + 1))::uuid, md5('s' || n)::uuid,
       CASE WHEN n <= 5000 THEN 2025 ELSE 2000 + n % 20 END, 'tahunan', CASE n % 3 WHEN 0 THEN 'dinilai' WHEN 1 THEN 'final' ELSE 'diajukan' END,
       'Pegawai ' || n, 'Pelaksana', '{}', jsonb_build_object('predikat', (ARRAY['baik', 'sangat_baik', 'butuh_perbaikan'])[n % 3 + 1],
       'nilai_skp', '100.00', 'saran_hasil', 'sesuai_ekspektasi', 'bukti', 12), jsonb_build_object('isi', repeat(md5(n::text), 60)), 1
  FROM generate_series(1, 20000) n
"""


def test_five_thousand_people_are_counted_by_index(svc, jam):  # noqa: F811
    """Among twenty thousand evaluations of other years; the plan is the database's own choice."""
    siapkan(svc)
    for perintah in BANYAK.split(";"):
        svc.connection.execute(sa.text(perintah), {"instansi": INSTANSI, **({"dinas": DINAS} if ":dinas" in perintah else {})})
    svc.connection.execute(sa.text("ANALYZE evaluasi; ANALYZE unor_view"))
    with svc.queries() as q:
        hasil = hitung(svc, DINAS)
    assert q.count == 1
    assert (hasil.anggota, sum(hasil.tetap.values()), sum(hasil.draf.values())) == (5001, 1667, 0)
    parameter = {
        "unor": DINAS,
        "tahun": 2025,
        "awal": "2025-01-01",
        "akhir": "2025-12-31",
        "tetap": ["final"],
        "penilai": [P2],
        "lowong": False,
        "kecuali": [P4],
    }
    rencana = "\n".join(svc.connection.execute(sa.text(f"EXPLAIN (ANALYZE, BUFFERS) {adapter._SEBARAN.text}"), parameter).scalars())
    print(rencana)
    assert "Seq Scan on evaluasi" not in rencana, rencana
