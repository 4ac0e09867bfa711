"""The letters that auth writes by e-mail: plain text, no picture, no tracking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from shared.errors import Invalid

MASA_TAUTAN = {"atur_ulang": timedelta(minutes=30), "kukuhkan": timedelta(hours=24)}
PANJANG_ALAMAT = 254
JEDA_COBA = tuple(timedelta(seconds=s) for s in (10, 30, 120, 300, 600, 1800, 3600))
_KAKI = "\n\nSurat ini dikirim oleh Kinerja secara otomatis. Jangan balas surat ini."


@dataclass(frozen=True, slots=True)
class Surat:
    kepada: str
    judul: str
    isi: str


def atur_ulang(kepada: str, nama: str, tautan: str) -> Surat:
    return Surat(
        kepada,
        "Atur ulang kata sandi Kinerja",
        f"Yth. {nama},\n\nAda permintaan mengatur ulang kata sandi akun Kinerja Anda. Buka tautan ini dalam 30 menit; hanya dapat dipakai sekali:\n\n"
        f"{tautan}\n\nBukan Anda? Abaikan surat ini: kata sandi Anda tetap berlaku.{_KAKI}",
    )


def kukuhkan(kepada: str, nama: str, tautan: str) -> Surat:
    return Surat(
        kepada,
        "Kukuhkan alamat surel Anda",
        f"Yth. {nama},\n\nAlamat ini didaftarkan untuk akun Kinerja Anda. Buka tautan ini dalam 24 jam dan masuk dengan akun Anda:\n\n"
        f"{tautan}\n\nBukan Anda? Abaikan surat ini.{_KAKI}",
    )


PERISTIWA = {
    "sandi_diatur_ulang": ("Kata sandi Kinerja Anda diganti", "Kata sandi akun Anda baru saja diganti dan semua sesi diakhiri."),
    "surel_diganti": ("Alamat surel akun Kinerja Anda diganti", "Surat tentang akun Anda selanjutnya dikirim ke alamat lain."),
    "faktor_dipasang": ("Verifikasi dua langkah dipasang", "Cara verifikasi baru dipasang pada akun Anda."),
    "faktor_dilepas": ("Verifikasi dua langkah berubah", "Satu cara verifikasi dilepas dari akun Anda."),
    "pemulihan_dipakai": ("Kode pemulihan dipakai", "Seseorang masuk ke akun Anda dengan kode pemulihan."),
    "passkey_dicurigai": ("Passkey Anda dimatikan", "Satu passkey dimatikan karena tampaknya ada salinannya. Hapus lalu daftarkan lagi."),
    "diminta_atur_ulang": ("Admin meminta akun Anda diatur ulang", "Seorang admin meminta akun Anda diatur ulang dan menunggu persetujuan admin lain."),
    "faktor_diatur_ulang": ("Verifikasi dua langkah Anda diatur ulang", "Atas persetujuan dua admin, semua cara verifikasi akun Anda dilepas."),
}  # fmt: skip


def pemberitahuan(kepada: str, nama: str, peristiwa: str) -> Surat:
    judul, kalimat = PERISTIWA[peristiwa]
    return Surat(
        kepada, judul, f"Yth. {nama},\n\n{kalimat}\n\nBukan Anda atau bukan permintaan Anda? Segera hubungi admin kepegawaian.{_KAKI}"
    )


def periksa_alamat(teks: str) -> str:
    """The address as kept; what a mail server would take apart or a header could carry is refused."""
    alamat = teks.strip()
    lokal, _, domain = alamat.rpartition("@")
    buruk = not alamat.isascii() or not alamat.isprintable() or any(c in alamat for c in ' ,;:<>()[]\\"')
    if buruk or not lokal or len(lokal) > 64 or len(alamat) > PANJANG_ALAMAT or not _domain(domain):
        raise Invalid("Alamat surel tidak dikenal.", errors={"surel": ["Tulis alamat seperti nama@contoh.go.id."]})
    return f"{lokal}@{domain.casefold()}"


def _domain(domain: str) -> bool:
    bagian = domain.split(".")
    return len(bagian) > 1 and all(b and b.strip("-") == b and len(b) <= 63 and b.replace("-", "").isalnum() for b in bagian)
