"""Evidence as a link: which addresses are taken, what a check of one can find, and when it is looked at again (domain 4.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from shared.errors import Invalid

TAUTAN = "text/uri-list"
"""The media type that the row of a link bears."""
PANJANG_TERBESAR = 2000
_NAMA_TERPANJANG = 120
_SKEMA = frozenset({"http", "https"})
_TERLARANG = re.compile(r"[\x00-\x20\x7f-\x9f\\\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>\"]")
_HARI_SEBELUM_BATAS = (3, 1)
_ULANG_RAGU = timedelta(hours=1)
JEDA_PERIKSA = timedelta(seconds=30)
"""Who asks for a new check sooner gets the answer of the last one."""


class KeadaanTautan(StrEnum):
    """What the last check found. ``DALAM``: nothing was asked, because the address leads into a closed network."""

    BELUM = "belum"
    TERBUKA = "terbuka"
    TERTUTUP = "tertutup"
    MATI = "mati"
    RAGU = "ragu"
    DALAM = "dalam"


@dataclass(frozen=True, slots=True)
class KataTautan:
    """A state in words: label, icon, tone, and what to do about it (empty: nothing)."""

    label: str
    ikon: str
    nada: str
    saran: str


KATA = {
    KeadaanTautan.BELUM: KataTautan("Belum diperiksa", "jam", "", "Tautan ini diperiksa sebentar lagi."),
    KeadaanTautan.TERBUKA: KataTautan("Dapat dibuka", "cek", "baik", ""),
    KeadaanTautan.TERTUTUP: KataTautan(
        "Minta izin",
        "kunci",
        "awas",
        "Tautan ini meminta masuk atau izin. Ubah izin berbaginya agar siapa pun yang memegang tautan dapat melihat, atau unggah berkasnya di sini.",
    ),
    KeadaanTautan.MATI: KataTautan(
        "Tidak ditemukan", "silang", "buruk", "Alamat ini tidak ada. Periksa ketikannya, ganti tautannya, atau unggah berkasnya di sini."
    ),
    KeadaanTautan.RAGU: KataTautan(
        "Tidak menjawab",
        "peringatan",
        "awas",
        "Servernya tidak menjawab dengan benar pada waktunya. Coba buka sendiri, lalu periksa lagi; bila tetap begitu, unggah berkasnya di sini.",
    ),
    KeadaanTautan.DALAM: KataTautan(
        "Jaringan dalam", "info", "", "Alamat jaringan dalam tidak diperiksa dari sini. Pastikan penilai Anda dapat membukanya."
    ),
}


def alamat_bersih(teks: str) -> str:
    """The address as it is kept, its host in ASCII. Raises :class:`Invalid` at ``tautan`` when it is not a plain http or https address."""
    alamat = teks.strip()
    if not alamat:
        raise _tolak("Tulis alamat tautannya, misalnya https://drive.google.com/...")
    if len(alamat) > PANJANG_TERBESAR:
        raise _tolak(f"Tautan ini terlalu panjang. Paling panjang {PANJANG_TERBESAR} karakter.")
    if _TERLARANG.search(alamat):
        raise _tolak("Tautan ini memuat spasi atau karakter yang tidak boleh ada. Salin ulang alamatnya dari peramban.")
    bagian = _bagian(alamat)
    if bagian.scheme not in _SKEMA or not bagian.netloc:
        raise _tolak("Tautan harus dimulai dengan https:// atau http://. Salin alamat lengkapnya dari peramban.")
    if "@" in bagian.netloc:
        raise _tolak("Tautan ini memuat nama masuk atau kata sandi. Hapus bagian sebelum tanda @.")
    try:
        host, port = (bagian.hostname or "").rstrip("."), bagian.port
        ascii_host = host if ":" in host else host.encode("idna").decode()
    except ValueError as error:
        raise _tolak("Nama server pada tautan ini tidak benar. Periksa ketikannya.") from error
    if not ascii_host or port == 0:
        raise _tolak("Nama server pada tautan ini tidak benar. Periksa ketikannya.")
    netloc = (f"[{ascii_host}]" if ":" in ascii_host else ascii_host) + (f":{port}" if port else "")
    return bagian._replace(netloc=netloc).geturl()


def host(alamat: str) -> str:
    """Whose server a kept address leads to, as people are shown it."""
    return urlsplit(alamat).netloc


def nama_tautan(nama: str, alamat: str) -> str:
    """What the link is called: the given name, else its server."""
    return " ".join(_TERLARANG.sub(" ", nama).split())[:_NAMA_TERPANJANG].strip() or host(alamat)[:_NAMA_TERPANJANG]


def periksa_berikut(keadaan: KeadaanTautan, kini: datetime, batas: date | None) -> datetime | None:
    """When a link is looked at again: three days and one day before its report is due; one that gave no answer also in an hour."""
    if batas is None or kini.date() > batas:
        return None
    nanti = [datetime.combine(batas - timedelta(days=n), time(0), UTC) for n in _HARI_SEBELUM_BATAS]
    nanti = [waktu for waktu in nanti if waktu > kini]
    if keadaan in (KeadaanTautan.BELUM, KeadaanTautan.RAGU):
        nanti.append(kini + _ULANG_RAGU)
    return min(nanti, default=None)


def _bagian(alamat: str) -> SplitResult:
    try:
        return urlsplit(alamat)
    except ValueError as error:
        raise _tolak("Tautan ini tidak dapat dibaca. Salin ulang alamatnya dari peramban.") from error


def _tolak(pesan: str) -> Invalid:
    return Invalid(pesan, code="link_invalid", errors={"tautan": [pesan]})
