"""Evidence files: only what its name says, small enough, and harmless to open (domain 4.4)."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from capaian.adapters.pengenal import SEPOTONG, ukur
from capaian.domain.bukti import ANGGOTA_TERBANYAK, BERKAS_TERBANYAK, UKURAN_TERBESAR, Berkas, nama_bersih, pastikan_muat, periksa
from shared.errors import Conflict, Invalid, TooLarge

from .. import mothers


def terima(nama: str, isi: bytes) -> Berkas:
    return periksa(nama, ukur(BytesIO(isi)))


@pytest.mark.parametrize(
    ("nama", "isi", "jenis"),
    [
        ("laporan.pdf", mothers.PDF, "application/pdf"),
        ("Foto.JPG", mothers.JPG, "image/jpeg"),
        ("foto.jpeg", mothers.JPG, "image/jpeg"),
        ("tangkapan.png", mothers.PNG, "image/png"),
        ("notulen.docx", mothers.docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("rekap.xlsx", mothers.xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_genuine_file_is_taken_with_its_hash(nama: str, isi: bytes, jenis: str) -> None:
    berkas = terima(nama, isi)
    assert (berkas.jenis, berkas.ukuran, berkas.sha256) == (jenis, len(isi), hashlib.sha256(isi).hexdigest())


@pytest.mark.parametrize(
    ("nama", "isi"),
    [
        ("laporan.pdf", b"MZ\x90\x00" + b"\x00" * 200),
        ("laporan.pdf", b"<html><script>alert(1)</script></html>"),
        ("laporan.pdf", b"<html>%PDF-1.7"),
        ("laporan.pdf", mothers.PNG),
        ("foto.jpg", mothers.PNG),
        ("gambar.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("gambar.jpg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("foto.png", mothers.PDF),
        ("notulen.docx", mothers.xlsx()),
        ("notulen.docx", mothers.arsip("a.exe")),
        ("notulen.docx", b"PK\x03\x04rusak"),
        ("rekap.xlsx", mothers.docx()),
    ],
)
def test_a_disguised_file_is_refused_by_name(nama: str, isi: bytes) -> None:
    with pytest.raises(Invalid) as salah:
        terima(nama, isi)
    label = nama.rsplit(".", 1)[1].upper()
    assert salah.value.detail == f"{nama} isinya bukan {label}. Simpan ulang sebagai {label} lalu unggah lagi."
    assert salah.value.code == "file_disguised"


@pytest.mark.parametrize("nama", ["skrip.exe", "halaman.html", "gambar.svg", "lama.doc", "arsip.zip", "tanpaakhiran", "", "x.pdf.exe"])
def test_other_kinds_are_refused(nama: str) -> None:
    with pytest.raises(Invalid) as salah:
        terima(nama, mothers.PDF)
    assert salah.value.code == "file_kind"


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Invalid, match="kosong"):
        terima("laporan.pdf", b"")


def test_ten_megabytes_are_the_limit() -> None:
    tepat = mothers.PDF + b"\x00" * (UKURAN_TERBESAR - len(mothers.PDF))
    assert terima("laporan.pdf", tepat).ukuran == UKURAN_TERBESAR
    with pytest.raises(TooLarge):
        terima("laporan.pdf", tepat + b"\x00")


@pytest.mark.parametrize(("nama", "induk"), [("bom.docx", "word/document.xml"), ("bom.xlsx", "xl/workbook.xml")])
def test_an_archive_that_inflates_is_refused_without_unpacking(nama: str, induk: str) -> None:
    keluar = BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as arsip:
        for anggota in ("[Content_Types].xml", induk):
            arsip.writestr(anggota, "x")
        for n in range(5):
            arsip.writestr(f"media/{n}.bin", b"\x00" * (100 * 1024 * 1024))
    isi = keluar.getvalue()
    assert len(isi) < 1024 * 1024
    with pytest.raises(Invalid) as salah:
        terima(nama, isi)
    assert salah.value.code == "file_inflates"


def test_an_archive_of_too_many_members_is_refused_without_listing_them() -> None:
    isi = mothers.arsip("[Content_Types].xml", "xl/workbook.xml", *(f"{n}" for n in range(ANGGOTA_TERBANYAK)), isi=b"")
    assert ukur(BytesIO(isi)).anggota is None
    with pytest.raises(Invalid) as salah:
        terima("bom.xlsx", isi)
    assert salah.value.code == "file_inflates"


def kepala_png(lebar: int, tinggi: int) -> bytes:
    """A PNG of a few bytes that claims this size."""
    ihdr = b"IHDR" + struct.pack(">IIBBBBB", lebar, tinggi, 8, 6, 0, 0, 0)
    potongan = struct.pack(">I", 13) + ihdr + struct.pack(">I", zlib.crc32(ihdr))
    return mothers.PNG[:8] + potongan + mothers.PNG[33:]


@pytest.mark.parametrize(("lebar", "tinggi", "boleh"), [(10_000, 10_000, True), (10_001, 10_000, False), (60_000, 60_000, False)])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(lebar: int, tinggi: int, boleh: bool) -> None:
    isi = kepala_png(lebar, tinggi)
    if boleh:
        assert terima("a.png", isi).jenis == "image/png"
        return
    with pytest.raises(Invalid) as salah:
        terima("a.png", isi)
    assert (salah.value.code, list(salah.value.errors)) == ("file_pixels", ["berkas"])
    assert f"{lebar} x {tinggi} piksel, lebih dari 100 juta" in salah.value.detail


def test_the_limit_of_pixels_is_a_setting() -> None:
    isi = ukur(BytesIO(mothers.gambar("JPEG", 1200, 1000)))
    assert isi.piksel == (1200, 1000)
    assert periksa("foto.jpg", isi, 2_000_000).jenis == "image/jpeg"
    with pytest.raises(Invalid, match="lebih dari 1 juta"):
        periksa("foto.jpg", isi, 1_000_000)


@pytest.mark.parametrize(
    ("nama", "isi"), [("a.png", mothers.PNG[:33]), ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + b"\x00" * 20)]
)
def test_a_picture_that_cannot_be_read_is_refused(nama: str, isi: bytes) -> None:
    with pytest.raises(Invalid) as salah:
        terima(nama, isi)
    assert salah.value.code == "file_damaged"


def test_measuring_reads_pieces_and_leaves_the_stream_at_its_beginning() -> None:
    class Pelit(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            potong = super().read(size)
            assert len(potong) <= SEPOTONG
            return potong

    aliran = Pelit(mothers.PDF + b"0" * (3 * SEPOTONG))
    assert ukur(aliran).sha256 == hashlib.sha256(aliran.getvalue()).hexdigest()
    assert aliran.tell() == 0


def test_an_office_file_with_a_macro_is_refused() -> None:
    with pytest.raises(Invalid) as salah:
        terima("rekap.xlsx", mothers.arsip("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"))
    assert salah.value.code == "file_macro"


@pytest.mark.parametrize(
    ("nama", "bersih"),
    [
        ("../../etc/laporan.pdf", "laporan.pdf"),
        ("C:\\Users\\rina\\Laporan Akhir.PDF", "Laporan Akhir.pdf"),
        ("lap\x00oran\n.pdf", "laporan.pdf"),
        ("laporan\u202efdp.exe.pdf", "laporanfdp.exe.pdf"),
        ('a<b>"c".pdf', "a b c.pdf"),
        (".pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned(nama: str, bersih: str) -> None:
    assert nama_bersih(nama) == bersih


def test_a_report_holds_a_bounded_number_of_files() -> None:
    pastikan_muat(BERKAS_TERBANYAK - 1)
    with pytest.raises(Conflict):
        pastikan_muat(BERKAS_TERBANYAK)
