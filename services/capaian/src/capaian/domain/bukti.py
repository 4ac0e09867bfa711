"""Evidence files: which kinds are taken, how a file shows that it is what its name says, what it is called here (domain 4.4)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

from capaian.domain.tautan import KeadaanTautan
from shared.errors import Conflict, Invalid, TooLarge

UKURAN_TERBESAR = 10 * 1024 * 1024
BERKAS_TERBANYAK = 20
BERKAS_CATATAN_TERBANYAK = 5
_NAMA_TERPANJANG = 120
_ISI_TERBESAR = 400 * 1024 * 1024
_ANGGOTA_TERBANYAK = 5000

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

JENIS = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".docx": DOCX, ".xlsx": XLSX}
LABEL = {PDF: "PDF", JPEG: "JPG", PNG: "PNG", DOCX: "DOCX", XLSX: "XLSX"}
GAMBAR = frozenset({JPEG, PNG})
DIBUKA_DI_HALAMAN = GAMBAR | {PDF}
_AWALAN = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
_ANGGOTA = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}
_MAKRO = ("vbaproject.bin", "vbadata.xml")
_TERSEMBUNYI = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PEMISAH = re.compile(r'[<>:"|?*;]+')


@dataclass(frozen=True, slots=True)
class Bukti:
    """A file (``jenis`` is its media type, ``ukuran`` bytes, ``sha256`` hex) or a link (``tautan`` with what its last check found)."""

    id: UUID
    indikator_id: UUID | None
    nama: str
    jenis: str
    ukuran: int
    sha256: str
    tautan: str = ""
    keadaan_tautan: KeadaanTautan | None = None
    diperiksa_pada: datetime | None = None


@dataclass(frozen=True, slots=True)
class Berkas:
    """A file that has passed: ``jenis`` is its media type, ``sha256`` hex."""

    nama: str
    jenis: str
    isi: bytes
    sha256: str

    @property
    def ukuran(self) -> int:
        return len(self.isi)


def nama_bersih(nama: str) -> str:
    """The file's own name without folders, control and direction characters, at most 120 characters; the ending is kept in small letters."""
    nama = unicodedata.normalize("NFC", nama).replace("\\", "/").rsplit("/", 1)[-1]
    nama = " ".join(_PEMISAH.sub(" ", _TERSEMBUNYI.sub("", nama)).split()).strip(". ")
    batang, titik, akhiran = nama.rpartition(".")
    if not titik:
        return nama[:_NAMA_TERPANJANG]
    akhiran = akhiran.lower()
    return f"{(batang.strip() or 'berkas')[: _NAMA_TERPANJANG - len(akhiran) - 1]}.{akhiran}"


def periksa(nama: str, isi: bytes, dikenali: frozenset[str]) -> Berkas:
    """The file, or why it is refused: :class:`TooLarge` above 10 MB, :class:`Invalid` for a wrong kind, an empty or a disguised file.

    ``dikenali`` are the media types that its first and last bytes allow (found by the adapter). Nothing is unpacked: of an office file only the
    list of members is read.
    """
    nama = nama_bersih(nama)
    jenis = JENIS.get("." + nama.rpartition(".")[2])
    if jenis is None:
        raise _tolak(f"{nama or 'Berkas ini'} tidak dapat dipakai sebagai bukti. Unggah PDF, JPG, PNG, DOCX atau XLSX.", "file_kind")
    if len(isi) > UKURAN_TERBESAR:
        raise TooLarge(
            f"{nama} lebih besar dari 10 MB. Kecilkan atau bagi menjadi beberapa berkas.",
            errors={"berkas": [f"{nama} lebih besar dari 10 MB."]},
        )
    if not isi:
        raise _tolak(f"{nama} kosong. Periksa berkasnya lalu unggah lagi.", "file_empty")
    if jenis not in dikenali or not _isinya_benar(jenis, isi):
        label = LABEL[jenis]
        raise _tolak(f"{nama} isinya bukan {label}. Simpan ulang sebagai {label} lalu unggah lagi.", "file_disguised")
    if jenis in _ANGGOTA:
        _periksa_anggota(nama, jenis, isi)
    return Berkas(nama, jenis, isi, hashlib.sha256(isi).hexdigest())


def pastikan_muat(jumlah_sekarang: int, tempat: str = "Laporan", terbanyak: int = BERKAS_TERBANYAK) -> None:
    """Raises :class:`Conflict` when the report or the entry (``tempat``) already has as many files as it may."""
    if jumlah_sekarang >= terbanyak:
        raise Conflict(
            f"{tempat} ini sudah memuat {terbanyak} bukti. Buang satu dulu, atau gabungkan beberapa menjadi satu PDF.",
            code="evidence_full",
        )


def pastikan_dalam_kuota(terpakai: int, ukuran: int, kuota: int, tahun: int) -> None:
    """Raises :class:`Conflict` when a file of ``ukuran`` bytes beside the ``terpakai`` of that year goes beyond the quota."""
    if terpakai + ukuran > kuota:
        pesan = (
            f"Kuota bukti Anda untuk tahun {tahun} tidak cukup: terpakai {megabita(terpakai)} dari {megabita(kuota)}, berkas ini {megabita(ukuran)}. "
            "Kecilkan berkasnya, buang bukti yang tidak perlu, atau pakai tautan."
        )
        raise Conflict(pesan, code="quota_full", errors={"berkas": [pesan]})


def megabita(ukuran: int) -> str:
    """Bytes as people are told them, rounded up so that nothing is ever said to be free that is not: ``12,5 MB``."""
    persepuluh = -(-ukuran * 10 // 1024**2)
    return f"{persepuluh // 10},{persepuluh % 10} MB" if persepuluh % 10 else f"{persepuluh // 10} MB"


def _isinya_benar(jenis: str, isi: bytes) -> bool:
    if jenis in _AWALAN:
        return isi.startswith(_AWALAN[jenis])
    return isi.startswith(b"PK\x03\x04") and {"[Content_Types].xml", _ANGGOTA[jenis]} <= {m.filename for m in _anggota(isi)}


def _anggota(isi: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(BytesIO(isi)) as arsip:
            return arsip.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        return []


def _periksa_anggota(nama: str, jenis: str, isi: bytes) -> None:
    anggota = _anggota(isi)
    if len(anggota) > _ANGGOTA_TERBANYAK or sum(m.file_size for m in anggota) > _ISI_TERBESAR:
        raise _tolak(f"{nama} mengembang terlalu besar bila dibuka. Simpan ulang tanpa gambar besar, atau sebagai PDF.", "file_inflates")
    if any(m.filename.lower().rsplit("/", 1)[-1] in _MAKRO for m in anggota):
        raise _tolak(f"{nama} memuat makro. Simpan ulang sebagai {LABEL[jenis]} tanpa makro lalu unggah lagi.", "file_macro")


def _tolak(detail: str, code: str) -> Invalid:
    return Invalid(detail, code=code, errors={"berkas": [detail]})
