"""Feedback through API and pages: who may give and read it, the flood, and an anonymity that is attacked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from services.penilaian.tests.integration.test_alur import API, evaluasi_id, lakukan, nilai, organisasi_baik, siapkan
from services.penilaian.tests.integration.test_halaman import RINGAN, _besar
from services.penilaian.tests.mothers import (
    AKHIR,
    INSTANSI,
    INSTANSI_LAIN,
    NAMA,
    P1,
    P2,
    P4,
    P5,
    PENGATURAN,
    S0,
    SD,
    instansi,
    pegawai,
    penugasan,
    skp_pegawai,
    uid,
)

from penilaian.adapters.data_pribadi import DATA_PRIBADI
from penilaian.application import use_cases_umpan
from penilaian.application.queries_umpan import BarisUmpan
from penilaian.domain.umpan import Jenis, Peran
from penilaian.entrypoints.tampilan_umpan import untuk_penilaian
from shared import clock
from shared.contracts import skp as kontrak_skp
from shared.persistence.personal_data import collect

MARET = datetime(2026, 3, 10, 3, tzinfo=UTC)
APRIL = datetime(2026, 4, 2, 3, tzinfo=UTC)
JULI = datetime(2026, 7, 2, 3, tzinfo=UTC)
REKAN = [uid(f"rekan {n}") for n in range(4)]
KATA = {id_: f"Kata nomor {n} tentang kerja sama." for n, id_ in enumerate(REKAN)}


@pytest.fixture
def tim(svc):
    """P2 leads P4 and four peers of hers; P1 is above P2."""
    id_ = siapkan(svc)
    svc.deliver(*(replace(pegawai(r, penugasan(SD, penilai=P2, atasan=P1)), nama=f"Rekan Nomor {n}") for n, r in enumerate(REKAN)))
    return id_


def klien(svc, siapa, saat=MARET, peran=frozenset(), instansi_id=INSTANSI):
    client = svc.client(svc.identity(pegawai_id=siapa, instansi_id=instansi_id, peran=peran))
    client.environ_base["HTTP_X_KINERJA_JAM"] = saat.isoformat()
    return client


def beri(svc, dari, kepada=P4, saat=MARET, **isi):
    dasar = {"pegawai_id": str(kepada), "jenis": "apresiasi", "teks": KATA.get(dari, "Pekerjaan Anda baik sekali.")}
    with clock.at(saat):
        return klien(svc, dari, saat).post(f"{API}/umpan", json={**dasar, **isi})


def saya(svc, siapa=P4, saat=MARET, tahun=2026):
    with clock.at(saat):
        return klien(svc, siapa, saat).get(f"{API}/umpan?tahun={tahun}").json["data"]


def buka(svc, saat):
    with clock.at(saat), svc.open_unit() as uow:
        return use_cases_umpan.buka_gelombang(uow)


def html(svc, siapa, alamat, saat=MARET):
    with clock.at(saat):
        jawab = svc.browser(svc.identity(pegawai_id=siapa, instansi_id=INSTANSI, nama=NAMA.get(siapa, "Orang"))).get(alamat)
    assert jawab.status_code == 200, (jawab.status_code, alamat)
    return jawab.get_data(as_text=True)


# ---- who may


def test_superiors_peers_and_subordinates_give_and_nobody_else(svc, tim):
    for dari, kepada, peran in (
        (P2, P4, "pimpinan"),
        (P1, P4, "pimpinan"),
        (S0, P2, "pimpinan"),
        (REKAN[0], P4, "rekan"),
        (P4, P2, "bawahan"),
    ):
        jawab = beri(svc, dari, kepada)
        assert (jawab.status_code, jawab.json.get("peran")) == (201, peran), jawab.json
    for dari, kepada in ((P4, P4), (P4, P1), (P5, P4), (P4, uid("tidak ada"))):
        assert beri(svc, dari, kepada).status_code == 403
    svc.deliver(instansi(INSTANSI_LAIN))
    lain = klien(svc, P2, instansi_id=INSTANSI_LAIN).post(
        f"{API}/umpan", json={"pegawai_id": str(P4), "jenis": "arahan", "teks": "Dari instansi lain."}
    )
    assert lain.status_code == 403


def test_the_choice_of_people_is_the_same_as_who_may(svc, tim):
    with clock.at(MARET):
        daftar = {(p["nama"], p["peran"]) for p in klien(svc, P4).get(f"{API}/umpan/penerima").json["data"]}
        pimpinan = {p["nama"]: p["peran"] for p in klien(svc, P1).get(f"{API}/umpan/penerima").json["data"]}
    assert daftar == {(NAMA[P2], "bawahan"), *((f"Rekan Nomor {n}", "rekan") for n in range(4))}
    assert pimpinan[NAMA[P2]] == pimpinan[NAMA[P4]] == "pimpinan" and len(pimpinan) == 6


def test_the_person_reads_the_superior_by_name_and_answers_once(svc, tim):
    id_ = beri(svc, P2, rhk_id=str(skp_pegawai().rhk[1].id), teks="<script>alert(1)</script> tetap ditulis.").json["id"]
    (satu,) = saya(svc)
    assert (satu["dari"], satu["sasaran"]) == (NAMA[P2], "2025, RHK 2: Pelaksanaan program layanan publik")
    assert "&lt;script&gt;alert(1)" in html(svc, P4, "/penilaian/umpan?tahun=2026")
    alamat = f"{API}/umpan/{id_}/tanggapi"
    assert klien(svc, P2).post(alamat, json={"tanggapan": "Bukan milik saya."}).status_code == 404
    assert klien(svc, P4).post(alamat, json={"tanggapan": "Terima kasih."}, headers={"If-Match": '"9"'}).status_code == 412
    assert klien(svc, P4).post(alamat, json={"tanggapan": "Terima kasih."}).json["tanggapan"] == "Terima kasih."
    assert klien(svc, P4).post(alamat, json={"tanggapan": "Lagi."}).status_code == 409
    with clock.at(MARET):
        (ditulis,) = klien(svc, P2).get(f"{API}/umpan?milik=diberikan").json["data"]
    assert ditulis["tanggapan"] == "Terima kasih." and ditulis["dibaca_pada"]


# ---- the flood


def test_a_flood_is_answered_with_429_and_a_long_or_strange_text_is_refused(svc, tim):
    assert [beri(svc, REKAN[0]).status_code for _ in range(4)] == [201, 201, 201, 429]
    jawab = beri(svc, REKAN[0])
    assert "Lanjutkan besok" in jawab.json["detail"]
    assert beri(svc, REKAN[0], saat=MARET.replace(day=11)).status_code == 201, "the next day"
    assert beri(svc, REKAN[1], teks="x" * 2001).status_code == 422
    assert beri(svc, REKAN[1], teks="x" * 90_000).status_code == 422
    assert beri(svc, REKAN[1], jenis="hinaan").status_code == 422
    assert beri(svc, REKAN[1], teks="Nol \x00 di tengah kalimat ini.").status_code == 201


def test_thirty_a_day_are_enough_for_anybody(svc, tim):
    orang = [uid(f"banyak {n}") for n in range(11)]
    svc.deliver(*(pegawai(o, penugasan(SD, penilai=P2, atasan=P1)) for o in orang))
    kode = [beri(svc, P2, o).status_code for o in orang for _ in range(3)]
    assert kode.count(201) == 30 and set(kode[30:]) == {429}


# ---- anonymity


def test_peers_are_closed_until_their_period_ends_and_open_together_without_names(svc, tim):
    for rekan in REKAN[:3]:
        beri(svc, rekan)
    assert buka(svc, MARET) == 0 and saya(svc) == []
    assert buka(svc, APRIL) == 1
    terbuka = saya(svc, saat=APRIL)
    assert {b["teks"] for b in terbuka} == {KATA[r] for r in REKAN[:3]}
    assert {(b["dari"], b["tanggal"], b["masa_mulai"], b["masa_selesai"]) for b in terbuka} == {("", None, "2026-01-01", "2026-03-31")}
    halaman = html(svc, P4, "/penilaian/umpan?tahun=2026", APRIL)
    assert KATA[REKAN[0]] in halaman
    for r, n in zip(REKAN, range(4), strict=True):
        assert f"Rekan Nomor {n}" not in halaman and str(r) not in halaman + json.dumps(terbuka)
    assert "10 Maret" not in halaman and "2026-03-10" not in halaman + json.dumps(terbuka)


def test_two_wait_for_a_third_in_a_later_period_and_never_show_which_of_them_came_when(svc, tim):
    for rekan in REKAN[:2]:
        beri(svc, rekan)
        beri(svc, rekan)
    assert buka(svc, APRIL) == 0 and saya(svc, saat=APRIL) == [], "four texts of two people are no group"
    beri(svc, REKAN[2], saat=APRIL)
    assert buka(svc, APRIL) == 0
    assert buka(svc, JULI) == 1
    assert {(b["masa_mulai"], b["masa_selesai"]) for b in saya(svc, saat=JULI)} == {("2026-01-01", "2026-06-30")}


def test_a_batch_that_has_opened_is_never_joined_by_one_more_voice(svc, tim):
    """The difference between yesterday's and today's page would be one colleague's words."""
    for rekan in REKAN[:3]:
        beri(svc, rekan)
    buka(svc, APRIL)
    sebelum = saya(svc, saat=APRIL)
    beri(svc, REKAN[3], saat=APRIL)
    terlambat = beri(svc, REKAN[3], saat=APRIL, masa="2026-01-01")
    assert terlambat.status_code == 422, "no peer writes into a period that has ended"
    for saat in (APRIL, JULI):
        buka(svc, saat)
        assert [b["id"] for b in saya(svc, saat=saat)] == [b["id"] for b in sebelum]


def test_peers_and_subordinates_are_two_groups(svc, tim):
    svc.deliver(pegawai(P5, penugasan(SD, penilai=P4, atasan=P2)))
    for rekan in (*REKAN[:2], P5):
        assert beri(svc, rekan).status_code == 201
    assert buka(svc, APRIL) == 0


def test_an_instansi_may_ask_for_a_larger_group_and_never_for_a_smaller(svc, tim):
    for rekan in REKAN[:3]:
        beri(svc, rekan)
    svc.deliver(instansi(pengaturan=replace(PENGATURAN, umpan_balik_minimum=4), version=2))
    assert buka(svc, APRIL) == 0
    svc.deliver(instansi(pengaturan=replace(PENGATURAN, umpan_balik_minimum=1), version=3))
    assert buka(svc, APRIL) == 1
    for rekan in REKAN[:2]:
        beri(svc, rekan, saat=APRIL)
    assert buka(svc, JULI) == 0


def test_a_closed_entry_does_not_exist_for_the_person_whatever_is_tried(svc, tim):
    id_ = beri(svc, REKAN[0]).json["id"]
    for alamat in (f"{API}/umpan/{id_}/tanggapi", f"{API}/umpan/{uid('tidak ada')}/tanggapi"):
        jawab = klien(svc, P4).post(alamat, json={"tanggapan": "Siapa ini?"})
        assert jawab.status_code == 404
    for tahun in (2025, 2026, 2027):
        assert saya(svc, tahun=tahun) == []
    assert klien(svc, P4).get(f"{API}/evaluasi/{tim}/umpan").json["data"] == []


def test_neither_trail_nor_outbox_nor_export_tells_the_giver_the_person_or_the_hour(svc, tim):
    sebelum = svc.connection.execute(sa.text("SELECT count(*) FROM outbox")).scalar()
    for rekan in REKAN[:3]:
        beri(svc, rekan)
    rows = svc.connection.execute(sa.text("SELECT * FROM jejak WHERE aksi = 'umpan_balik.beri'")).mappings().all()
    assert len(rows) == 3
    for row in rows:
        assert (row["pelaku_id"], row["objek_id"], row["orang"], row["sesi"], row["alamat"]) == (None, None, [], "", "")
    assert svc.connection.execute(sa.text("SELECT count(*) FROM outbox")).scalar() == sebelum, "nothing is told to anybody"
    assert not [r for label, r in collect(svc.connection, DATA_PRIBADI, P4) if label == "Umpan balik"]
    buka(svc, APRIL)
    (isi,) = [r for label, r in collect(svc.connection, DATA_PRIBADI, P4) if label == "Umpan balik"]
    assert {r["teks"] for r in isi} == {KATA[r] for r in REKAN[:3]}
    assert not any(str(r) in str(isi) for r in REKAN) and "2026, 3, 10" not in str(isi)
    assert isi == sorted(isi, key=lambda r: r["id"]) and {r["id"].version for r in isi} == {4}, "an order that means nothing"
    (milik,) = [r for label, r in collect(svc.connection, DATA_PRIBADI, REKAN[0]) if label == "Umpan balik"]
    assert [r["teks"] for r in milik] == [KATA[REKAN[0]]], "who wrote has a copy of it"


def test_a_person_who_may_read_the_trail_finds_no_colleague_in_it(svc, tim):
    ids = [beri(svc, rekan).json["id"] for rekan in REKAN[:3]]
    admin = klien(svc, P4, APRIL, peran={"admin_instansi"})
    buka(svc, APRIL)
    semua = admin.get(f"{API}/jejak?aksi=umpan_balik.").json["data"]
    assert {r["aksi"] for r in semua} == {"umpan_balik.beri", "umpan_balik.buka"} and len(semua) == 4
    assert not [k for k in (*map(str, REKAN), *ids) if k in json.dumps(semua)]
    tentang_saya = admin.get(f"{API}/jejak?orang={P4}").json["data"]
    assert "umpan_balik.beri" not in {r["aksi"] for r in tentang_saya}
    for rekan in REKAN[:3]:
        assert admin.get(f"{API}/jejak?orang={rekan}&aksi=umpan_balik").json["data"] == []


def test_the_words_of_a_giver_who_is_gone_stay(svc, tim):
    for rekan in REKAN[:3]:
        beri(svc, rekan)
    svc.connection.execute(sa.text("DELETE FROM pegawai_view WHERE id = :id"), {"id": REKAN[0]})
    assert buka(svc, APRIL) == 1 and len(saya(svc, saat=APRIL)) == 3
    with clock.at(APRIL):
        data = klien(svc, P2, APRIL).get(f"{API}/evaluasi/{_berjalan(svc)}/umpan").json["data"]
    assert {b["dari"] for b in data} == {"Pegawai yang tidak lagi tercatat", "Rekan Nomor 1", "Rekan Nomor 2"}


def _berjalan(svc):
    """The evaluation of 2026."""
    svc.deliver(skp_pegawai(tahun=2026))
    return svc.connection.execute(sa.text("SELECT id FROM evaluasi WHERE tahun = 2026")).scalar()


def test_the_evaluator_alone_knows_the_names_and_sees_closed_words(svc, tim):
    id_ = _berjalan(svc)
    for rekan in REKAN[:3]:
        beri(svc, rekan, perilaku="KB")
    with clock.at(MARET):
        alamat = f"{API}/evaluasi/{id_}/umpan"
        assert {b["dari"] for b in klien(svc, P2).get(alamat).json["data"]} == {f"Rekan Nomor {n}" for n in range(3)}
        assert klien(svc, P1).get(alamat).json["data"] == []
        assert klien(svc, REKAN[0]).get(alamat).status_code == 404
    buka(svc, APRIL)
    with clock.at(APRIL):
        assert {b["dari"] for b in klien(svc, P1, APRIL).get(alamat).json["data"]} == {""}
        assert svc.browser(svc.identity(pegawai_id=P4, instansi_id=INSTANSI)).get(f"/penilaian/{id_}/umpan").status_code == 303
    dibaca = svc.connection.execute(sa.text("SELECT orang, sebagai FROM jejak WHERE aksi = 'baca' AND objek = 'umpan_balik'")).all()
    assert {(tuple(r.orang), r.sebagai) for r in dibaca} == {((P4,), "penilai"), ((P4,), "atasan_penilai")}


# ---- the rating page, the guard, the pages


def test_feedback_stands_beside_its_row_of_the_rating_page(svc, tim):
    rencana = skp_pegawai()
    for isi in ({"rhk_id": str(rencana.rhk[0].id), "teks": "Laporan Maret paling rapi."}, {"perilaku": "AK", "teks": "Jujur pada angka."}):
        assert beri(svc, P2, saat=AKHIR, masa="2025-10-01", **isi).status_code == 201
    halaman = html(svc, P2, f"/penilaian/{tim}", AKHIR)
    assert "Apresiasi dari Agus Prasetyo, M.Pd.: Laporan Maret paling rapi." in halaman and "Jujur pada angka." in halaman
    assert "Umpan balik (2)" in halaman and "Belum ada umpan balik dalam masa ini" not in halaman
    with clock.at(AKHIR), svc.queries() as q:
        svc.browser(svc.identity(pegawai_id=P2, instansi_id=INSTANSI)).get(f"/penilaian/{tim}")
    assert q.count <= 8, q.statements


def test_the_rating_page_stays_light_whatever_was_written(svc):
    siapkan(svc)
    besar = _besar(svc)
    e = svc.connection.execute(
        sa.text("SELECT e.*, s.dokumen->'rhk' AS rhk FROM evaluasi e JOIN skp_view s ON s.id = e.skp_id WHERE e.id = :i"), {"i": besar}
    ).one()
    tulis = sa.text(
        """INSERT INTO umpan_balik (id, instansi_id, pegawai_id, dari_id, peran_pemberi, jenis, teks, rhk_id, perilaku,
                                    masa_nama, masa_mulai, masa_selesai, tanggal, dibuat_pada, version)
           SELECT gen_random_uuid(), :i, :p, :d, 'pimpinan', 'apresiasi', repeat('Kalimat yang panjang. ', 80), CAST(:r AS uuid), :k,
                  'Triwulan II 2025', '2025-04-01', '2025-06-30', '2025-05-05', now(), 1 FROM generate_series(1, 20)"""
    )
    for rhk_id, kode in (*((r["id"], "") for r in e.rhk), *((None, k) for k in ("BP", "AK", "KP", "HM", "LY", "AD", "KB", ""))):
        svc.connection.execute(tulis, {"i": INSTANSI, "p": e.pegawai_id, "d": P2, "r": rhk_id, "k": kode})
    with clock.at(AKHIR), svc.queries() as q:
        jawab = svc.browser(svc.identity(pegawai_id=P2, instansi_id=INSTANSI)).get(f"/penilaian/{besar}")
    assert len(jawab.data) <= RINGAN and q.count <= 8, (len(jawab.data), q.count)
    assert "Umpan balik (320)" in jawab.get_data(as_text=True)


def test_many_words_give_way_to_their_number():
    satu = BarisUmpan(
        uid("x"), P4, "", "Agus", Peran.PIMPINAN, Jenis.APRESIASI, "kata " * 100, None, "AK", "", "", None, None, None, None, "", 1
    )
    isi = [replace(satu, perilaku=k) for k in ("AK", "BP", "KP") for _ in range(3)]
    assert untuk_penilaian(isi, lapang=False).baris == {"AK": ["3"], "BP": ["3"], "KP": ["3"]}
    luas = untuk_penilaian(isi, lapang=True)
    assert luas.jumlah == 9 and luas.baris["AK"][-1] == "dan 1 lagi" and len(luas.baris["AK"][0]) < 200
    penuh = untuk_penilaian([replace(satu, perilaku=f"{n}") for n in range(60)], lapang=True)
    assert penuh.baris["0"] != ["1"] and penuh.baris["59"] == ["1"]


def test_without_feedback_the_page_warns_and_the_instansi_may_make_it_a_rule(svc, tim):
    organisasi_baik(svc)
    nilai(svc, tim)
    assert "Belum ada umpan balik dalam masa ini" in html(svc, P2, f"/penilaian/{tim}", AKHIR)
    svc.deliver(instansi(pengaturan=replace(PENGATURAN, umpan_balik_mode="wajib"), version=2))
    ditolak = lakukan(svc, tim, "tetapkan")
    assert ditolak.status_code == 409 and "Belum ada umpan balik" in ditolak.json["detail"]
    assert beri(svc, P2, saat=AKHIR).status_code == 201, "of this year: not of the year that is rated"
    assert lakukan(svc, tim, "tetapkan").status_code == 409
    assert beri(svc, P2, saat=AKHIR, masa="2025-10-01").status_code == 201
    assert lakukan(svc, tim, "tetapkan").status_code == 200


def test_the_forms_work_without_a_script(svc, tim):
    with clock.at(MARET):
        browser = svc.browser(svc.identity(pegawai_id=P4, instansi_id=INSTANSI, nama=NAMA[P4]))
        kosong = browser.get("/penilaian/umpan").get_data(as_text=True)
        assert "Belum ada umpan balik dari pimpinan" in kosong and "sedikitnya 3 orang berbeda" in kosong
        alamat = "/penilaian/umpan/beri"
        assert "Rekan dengan penilai yang sama" in browser.get(alamat).get_data(as_text=True)
        salah = browser.post_form(alamat, {"kepada": str(P2), "teks": "<b>pendek"})
        assert salah.status_code == 422 and "&lt;b&gt;pendek" in salah.get_data(as_text=True)
        isi = {"kepada": str(P2), "jenis": "apresiasi", "sasaran": "HM", "teks": "Rapat selalu tenang dan jelas."}
        assert browser.post_form(alamat, isi).status_code == 303
        assert "Rapat selalu tenang dan jelas." in browser.get(alamat).get_data(as_text=True)
        pimpinan = svc.browser(svc.identity(pegawai_id=P2, instansi_id=INSTANSI, nama=NAMA[P2]))
        halaman = pimpinan.get(f"{alamat}?kepada={P4}&evaluasi={tim}").get_data(as_text=True)
        assert "2025, RHK 1: Menyusun laporan kegiatan bulanan" in halaman and "Triwulan IV 2025" in halaman
        terkirim = pimpinan.post_form(
            alamat, {"kepada": str(P4), "jenis": "arahan", "sasaran": "", "teks": "Lanjutkan dengan triwulan ini.", "evaluasi": str(tim)}
        )
        assert terkirim.headers["Location"].endswith(f"/penilaian/{tim}/umpan")
    milik = html(svc, P4, "/penilaian/umpan?tahun=2026")
    aksi, versi = re.search(r'action="(/penilaian/umpan/[^"]+tanggapi)\?', milik)[1], re.search(r'name="version" value="(\d+)"', milik)[1]
    with clock.at(MARET):
        browser = svc.browser(svc.identity(pegawai_id=P4, instansi_id=INSTANSI, nama=NAMA[P4]))
        assert browser.post_form(aksi, {"tanggapan": " ", "version": versi}, page="/penilaian/umpan").status_code == 422
        assert browser.post_form(aksi, {"tanggapan": "Siap.", "version": versi}, page="/penilaian/umpan").status_code == 303
    assert "Siap." in html(svc, P4, "/penilaian/umpan?tahun=2026")


def test_the_periods_of_the_instansi_are_followed(svc, tim):
    dasar = (date(2026, 4, 10), date(2026, 4, 20), 1)
    svc.deliver(
        kontrak_skp.Periode(
            uid("maret"), INSTANSI, 2026, "evaluasi", "bulanan", 3, "Maret 2026", date(2026, 3, 1), date(2026, 3, 31), *dasar
        )
    )
    assert beri(svc, REKAN[0]).json["masa"] == "Maret 2026"


def test_what_one_wrote_is_listed_a_page_at_a_time(svc, tim):
    for n in range(31):
        assert beri(svc, P2, REKAN[n % 4], saat=MARET.replace(day=1 + n)).status_code == 201
    with clock.at(MARET):
        pertama = klien(svc, P2).get(f"{API}/umpan?milik=diberikan").json
        kedua = klien(svc, P2).get(f"{API}/umpan", query_string={"milik": "diberikan", "cursor": pertama["berikutnya"]}).json
        assert klien(svc, P2).get(f"{API}/umpan?milik=diberikan&cursor=ngawur").status_code == 422
    assert len(pertama["data"]) == 30 and len(kedua["data"]) == 1 and kedua["berikutnya"] is None
    assert evaluasi_id(svc) == tim
