"""Importing the organisation through the API."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from services.auth.tests.mothers import CONTOH, P4, P5, Kota, buku, lembar_contoh

from shared.contracts import auth as contracts


def _isi_tabel(kota: Kota) -> dict[str, int]:
    from sqlalchemy import text

    return {
        t: kota.svc.connection.execute(text(f"SELECT count(*) FROM {t}")).scalar_one() for t in ("unor", "pegawai", "penugasan", "outbox")
    }


def test_the_sample_file_is_previewed_then_applied_then_tells_the_others(kota: Kota) -> None:
    sebelum = _isi_tabel(kota)
    pratinjau = kota.impor(CONTOH.read_bytes())
    assert pratinjau.get_json() == {"baru": 16, "berubah": 0, "tetap": 0, "ditolak": [], "pemberitahuan": [], "diterapkan": False}
    assert _isi_tabel(kota) == sebelum
    assert kota.impor(CONTOH.read_bytes(), terapkan=True).get_json()["diterapkan"] is True
    assert len(kota.svc.published(contracts.Unor)) == 6
    orang = {p.nip: p for p in kota.svc.published(contracts.Pegawai)}
    assert len(orang[P5].penugasan) == 2
    assert [m.tmt for m in kota.svc.published(contracts.PegawaiDimutasi)] == [date(2025, 8, 1)]
    assert len(kota.svc.published(contracts.PegawaiDiubah)) == 10


def test_importing_again_changes_nothing_and_tells_nothing(kota_terisi: Kota) -> None:
    sebelum = _isi_tabel(kota_terisi)
    jawaban = kota_terisi.impor(CONTOH.read_bytes(), terapkan=True).get_json()
    assert (jawaban["baru"], jawaban["berubah"], jawaban["tetap"]) == (0, 0, 16)
    assert _isi_tabel(kota_terisi) == sebelum


def test_a_changed_head_raises_the_version_of_his_people_too(kota_terisi: Kota) -> None:
    lembar = lembar_contoh()
    lembar["Penugasan"][4][10] = date(2025, 12, 31)
    banyak = len(kota_terisi.svc.published(contracts.Pegawai))
    assert kota_terisi.impor(buku(lembar), terapkan=True).status_code == 200
    berubah = {p.nip: p for p in kota_terisi.svc.published(contracts.Pegawai)[banyak:]}
    assert {P4, P5} < set(berubah)
    assert [s.selesai for s in berubah[P4].penugasan] == [date(2025, 12, 31), None]
    assert berubah[P4].version == 2


def test_one_rejected_row_keeps_everything_out(kota: Kota) -> None:
    lembar = lembar_contoh()
    lembar["Pegawai"].append(["199506122023152901", "Salah NIP", "PNS", "Ya", ""])
    sebelum = _isi_tabel(kota)
    jawaban = kota.impor(buku(lembar), terapkan=True)
    isi = jawaban.get_json()
    assert (jawaban.status_code, isi["code"], isi["diterapkan"]) == (422, "import_rejected", False)
    assert jawaban.mimetype == "application/problem+json"
    (ditolak,) = isi["ditolak"]
    assert (ditolak["lembar"], ditolak["baris"], ditolak["kolom"]) == ("Pegawai", 12, "NIP")
    assert _isi_tabel(kota) == sebelum


@pytest.mark.parametrize(
    ("berkas", "status"),
    [
        (b"", 422),
        (b"bukan apa-apa", 422),
        (b"PK\x03\x04rusak", 422),
        (buku({"Lain": [["A"]]}), 422),
        (buku({"Unit": [["Kode"]], "Pegawai": [["NIP"]], "Penugasan": [["NIP"]]}), 422),
        (b"x" * (10 * 1024 * 1024 + 1), 413),
    ],
    ids=["empty", "text", "broken zip", "other sheets", "other columns", "over ten megabytes"],
)
def test_what_is_no_such_workbook_is_refused(kota: Kota, berkas: bytes, status: int) -> None:
    jawaban = kota.impor(berkas, terapkan=True)
    assert jawaban.status_code == status
    assert jawaban.get_json()["detail"]


def test_wrong_columns_are_named(kota: Kota) -> None:
    lembar = lembar_contoh()
    lembar["Penugasan"][0][8] = "Pennilai"
    assert "Pennilai" in kota.impor(buku(lembar)).get_json()["pemberitahuan"][0]
    lembar["Penugasan"][0][9] = "Mulai"
    kesalahan = kota.impor(buku(lembar)).get_json()["errors"]["berkas"]
    assert "TMT tidak ada" in kesalahan[0]


def _bom(nama: str, isi: bytes, kali: int) -> bytes:
    """A workbook in which one part unpacks to megabytes."""
    keluar = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(CONTOH.read_bytes())) as asal, zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as tujuan:
        for bagian in asal.namelist():
            if bagian != nama:
                tujuan.writestr(bagian, asal.read(bagian))
        tujuan.writestr(nama, isi * kali)
    return keluar.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_parsed(kota: Kota) -> None:
    berkas = _bom("xl/sharedStrings.xml", b"0" * 1024 * 1024, 100)
    assert len(berkas) < 1024 * 1024
    assert kota.impor(berkas).status_code == 413


def test_a_cell_at_the_end_of_the_sheet_is_refused(kota: Kota) -> None:
    jauh = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert kota.impor(_bom("xl/worksheets/sheet1.xml", jauh, 1)).status_code == 413


def test_a_hundred_thousand_rows_are_refused_clearly(kota: Kota) -> None:
    baris = "".join(f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>U{i}</t></is></c></row>' for i in range(1, 100_001))
    jawaban = kota.impor(_bom("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{baris}</sheetData></worksheet>".encode(), 1))
    assert jawaban.status_code == 413
    assert "20.000 baris" in jawaban.get_json()["detail"]


def test_only_an_admin_imports_and_without_file_he_is_told(kota: Kota) -> None:
    biasa = kota.svc.client(kota.identitas(None, "pengelola_kinerja"))
    assert biasa.post("/auth/api/v1/impor", data={"berkas": (io.BytesIO(b""), "a.xlsx")}).status_code == 403
    assert kota.svc.client(None).post("/auth/api/v1/impor").status_code == 401
    assert kota.admin.post("/auth/api/v1/impor", data={}, content_type="multipart/form-data").status_code == 422


def test_the_page_shows_rejected_rows_first_and_applies_only_without_them(kota: Kota) -> None:
    browser = kota.admin_browser
    lembar = lembar_contoh()
    lembar["Pegawai"].append(["197202301997031901", "Salah NIP", "PNS", "Ya", ""])
    jawaban = browser.post_form("/auth/impor", {"berkas": (io.BytesIO(buku(lembar)), "pegawai.xlsx")}, content_type="multipart/form-data")
    assert jawaban.status_code == 303
    halaman = browser.get(jawaban.location).get_data(as_text=True)
    assert "30 Februari 1972" in halaman
    assert halaman.index("Ditolak") < halaman.index("Perbedaan dengan data")
    assert 'aria-disabled="true"' in halaman
    ditolak = browser.post_form(f"{jawaban.location}/terapkan", {}, page=jawaban.location)
    assert ditolak.status_code == 409
    bersih = browser.post_form(
        "/auth/impor", {"berkas": (io.BytesIO(CONTOH.read_bytes()), "pegawai.xlsx")}, content_type="multipart/form-data"
    )
    assert "Terapkan 16 perubahan" in browser.get(bersih.location).get_data(as_text=True)
    diterapkan = browser.post_form(f"{bersih.location}/terapkan", {}, page=bersih.location)
    assert diterapkan.status_code == 303
    assert "Menunggu giliran" in browser.get(bersih.location).get_data(as_text=True)
    kota.kerjakan_impor()
    assert "Lihat organisasi" in browser.get(bersih.location).get_data(as_text=True)
    lagi = browser.post_form(f"{bersih.location}/terapkan", {}, page=bersih.location)
    assert lagi.status_code == 409
    assert len(kota.svc.published(contracts.Unor)) == 6


def test_the_page_says_what_is_wrong_with_the_file_and_keeps_nothing(kota: Kota) -> None:
    browser = kota.admin_browser
    jawaban = browser.post_form("/auth/impor", {"berkas": (io.BytesIO(b"x"), "a.xlsx")}, content_type="multipart/form-data")
    assert jawaban.status_code == 422
    assert "bukan XLSX" in jawaban.get_data(as_text=True)


def test_an_upload_can_be_thrown_away_and_belongs_to_its_instansi(kota: Kota) -> None:
    browser = kota.admin_browser
    tempat = browser.post_form(
        "/auth/impor", {"berkas": (io.BytesIO(CONTOH.read_bytes()), "a.xlsx")}, content_type="multipart/form-data"
    ).location
    lain = kota.svc.browser(kota.svc.identity(peran={"admin_instansi"}))
    assert lain.get(tempat).status_code == 404
    assert browser.post_form(f"{tempat}/buang", {}, page=tempat).status_code == 303
    assert browser.get(tempat).status_code == 404


def test_a_thousand_people_preview_in_a_small_page_with_few_queries(kota: Kota) -> None:
    lembar = lembar_contoh()
    for i in range(1, 1000):
        nip = f"19900101201501{1 + i % 2}{i:03d}"
        lembar["Pegawai"].append([nip, f"Pegawai Nomor {i}", "PNS", "Ya", ""])
        lembar["Penugasan"].append([nip, "", "DISDIK-SD", "Pelaksana", "Pelaksana", "", "II/a", "Tidak", "", date(2025, 1, 1), ""])
    browser = kota.admin_browser
    jawaban = browser.post_form("/auth/impor", {"berkas": (io.BytesIO(buku(lembar)), "a.xlsx")}, content_type="multipart/form-data")
    with kota.svc.queries() as q:
        halaman = browser.get(jawaban.location)
    assert q.count <= 10
    assert len(halaman.data) < 60_000
    assert browser.post_form(f"{jawaban.location}/terapkan", {}, page=jawaban.location).status_code == 303
    kota.kerjakan_impor()
    with kota.svc.queries() as q:
        halaman = browser.get("/auth/organisasi")
    assert q.count <= 10
    assert len(halaman.data) < 60_000


def test_an_import_sent_twice_is_applied_once(kota: Kota) -> None:
    def kirim():
        return kota.admin.post(
            "/auth/api/v1/impor",
            data={"berkas": (io.BytesIO(CONTOH.read_bytes()), "kota.xlsx"), "terapkan": "ya"},
            headers={"Idempotency-Key": "impor-sekali-saja"},
        )

    satu, dua = kirim(), kirim()
    assert (satu.status_code, dua.status_code) == (200, 200)
    assert satu.get_json() == dua.get_json()
    assert dua.headers["Idempotency-Replayed"] == "true"
