"""Deeds for several people at once: who qualifies and why the others do not, what is undone, and what is never done unseen."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from services.penilaian.tests.integration.test_alur import API, evaluasi_id, lakukan, masuk, nilai, organisasi_baik, siapkan
from services.penilaian.tests.integration.test_halaman import RINGAN, buka, jam  # noqa: F401 - a fixture
from services.penilaian.tests.integration.test_peramban import ANGKA, RHK, tim
from services.penilaian.tests.mothers import P1, P2, P5, indikator, laporan, rhk, skp_pegawai, uid

HALAMAN = "/penilaian/sekaligus?tahun=2025"


def lakukan_sekaligus(svc, apa, pilih, siapa=P2):
    return buka(svc, siapa).post_form(f"/penilaian/sekaligus/{apa}?tahun=2025", {"pilih": pilih}, page=HALAMAN)


def pilihan(svc, *ids, siapa=P2):
    html = buka(svc, siapa).get(HALAMAN).get_data(as_text=True)
    return [p for p in dict.fromkeys(re.findall(r'value="([0-9a-f-]{36}:\d+)"', html)) if not ids or p.split(":")[0] in map(str, ids)]


def keadaan(svc, id_, siapa=P2):
    isi = masuk(svc, siapa).get(f"{API}/evaluasi/{id_}").json
    return isi["status"], isi["rating_hasil"], [p["skor"] for p in isi["perilaku"]]


def test_what_is_given_at_once_can_be_taken_back_as_it_was_until_it_is_fixed(svc, jam):  # noqa: F811
    a, b = tim(svc, 2)
    assert nilai(svc, a, {"catatan": "Catatan yang tetap.", "perilaku": [{"kode": "AK", "skor": "95"}]}).status_code == 200
    assert lakukan_sekaligus(svc, "nilai", pilihan(svc, a, b)).status_code == 303
    assert keadaan(svc, a) == ("dinilai", "sesuai_ekspektasi", ["100", "95", "100", "100", "100", "100", "100"])
    assert lakukan_sekaligus(svc, "urungkan", pilihan(svc, a, b)).status_code == 303
    assert keadaan(svc, a) == ("diajukan", None, [None, "95", None, None, None, None, None])
    assert masuk(svc, P2).get(f"{API}/evaluasi/{a}").json["catatan"] == "Catatan yang tetap."
    assert lakukan_sekaligus(svc, "nilai", pilihan(svc, a, b)).status_code == 303
    assert nilai(svc, b, {"catatan": "Dilihat lagi sendiri."}).status_code == 200
    jawab = lakukan_sekaligus(svc, "urungkan", pilihan(svc, b))
    assert jawab.status_code == 409 and "bukan sekaligus" in jawab.get_data(as_text=True)
    assert lakukan_sekaligus(svc, "tetapkan", pilihan(svc, a, b)).status_code == 303
    assert keadaan(svc, a)[0] == keadaan(svc, b)[0] == "disampaikan"
    assert lakukan(svc, a, "sampaikan").status_code == 409


@pytest.mark.parametrize(
    ("isi", "angka", "bukti", "telat", "alasan"),
    [
        (RHK, ANGKA, False, 0, "2 indikator belum berbukti."),
        ((rhk(1, "100.00", indikator("x1", "6")),), ANGKA, True, 0, "Sarannya di atas ekspektasi."),
        (RHK, ANGKA, True, 9, "Ketepatan laporannya di bawah ambang."),
    ],
)
def test_who_needs_a_look_of_its_own_is_left_out_with_the_reason(svc, jam, isi, angka, bukti, telat, alasan):  # noqa: F811
    from shared.contracts.capaian import Bukti

    tim(svc, 1)
    rencana = skp_pegawai(P5, isi=isi)
    berkas = [Bukti(uid(f"b {i.id}"), i.id, "Bukti.pdf", "application/pdf", 1000, "0" * 64) for r in isi for i in r.indikator]
    svc.deliver(
        rencana,
        *(laporan(b, rencana=rencana, angka=angka, terlambat=telat, bukti=berkas if bukti and b == 12 else ()) for b in range(1, 13)),
    )
    id_ = evaluasi_id(svc, P5)
    halaman = buka(svc, P2).get(HALAMAN).get_data(as_text=True)
    assert alasan in halaman and "Beri sesuai ekspektasi 1 orang" in re.sub(r"<[^>]+>", "", halaman)
    jawab = lakukan_sekaligus(svc, "nilai", pilihan(svc, id_))
    assert jawab.status_code == 409 and alasan in jawab.get_data(as_text=True)
    assert keadaan(svc, id_)[1] is None


def test_nobody_acts_on_others_people_or_on_what_changed_unseen(svc, jam):  # noqa: F811
    a, b = tim(svc, 2)
    pilih = pilihan(svc, a, b)
    for siapa in (P1, P5, uid("anggota 1")):
        assert lakukan_sekaligus(svc, "nilai", pilih, siapa).status_code in (404, 409), siapa
    assert keadaan(svc, a)[0] == "diajukan"
    nilai(svc, a, {"catatan": "Sudah berubah."})
    jawab = lakukan_sekaligus(svc, "nilai", pilih)
    assert jawab.status_code == 409 and "berubah sejak Anda buka" in jawab.get_data(as_text=True)
    assert keadaan(svc, a)[1] is None and keadaan(svc, b)[1] == "sesuai_ekspektasi", "the others are done"
    assert lakukan_sekaligus(svc, "tetapkan", ["bukan-id"]).status_code in (400, 422)
    assert lakukan_sekaligus(svc, "tetapkan", []).status_code == 422


def test_fifty_people_cost_few_queries_and_a_light_page(svc, jam):  # noqa: F811
    tim(svc, 52)
    browser = buka(svc, P2)
    with svc.queries() as q:
        jawab = browser.get(HALAMAN)
    assert q.count <= 10, q.statements
    assert len(jawab.data) <= RINGAN
    lanjut = re.search(r'href="(/penilaian/sekaligus\?tahun=2025&amp;nama=[^"]+)"', jawab.get_data(as_text=True)).group(1)
    kedua = browser.get(lanjut.replace("&amp;", "&")).get_data(as_text=True)
    assert "Anggota 51" in kedua and "Anggota 50" not in kedua


def test_the_matrix_is_light_too_and_goes_on_where_it_ended(svc, jam):  # noqa: F811
    tim(svc, 27)
    browser = buka(svc, P2)
    with svc.queries() as q:
        jawab = browser.get("/penilaian/perilaku?tahun=2025")
    html = jawab.get_data(as_text=True)
    assert q.count <= 10 and len(jawab.data) <= RINGAN
    assert "Anggota 25" in html and "Anggota 26" not in html
    lanjut = re.search(r'href="(/penilaian/perilaku\?tahun=2025&amp;nama=[^"]+)"', html).group(1)
    assert "Anggota 26" in browser.get(lanjut.replace("&amp;", "&")).get_data(as_text=True)
    assert "Anggota" not in buka(svc, P5).get("/penilaian/perilaku?tahun=2025").get_data(as_text=True)


def test_the_filters_go_from_person_to_person(svc, jam):  # noqa: F811
    a, b, _ = tim(svc, 3)
    saring = "?giliran=anda&amp;cari=anggota"
    html = buka(svc, P2).get(f"/penilaian/{a}?giliran=anda&cari=anggota").get_data(as_text=True)
    assert f'href="/penilaian/{b}{saring}"' in html and f'data-sesudah="/penilaian/{b}{saring}"' in html
    assert 'href="/penilaian/?tahun=2025&amp;giliran=anda&amp;cari=anggota"' in html
    html = buka(svc, P2).get(f"/penilaian/{a}?cari=anggota+02").get_data(as_text=True)
    assert f'data-sesudah="/penilaian/{b}?cari=anggota+02"' in html and "Anggota 03" not in html
    jahat = buka(svc, P2).get(f"/penilaian/{a}?cari=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").get_data(as_text=True)
    assert "<script>alert" not in jahat


def test_a_script_in_a_name_or_a_note_stays_text(svc, jam):  # noqa: F811
    siapkan(svc, laporan_=[])
    organisasi_baik(svc)
    rencana = skp_pegawai(P5, isi=RHK)
    rencana = replace(rencana, pegawai=replace(rencana.pegawai, nama="<script>alert(1)</script>", jabatan='"><img src=x onerror=alert(1)>'))
    svc.deliver(rencana, *(laporan(b, rencana=rencana, angka=ANGKA) for b in range(1, 13)))
    id_ = evaluasi_id(svc, P5)
    nilai(svc, id_, {"catatan": "</textarea><script>alert(2)</script>"})
    for alamat in ("/penilaian/?tahun=2025", HALAMAN, f"/penilaian/{id_}"):
        html = buka(svc, P2).get(alamat).get_data(as_text=True)
        assert "<script>alert" not in html and "<img src=x" not in html, alamat
