"""The pages, as a browser without JavaScript uses them."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from services.skp.tests.integration.steps import isi_benih, masuk
from services.skp.tests.mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, RINA, organisasi

from shared.testing.service import BrowserClient, ServiceUnderTest

BATAS_HALAMAN = 60 * 1024


@pytest.fixture
def rumah(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(*organisasi())
    masuk(svc, ADMIN, "Admin", "admin_instansi").post("/skp/api/v1/periode", json={"tahun": 2025})
    return svc


def peramban(svc: ServiceUnderTest, pegawai_id: UUID, *peran: str) -> BrowserClient:
    return svc.browser(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama="Seseorang", peran=frozenset(peran)))


def draf(svc: ServiceUnderTest, isi: dict[str, Any] | None = None) -> str:
    p4 = masuk(svc, RINA)
    skp = p4.post("/skp/api/v1/skp", json={"tahun": 2025, "tanggal": "2025-01-13"}).json
    jawab = p4.put(f"/skp/api/v1/skp/{skp['id']}", json=isi or isi_benih(), headers={"If-Match": '"1"'})
    assert jawab.status_code == 200, jawab.json
    return f"/skp/{skp['id']}"


def bidang(html: str) -> dict[str, str]:
    """The fields of the editor's form, as a browser would send them."""
    formulir = re.search(r'<form class="k-tumpuk" id="f-skp".*?</form>', html, re.DOTALL)
    assert formulir
    isi: dict[str, str] = {}
    for tanda in re.findall(r"<input [^>]*>", formulir[0]):
        nama, nilai = re.search(r'name="([^"]+)"', tanda), re.search(r'value="([^"]*)"', tanda)
        if nama and 'type="checkbox"' not in tanda:
            isi[nama[1]] = nilai[1] if nilai else ""
        elif nama:
            isi.pop(nama[1], None)
            if " checked" in tanda:
                isi[nama[1]] = "ya"
    for nama, teks in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n?(.*?)</textarea>', formulir[0], re.DOTALL):
        isi[nama] = teks.replace("&amp;", "&")
    for nama, pilihan in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', formulir[0], re.DOTALL):
        terpilih = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', pilihan) or re.search(
            r'<option(?: value="([^"]*)")?>([^<]*)', pilihan
        )
        assert terpilih
        isi[nama] = terpilih[1] if terpilih[1] is not None else terpilih[2]
    return isi


def kirim(p: BrowserClient, alamat: str, tindakan: str, **ubah: str) -> Any:
    isi = bidang(p.get(alamat).text)
    return p.post(alamat, data={**isi, **{k.replace("__", "."): v for k, v in ubah.items()}, "tindakan": tindakan})


def test_start_page_creates_a_draft_and_leads_to_the_editor(rumah: ServiceUnderTest) -> None:
    p = peramban(rumah, RINA)
    assert "Susun SKP" in p.get("/skp/").text
    jawab = p.post_form("/skp/", {"tahun": "2025", "pendekatan": "kuantitatif"})
    assert jawab.status_code == 303
    assert "Belum ada rencana hasil kerja" in p.get(jawab.headers["Location"]).text
    assert p.get("/skp/?tahun=2025").headers["Location"] == jawab.headers["Location"]


def test_start_page_keeps_the_choice_and_tells_the_cause_when_refused(rumah: ServiceUnderTest) -> None:
    jawab = peramban(rumah, uuid4()).post_form("/skp/", {"tahun": "2025", "pendekatan": "kualitatif"})
    assert jawab.status_code == 409
    assert "tidak punya penugasan" in jawab.text
    assert 'value="kualitatif" checked' in jawab.text
    assert peramban(rumah, RINA).post_form("/skp/", {"tahun": "x"}).status_code == 422


def test_rows_are_added_and_removed_without_javascript_and_nothing_typed_is_lost(rumah: ServiceUnderTest) -> None:
    p, alamat = peramban(rumah, RINA), draf(rumah)
    assert kirim(p, alamat, "tambah-rhk-utama", rhk__0__teks="Diketik sebelum menambah").headers["Location"].endswith("#rhk-4")
    isi = bidang(p.get(alamat).text)
    assert isi["rhk.0.teks"] == "Diketik sebelum menambah"
    assert isi["rhk.4.indikator.0.teks"] == ""
    kirim(p, alamat, "tambah-indikator:4")
    assert "rhk.4.indikator.1.teks" in bidang(p.get(alamat).text)
    kirim(p, alamat, "hapus-indikator:4:0")
    kirim(p, alamat, "naikkan-rhk:1")
    assert bidang(p.get(alamat).text)["rhk.0.teks"] == "Pelaksanaan program layanan publik"
    kirim(p, alamat, "hapus-rhk:4")
    sesudah = bidang(p.get(alamat).text)
    assert "rhk.4.teks" not in sesudah
    assert sesudah["rhk.0.bobot"] == "30,00"


def test_hint_is_taken_over_by_its_button(rumah: ServiceUnderTest) -> None:
    p, alamat = peramban(rumah, RINA), draf(rumah)
    kirim(p, alamat, "pakai-saran:0")
    assert bidang(p.get(alamat).text)["rhk.0.teks"] == "Tersusunnya laporan kegiatan bulanan"


def test_figures_are_typed_with_a_comma_and_a_range_in_one_field(rumah: ServiceUnderTest) -> None:
    p, alamat = peramban(rumah, RINA), draf(rumah)
    kirim(p, alamat, "simpan", rhk__0__bobot="20,5", rhk__1__bobot="29,5", rhk__1__indikator__1__target="80 sampai 92,5")
    skp = masuk(rumah, RINA).get(alamat.replace("/skp/", "/skp/api/v1/skp/")).json
    assert [r["bobot"] for r in skp["rhk"]] == ["20.50", "29.50", "15.00", "35.00"]
    rentang = skp["rhk"][1]["indikator"][1]
    assert (rentang["target"], rentang["target_min"], rentang["target_max"]) == (None, "80", "92.5")
    assert bidang(p.get(alamat).text)["rhk.1.indikator.1.target"] == "80 sampai 92,5"


def test_refused_form_comes_back_as_it_was_typed_with_the_message_at_the_field(rumah: ServiceUnderTest) -> None:
    p, alamat = peramban(rumah, RINA), draf(rumah)
    jawab = kirim(p, alamat, "simpan", rhk__0__bobot="20.5", rhk__2__indikator__0__target="0", rhk__3__teks="Tetap ada")
    assert jawab.status_code == 422
    isi = bidang(jawab.text)
    assert (isi["rhk.0.bobot"], isi["rhk.3.teks"]) == ("20.5", "Tetap ada")
    assert "Tulis pecahan dengan koma: 20,5" in jawab.text
    assert 'href="#f-rhk-0-bobot"' in jawab.text
    assert 'id="e-f-rhk-0-bobot"' in jawab.text


def test_submit_button_saves_and_submits_or_says_what_is_missing(rumah: ServiceUnderTest) -> None:
    p, alamat = peramban(rumah, RINA), draf(rumah)
    kurang = kirim(p, alamat, "ajukan", rhk__3__bobot="34,99")
    assert kurang.status_code == 422
    assert "Jumlah bobot 99,99 %. Tambahkan 0,01 % lagi." in kurang.text
    assert bidang(p.get(alamat).text)["rhk.3.bobot"] == "34,99"
    jadi = kirim(p, alamat, "ajukan", rhk__3__bobot="35")
    assert jadi.status_code == 303
    assert "Menunggu Agus Prasetyo" in p.get(alamat).text


def test_stale_form_is_refused_with_the_input_kept(rumah: ServiceUnderTest) -> None:
    p, alamat = peramban(rumah, RINA), draf(rumah)
    lama = bidang(p.get(alamat).text)
    kirim(p, alamat, "simpan", rhk__0__teks="Yang lebih dulu")
    jawab = p.post(alamat, data={**lama, "rhk.0.teks": "Yang terlambat", "tindakan": "simpan"})
    assert jawab.status_code == 412
    assert "Yang terlambat" in jawab.text
    tanpa_versi = {k: v for k, v in lama.items() if k != "version"}
    assert p.post(alamat, data={**tanpa_versi, "tindakan": "simpan"}).status_code == 428


def test_form_without_csrf_token_is_refused(rumah: ServiceUnderTest) -> None:
    p, alamat = peramban(rumah, RINA), draf(rumah)
    isi = bidang(p.get(alamat).text)
    assert p.post(alamat, data={**isi, "csrf_token": "palsu", "tindakan": "simpan"}).status_code == 400


def test_taken_back_from_the_page_until_the_evaluator_opened_it(rumah: ServiceUnderTest) -> None:
    p, alamat = peramban(rumah, RINA), draf(rumah)
    kirim(p, alamat, "ajukan")
    versi = re.search(r'name="version" value="(\d+)"', p.get(alamat).text)
    assert versi
    assert p.post_form(f"{alamat}/tarik", {"version": versi[1]}, page=alamat).status_code == 303
    kirim(p, alamat, "ajukan")
    assert peramban(rumah, AGUS).get(f"{alamat}/tinjau").status_code == 200
    halaman = p.get(alamat).text
    assert "Agus Prasetyo sudah membuka SKP ini" in halaman
    assert 'aria-disabled="true"' in halaman


def test_evaluator_finds_returns_and_approves(rumah: ServiceUnderTest) -> None:
    p4, p2, alamat = peramban(rumah, RINA), peramban(rumah, AGUS), draf(rumah)
    kirim(p4, alamat, "ajukan")
    tim = p2.get("/skp/tim?tahun=2025").text
    assert "Satu SKP menunggu Anda" in tim
    assert tim.index("Rina Lestari") < tim.index("Dimas Nugroho")
    assert "Belum ada SKP" in tim
    assert f'href="{alamat}/tinjau"' in tim
    versi = re.search(r'name="version" value="(\d+)"', p2.get(f"{alamat}/tinjau").text)
    assert versi
    pendek = p2.post_form(f"{alamat}/kembalikan", {"version": versi[1], "alasan": "kurang"}, page=f"{alamat}/tinjau")
    assert pendek.status_code == 422
    assert "kurang</textarea>" in pendek.text
    kembali = p2.post_form(f"{alamat}/kembalikan", {"version": versi[1], "alasan": "Perjelas laporan bulanan."}, page=f"{alamat}/tinjau")
    assert kembali.status_code == 303
    assert "Perjelas laporan bulanan." in p4.get(alamat).text
    assert kirim(p4, alamat, "ajukan").status_code == 409
    assert kirim(p4, alamat, "ajukan", rhk__0__teks="Tersusunnya laporan bulanan").status_code == 303
    versi = re.search(r'name="version" value="(\d+)"', p2.get(f"{alamat}/tinjau").text)
    assert versi
    setuju = p2.post_form(
        f"{alamat}/setujui", {"version": versi[1], "ekspektasi_khusus.BP": "Jawab dalam satu hari."}, page=f"{alamat}/tinjau"
    )
    assert setuju.status_code == 303
    dibaca = p4.get(alamat).text
    assert "Jawab dalam satu hari." in dibaca
    assert "Disetujui" in dibaca
    assert p2.get(f"{alamat}/tinjau").status_code == 302


def test_pages_of_an_skp_are_not_found_for_strangers_and_readable_for_the_line(rumah: ServiceUnderTest) -> None:
    alamat = draf(rumah)
    for siapa in (DIMAS, uuid4()):
        for jalur in ("", "/tinjau"):
            assert peramban(rumah, siapa).get(alamat + jalur).status_code == 404
        for jalur in ("", "/tarik", "/batalkan", "/setujui", "/kembalikan"):
            jawab = peramban(rumah, siapa).post_form(alamat + jalur, {"version": "2", "alasan": "Perjelas semuanya."}, page="/skp/tim")
            assert jawab.status_code == 404, jalur
    for siapa in (AGUS, BAMBANG):
        halaman = peramban(rumah, siapa).get(alamat)
        assert (halaman.status_code, "f-skp" in halaman.text) == (200, False)
    asing = rumah.browser(rumah.identity(pegawai_id=RINA, instansi_id=uuid4()))
    assert asing.get(alamat).status_code == 404
    assert rumah.app.test_client().get(alamat).status_code == 302


def test_admin_opens_a_year_and_sees_deadlines_with_their_rule(rumah: ServiceUnderTest) -> None:
    admin = peramban(rumah, ADMIN, "admin_instansi")
    assert admin.post_form("/skp/periode", {"tahun": "2026"}).status_code == 303
    halaman = admin.get("/skp/periode?tahun=2026").text
    assert "Selasa, 20 Januari 2026" in halaman
    assert "5 hari kerja setelah periode berakhir" in halaman
    assert admin.post_form("/skp/periode", {"tahun": "1999"}).status_code == 422
    assert peramban(rumah, RINA).get("/skp/periode").status_code == 403
    assert peramban(rumah, RINA).post_form("/skp/periode", {"tahun": "2027"}, page="/skp/tim").status_code == 403


def besar() -> dict[str, Any]:
    """Eight RHK with three indikator each, the size of a long real SKP."""
    indikator = [
        {
            "aspek": a,
            "teks": f"Indikator {a} dengan kalimat sepanjang biasanya",
            "target": "12.5",
            "satuan": "laporan",
            "target_teks": "12,5 laporan per tahun",
        }
        for a in ("kuantitas", "kualitas", "waktu")
    ]
    teks = "Menyusun laporan kegiatan bulanan bidang pembinaan sekolah dasar yang lengkap dan tepat waktu"
    return {
        **isi_benih(),
        "rhk": [{"teks": teks, "bobot": "12.5", "rhk_atasan_teks": "Meningkatnya mutu sekolah", "indikator": indikator}] * 8,
    }


def test_no_page_is_heavier_than_sixty_kilobytes_or_ten_queries(rumah: ServiceUnderTest) -> None:
    agus = masuk(rumah, AGUS)
    atasan = agus.post("/skp/api/v1/skp", json={"tahun": 2025, "tanggal": "2025-01-13"}).json
    agus.put(f"/skp/api/v1/skp/{atasan['id']}", json=isi_benih(), headers={"If-Match": '"1"'})
    agus.post(f"/skp/api/v1/skp/{atasan['id']}/ajukan")
    alamat = draf(rumah, besar())
    p4, p2, admin = peramban(rumah, RINA), peramban(rumah, AGUS), peramban(rumah, ADMIN, "admin_instansi")
    halaman = [
        (p4, alamat),
        (p4, f"{alamat}?pratinjau=1"),
        (p4, "/skp/?baru=1"),
        (p2, "/skp/tim?tahun=2025"),
        (admin, "/skp/periode?tahun=2025"),
    ]
    ukuran: dict[str, tuple[int, int]] = {}

    def ukur(p: BrowserClient, jalur: str) -> None:
        with rumah.queries() as q:
            jawab = p.get(jalur)
        assert jawab.status_code == 200, jalur
        ukuran[jalur] = (len(jawab.data), q.count)

    for p, jalur in halaman:
        ukur(p, jalur)
    masuk(rumah, RINA).post(f"/skp/api/v1{alamat}/ajukan")
    ukur(p2, f"{alamat}/tinjau")
    assert {j: u for j, u in ukuran.items() if u[0] > BATAS_HALAMAN or u[1] > 10} == {}, ukuran


def test_long_skp_shows_one_rhk_open_and_keeps_what_is_folded(rumah: ServiceUnderTest) -> None:
    p, alamat = peramban(rumah, RINA), draf(rumah, besar())
    api = f"/skp/api/v1{alamat}"
    sebelum = masuk(rumah, RINA).get(api).json["rhk"]
    assert [n for n in bidang(p.get(alamat).text) if n.endswith(".teks") and "indikator" not in n] == ["rhk.0.teks"]
    lanjut = kirim(p, alamat, "buka:3", rhk__0__teks="Tersusunnya laporan", rhk__5__bobot="12,75").headers["Location"]
    assert "buka=3" in lanjut
    assert "rhk.3.teks" in bidang(p.get(lanjut).text)
    sesudah = masuk(rumah, RINA).get(api).json["rhk"]
    assert (sesudah[0]["teks"], sesudah[5]["bobot"]) == ("Tersusunnya laporan", "12.75")
    assert [r["indikator"] for r in sesudah] == [r["indikator"] for r in sebelum]
    assert sesudah[7] == sebelum[7]


def test_team_page_of_forty_people_takes_the_same_queries(rumah: ServiceUnderTest) -> None:
    from services.skp.tests.mothers import pegawai, penugasan

    rumah.deliver(*(pegawai(uuid4(), f"Pegawai {n}", None, penugasan(uuid4(), "Guru", "jf", AGUS, BAMBANG)) for n in range(40)))
    with rumah.queries() as q:
        jawab = peramban(rumah, AGUS).get("/skp/tim?tahun=2025")
    assert (q.count <= 7, len(jawab.data) < BATAS_HALAMAN) == (True, True), (q.count, len(jawab.data))


def test_qualitative_skp_is_written_in_one_text_a_measure(rumah: ServiceUnderTest) -> None:
    p = peramban(rumah, RINA)
    alamat = p.post_form("/skp/", {"tahun": "2025", "pendekatan": "kualitatif"}).headers["Location"]
    kirim(p, alamat, "tambah-rhk-utama")
    jawab = kirim(
        p,
        alamat,
        "ajukan",
        rhk__0__teks="Meningkatnya mutu",
        rhk__0__bobot="100",
        rhk__0__rhk_atasan_teks="Mutu SD",
        rhk__0__indikator__0__teks="Dua sekolah naik kelas akreditasi",
    )
    assert jawab.status_code == 303, jawab.text
    assert "Dua sekolah naik kelas akreditasi" in p.get(alamat).text
