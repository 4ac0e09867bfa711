"""Where evaluations hang below a leader, and the list of a unit that is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from services.penilaian.tests.integration.test_alur import evaluasi_id, lakukan, nilai, organisasi_baik, siapkan
from services.penilaian.tests.integration.test_halaman import RINGAN, buka, jam  # noqa: F401 - a fixture
from services.penilaian.tests.integration.test_sebaran import ALASAN, SEMUA_SESUAI
from services.penilaian.tests.mothers import (
    AKHIR,
    DINAS,
    NAMA,
    P1,
    P2,
    P3,
    P4,
    P5,
    PENGATURAN,
    S0,
    SD,
    T1,
    instansi,
    laporan_setahun,
    pegawai,
    penugasan,
    skp_pegawai,
    uid,
    unor,
)

from shared import clock
from shared.contracts.akses import DIBACA

BARISAN = "/penilaian/barisan?tahun=2025"
PENETAPAN = "/penilaian/penetapan?tahun=2025"


def orang(svc, id_, **lain):
    rencana = skp_pegawai(id_, **lain)
    svc.deliver(rencana, *laporan_setahun(rencana))
    return evaluasi_id(svc, id_)


def baca(svc, siapa, alamat, peran=frozenset()):
    jawab = buka(svc, siapa, peran).get(alamat)
    assert jawab.status_code == 200, jawab.text
    return jawab.get_data(as_text=True)


@pytest.fixture
def garis(svc, jam):  # noqa: F811
    """P4 and P5 with P2, T1 with P3 far below P1; everything sent, so that it lies with the evaluators."""
    siapkan(svc)
    organisasi_baik(svc)
    svc.deliver(
        pegawai(P5, penugasan(SD, penilai=P2, atasan=P1)),
        unor(uid("sekolah"), "SDN Contoh 1", SD),
        pegawai(P3, penugasan(uid("sekolah"), kepala=True, penilai=P2, atasan=P1)),
    )
    return {P4: evaluasi_id(svc, P4), P5: orang(svc, P5), T1: orang(svc, T1, unor_id=uid("sekolah"), penilai=P3, atasan=P2)}


def test_a_leader_sees_every_evaluator_below_him_the_longest_wait_first(svc, garis):
    svc.connection.execute(
        sa.text("UPDATE evaluasi SET menunggu_sejak = :pada WHERE pegawai_id = :id"), {"pada": AKHIR - timedelta(60), "id": T1}
    )
    html = baca(svc, P1, BARISAN)
    assert html.index(NAMA[P3]) < html.index(NAMA[P2])
    assert "3</strong> di tangan penilai" in html and "hari kerja" in html
    assert NAMA[T1] not in html, "counts alone"
    orangnya = baca(svc, P1, f"{BARISAN}&penilai={P3}")
    assert NAMA[T1] in orangnya and NAMA[P4] not in orangnya and "Di tangan penilai" in orangnya
    (dibaca,) = (b for b in svc.published(DIBACA["penilaian"]) if b.apa == "keadaan penilaian 2025")
    assert {o for k in dibaca.kelompok for o in k.orang} == {T1}, "it stands in his access log"


def test_an_evaluator_without_a_unit_and_a_stranger_see_only_what_is_theirs(svc, garis):
    assert "Tidak ada penilaian di bawah Anda" in baca(svc, T1, BARISAN)
    bidang = baca(svc, P2, BARISAN)
    assert NAMA[P3] in bidang
    assert NAMA[P4] not in baca(svc, T1, f"{BARISAN}&penilai={P2}")
    dari_kota = baca(svc, uid("pengelola"), BARISAN, {"pengelola_kinerja"})
    assert NAMA[P2] in dari_kota and NAMA[P3] in dari_kota


def test_a_draft_is_told_to_nobody_above(svc, garis):
    sebelum = baca(svc, P1, f"{BARISAN}&penilai={P2}")
    assert nilai(svc, garis[P4]).status_code == 200
    assert lakukan(svc, garis[P4], "tetapkan").status_code == 200
    assert baca(svc, P1, f"{BARISAN}&penilai={P2}").count("Di tangan penilai") == sebelum.count("Di tangan penilai") == 2
    assert lakukan(svc, garis[P4], "sampaikan").status_code == 200
    assert "Disampaikan" in baca(svc, P1, f"{BARISAN}&penilai={P2}")


def test_what_lies_ten_working_days_is_told_to_the_superior_and_to_nobody_before(svc, garis):
    orang(svc, P2, penilai=P1, atasan=S0)
    svc.connection.execute(sa.text("UPDATE evaluasi SET menunggu_sejak = :pada"), {"pada": AKHIR})
    for pekan, tampak in ((1, False), (2, False), (3, True)):
        with clock.at(AKHIR + timedelta(weeks=pekan)):
            assert ("tertahan pada penilai di bawah Anda" in baca(svc, P1, "/penilaian/?tahun=2025")) is tampak, pekan
            milik = baca(svc, P2, "/penilaian/?tahun=2025")
            assert ("hari kerja di tangan Anda" in milik) is (pekan > 1), pekan
    with clock.at(AKHIR + timedelta(weeks=4)):
        assert "sampai ke pengelola kinerja" in baca(svc, P1, BARISAN)


def test_a_returned_one_waits_for_the_employee_since_then(svc, garis):
    assert lakukan(svc, garis[P4], "kembalikan", json={"alasan": "Lengkapi bukti RHK 2."}).status_code == 200
    html = baca(svc, P1, f"{BARISAN}&penilai={P2}")
    assert "Menunggu pegawai" in html and "sejak 12 Januari 2026" in html


def test_the_signed_list_has_ratings_distribution_and_the_reason(svc, garis):
    svc.deliver(instansi(pengaturan=replace(PENGATURAN, kurva_mode="wajib_alasan", kurva_unit_kecil=1), version=2))
    assert nilai(svc, garis[P4], {**SEMUA_SESUAI, "alasan_pola": ALASAN}).status_code == 200
    assert "alasan" not in baca(svc, P2, f"{PENETAPAN}&unit={SD}").split("Daftar pegawai")[1].lower()
    assert lakukan(svc, garis[P4], "tetapkan").status_code == 200
    html = baca(svc, P2, f"{PENETAPAN}&unit={SD}")
    assert "2 dari 3 orang belum ditetapkan" in html
    assert ALASAN in html and NAMA[P2] in html and "Menyimpang dari pola" in html
    assert "100,00" in html and "Sesuai ekspektasi" in html.replace("Ekspektasi", "ekspektasi")
    assert html.split("Daftar pegawai")[1].split("Tanda tangan")[0].count("Belum ditetapkan") == 2
    assert len(html.encode()) < RINGAN


def test_the_signed_list_is_for_the_leader_those_above_him_and_the_officers(svc, garis):
    assert NAMA[P4] in baca(svc, P1, f"{PENETAPAN}&unit={SD}")
    assert NAMA[P4] in baca(svc, uid("ppk"), f"{PENETAPAN}&unit={SD}", {"ppk"})
    assert "Bidang Pembinaan SD" in baca(svc, P1, PENETAPAN)
    assert buka(svc, P2).get(f"{PENETAPAN}&unit={DINAS}").status_code == 404
    assert buka(svc, P4).get(f"{PENETAPAN}&unit={SD}").status_code == 404
    assert buka(svc, P1).get(f"{PENETAPAN}&unit=../etc").status_code == 404
    assert "Anda tidak memimpin unit" in baca(svc, P4, PENETAPAN)


def test_the_leader_himself_is_not_in_his_list_but_in_that_above(svc, garis):
    orang(svc, P2, penilai=P1, atasan=S0)
    assert f'<th scope="row">{NAMA[P2]}' not in baca(svc, P2, f"{PENETAPAN}&unit={SD}")
    assert f'<th scope="row">{NAMA[P2]}' in baca(svc, P1, f"{PENETAPAN}&unit={DINAS}")


def test_a_thousand_people_cost_the_same_few_statements(svc, garis):
    svc.connection.execute(
        sa.text(
            "INSERT INTO evaluasi (id, instansi_id, pegawai_id, penilai_id, atasan_penilai_id, unor_id, skp_id, tahun, jenis, status, nama, nip, jabatan,"
            " disampaikan_pada, tidak_dinilai, menunggu_atasan, ketepatan, ringkasan, dokumen, version, menunggu_sejak) SELECT gen_random_uuid(), instansi_id, gen_random_uuid(), CASE WHEN n % 2 = 0 THEN penilai_id ELSE gen_random_uuid() END,"
            " atasan_penilai_id, unor_id, gen_random_uuid(), tahun, jenis, status, nama || n, nip, jabatan, disampaikan_pada, tidak_dinilai,"
            " menunggu_atasan, ketepatan, ringkasan, dokumen, version, menunggu_sejak FROM evaluasi, generate_series(1, 600) n WHERE id = :id"
        ),
        {"id": garis[P4]},
    )
    with svc.queries() as banyak:
        html = baca(svc, P1, BARISAN)
    assert banyak.count <= 6 and "Tampak 200 dari" in html
    with svc.queries() as banyak:
        html = baca(svc, P1, f"{BARISAN}&penilai={P2}")
    assert banyak.count <= 8 and "Berikutnya" in html and len(html.encode()) < RINGAN
