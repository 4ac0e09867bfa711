"""Evidence files: which kinds are taken, how a file shows that it is what its name says, what it is called here (domain 4.4)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from capaian.domain.dokumen import DOKUMEN, Konfirmasi
from capaian.domain.tautan import KeadaanTautan
from shared.errors import Conflict, Invalid, TooLarge

UKURAN_TERBESAR = 10 * 1024 * 1024
BERKAS_TERBANYAK = 20
BERKAS_CATATAN_TERBANYAK = 5
_NAMA_TERPANJANG = 120
_ISI_TERBESAR = 400 * 1024 * 1024
ANGGOTA_TERBANYAK = 5000
JUTA_PIKSEL = 100
"""Millions of pixels of a picture, unless the setting says otherwise: the largest phones take 50 to 100; four bytes each are what opening it costs."""

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

JENIS = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".docx": DOCX, ".xlsx": XLSX}
LABEL = {PDF: "PDF", JPEG: "JPG", PNG: "PNG", DOCX: "DOCX", XLSX: "XLSX", DOKUMEN: "Dokumen"}
GAMBAR = frozenset({JPEG, PNG})
DIBUKA_DI_HALAMAN = GAMBAR | {PDF}
AWALAN = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
_ANGGOTA = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}
_MAKRO = ("vbaproject.bin", "vbadata.xml")
_TERSEMBUNYI = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PEMISAH = re.compile(r'[<>:"|?*;]+')


class Mini(StrEnum):
    """Of a picture: whether a small one was made of it. Empty for everything else."""

    TANPA = ""
    MENUNGGU = "menunggu"
    ADA = "ada"
    GAGAL = "gagal"


class KeadaanBerkas(StrEnum):
    """What the virus scanner said of a file. Empty: there was none when it came (or it is a link). Before it has spoken nobody opens the file."""

    TANPA = ""
    DIPERIKSA = "diperiksa"
    BERSIH = "bersih"
    TERJANGKIT = "terjangkit"


@dataclass(frozen=True, slots=True)
class Bukti:
    """A file (``jenis`` is its media type, ``ukuran`` bytes, ``sha256`` hex) or a link (``tautan`` with what its last check found), or a document that is named (``letak``, ``konfirmasi``)."""

    id: UUID
    indikator_id: UUID | None
    nama: str
    jenis: str
    ukuran: int
    sha256: str
    tautan: str = ""
    keadaan_tautan: KeadaanTautan | None = None
    diperiksa_pada: datetime | None = None
    mini: Mini = Mini.TANPA
    keadaan_berkas: KeadaanBerkas = KeadaanBerkas.TANPA
    temuan: str = ""
    letak: str = ""
    konfirmasi: Konfirmasi = Konfirmasi.TANPA
    catatan_konfirmasi: str = ""

    @property
    def berlaku(self) -> bool:
        """Whether it counts as evidence: a document that is only named does not, before the evaluator has confirmed it."""
        return self.konfirmasi in (Konfirmasi.TANPA, Konfirmasi.ADA)

    @property
    def bermini(self) -> bool:
        return self.mini is Mini.ADA and not self.alasan_terkunci

    @property
    def alasan_terkunci(self) -> str:
        """Why nobody opens this file, its owner neither; empty when it may be opened."""
        if self.keadaan_berkas is KeadaanBerkas.DIPERIKSA:
            return "Berkas ini menunggu pemindai virus dan terbuka sesudah dinyatakan bersih. Tidak ada yang perlu dilakukan."
        if self.keadaan_berkas is KeadaanBerkas.TERJANGKIT:
            return f"Berkas ini terkunci karena pemindai virus menemukan {self.temuan}. Periksa komputer asalnya, buang berkas ini, lalu unggah berkas yang bersih."
        return ""


@dataclass(frozen=True, slots=True)
class Anggota:
    """A member of an archive with the bytes that it unpacks to, as the archive says."""

    nama: str
    ukuran: int


@dataclass(frozen=True, slots=True)
class Isi:
    """What a file was measured to be: ``awal`` its first bytes, ``dikenali`` the media types that its bytes allow, ``piksel`` width and height of a picture.

    ``anggota`` are the members of an archive; None when there are too many to be listed.
    """

    ukuran: int
    sha256: str
    awal: bytes
    dikenali: frozenset[str]
    anggota: tuple[Anggota, ...] | None = ()
    piksel: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Berkas:
    """A file that has passed: ``jenis`` is its media type, ``ukuran`` bytes, ``sha256`` hex."""

    nama: str
    jenis: str
    ukuran: int
    sha256: str


def nama_bersih(nama: str) -> str:
    """The file's own name without folders, control and direction characters, at most 120 characters; the ending is kept in small letters."""
    nama = unicodedata.normalize("NFC", nama).replace("\\", "/").rsplit("/", 1)[-1]
    nama = " ".join(_PEMISAH.sub(" ", _TERSEMBUNYI.sub("", nama)).split()).strip(". ")
    batang, titik, akhiran = nama.rpartition(".")
    if not titik:
        return nama[:_NAMA_TERPANJANG]
    akhiran = akhiran.lower()
    return f"{(batang.strip() or 'berkas')[: _NAMA_TERPANJANG - len(akhiran) - 1]}.{akhiran}"


def periksa(nama: str, isi: Isi, piksel_terbanyak: int = JUTA_PIKSEL * 1_000_000) -> Berkas:
    """The file, or why it is refused: :class:`TooLarge` above 10 MB, :class:`Invalid` for a wrong kind, an empty, disguised, inflating or huge one."""
    nama = nama_bersih(nama)
    jenis = JENIS.get("." + nama.rpartition(".")[2])
    if jenis is None:
        raise _tolak(f"{nama or 'Berkas ini'} tidak dapat dipakai sebagai bukti. Unggah PDF, JPG, PNG, DOCX atau XLSX.", "file_kind")
    if isi.ukuran > UKURAN_TERBESAR:
        raise TooLarge(
            f"{nama} lebih besar dari 10 MB. Kecilkan atau bagi menjadi beberapa berkas.",
            errors={"berkas": [f"{nama} lebih besar dari 10 MB."]},
        )
    if not isi.ukuran:
        raise _tolak(f"{nama} kosong. Periksa berkasnya lalu unggah lagi.", "file_empty")
    if jenis not in isi.dikenali or not _isinya_benar(jenis, isi):
        label = LABEL[jenis]
        raise _tolak(f"{nama} isinya bukan {label}. Simpan ulang sebagai {label} lalu unggah lagi.", "file_disguised")
    if jenis in _ANGGOTA:
        _periksa_anggota(nama, jenis, isi.anggota)
    if jenis in GAMBAR:
        _periksa_piksel(nama, isi.piksel, piksel_terbanyak)
    return Berkas(nama, jenis, isi.ukuran, isi.sha256)


def pastikan_terbuka(bukti: Bukti) -> None:
    """Raises :class:`Conflict` for a file that waits for the virus scanner, or in which it found something."""
    if alasan := bukti.alasan_terkunci:
        raise Conflict(alasan, code=f"file_{'infected' if bukti.keadaan_berkas is KeadaanBerkas.TERJANGKIT else 'waiting'}")


def tolak_terjangkit(nama: str, temuan: str) -> Invalid:
    return _tolak(
        f"{nama} tidak disimpan: pemindai virus menemukan {temuan}. Periksa komputer asalnya, lalu unggah berkas yang bersih.",
        "file_infected",
    )


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


def _isinya_benar(jenis: str, isi: Isi) -> bool:
    if jenis in AWALAN:
        return isi.awal.startswith(AWALAN[jenis])
    return isi.anggota is None or {"[Content_Types].xml", _ANGGOTA[jenis]} <= {m.nama for m in isi.anggota}


def _periksa_anggota(nama: str, jenis: str, anggota: tuple[Anggota, ...] | None) -> None:
    if anggota is None or len(anggota) > ANGGOTA_TERBANYAK or sum(m.ukuran for m in anggota) > _ISI_TERBESAR:
        raise _tolak(f"{nama} mengembang terlalu besar bila dibuka. Simpan ulang tanpa gambar besar, atau sebagai PDF.", "file_inflates")
    if any(m.nama.lower().rsplit("/", 1)[-1] in _MAKRO for m in anggota):
        raise _tolak(f"{nama} memuat makro. Simpan ulang sebagai {LABEL[jenis]} tanpa makro lalu unggah lagi.", "file_macro")


def _periksa_piksel(nama: str, piksel: tuple[int, int] | None, terbanyak: int) -> None:
    if piksel is None:
        raise _tolak(f"{nama} rusak: gambarnya tidak dapat dibaca. Simpan ulang gambarnya lalu unggah lagi.", "file_damaged")
    lebar, tinggi = piksel
    if lebar * tinggi > terbanyak:
        raise _tolak(
            f"{nama} berukuran {lebar} x {tinggi} piksel, lebih dari {terbanyak // 1_000_000} juta. Kecilkan gambarnya lalu unggah lagi.",
            "file_pixels",
        )


def _tolak(detail: str, code: str) -> Invalid:
    return Invalid(detail, code=code, errors={"berkas": [detail]})
