"""NIP and NI PPPK: eighteen digits that say birth, appointment, sex and sequence, but carry no check digit (domain.md 2.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from auth.domain.tanggal import BULAN
from shared.errors import Invalid

PANJANG = 18
_LAHIR_TERAWAL = date(1940, 1, 1)
_USIA_TERMUDA = 17
_USIA_WAJAR = 18
_KONTRAK_PERTAMA = 21
_BULAN_TERAKHIR = 12
_BLANKS = re.compile(r"[\s\u00a0.\-']+")

Golongan = Literal["pns", "pppk"]
STATUS_PNS = frozenset({"pns", "cpns"})
STATUS_PPPK = frozenset({"pppk", "pppk_paruh_waktu"})


class NipTidakSah(Invalid):
    """``code`` is the rule that failed: nip_e1 … nip_e5."""


@dataclass(frozen=True, slots=True)
class Nip:
    """A number that passed E1 to E5. ``jenis_kelamin`` is 1 (male) or 2 (female)."""

    nilai: str
    tanggal_lahir: date
    golongan: Golongan
    tahun_pengangkatan: int
    jenis_kelamin: int


def rapikan(teks: str) -> str:
    """The number as it is stored: without blanks, dots, dashes and the apostrophe that spreadsheets put before text."""
    return _BLANKS.sub("", teks)


def periksa(teks: str, pada: date) -> Nip:
    """Check E1 to E5 on the day ``pada``; raises :class:`NipTidakSah` with the first rule that fails."""
    nilai = rapikan(teks)
    if not (nilai.isascii() and nilai.isdigit()) or len(nilai) != PANJANG:
        raise NipTidakSah(_bukan_delapan_belas(nilai), code="nip_e1")
    lahir = _tanggal_lahir(nilai, pada)
    bulan = int(nilai[12:14])
    if not (1 <= bulan <= _BULAN_TERAKHIR or bulan >= _KONTRAK_PERTAMA):
        raise NipTidakSah(
            f"Angka 13 dan 14 berisi {nilai[12:14]}. Bulan pengangkatan PNS 01 sampai 12; kontrak PPPK mulai 21.", code="nip_e3"
        )
    if nilai[14] not in "12":
        raise NipTidakSah(f"Angka 15 berisi {nilai[14]}. Isinya 1 untuk laki-laki atau 2 untuk perempuan.", code="nip_e4")
    if nilai[15:] == "000":
        raise NipTidakSah("Nomor urut (angka 16 sampai 18) 000. Nomor urut mulai 001.", code="nip_e5")
    return Nip(nilai, lahir, "pns" if bulan <= _BULAN_TERAKHIR else "pppk", int(nilai[8:12]), int(nilai[14]))


def _bukan_delapan_belas(nilai: str) -> str:
    if nilai and not (nilai.isascii() and nilai.isdigit()):
        return "NIP hanya berisi angka. Hapus huruf atau tanda lain."
    return f"{len(nilai)} angka, seharusnya {PANJANG}. Cocokkan dengan SK pengangkatan."


def _tanggal_lahir(nilai: str, pada: date) -> date:
    tahun, bulan, hari = int(nilai[:4]), int(nilai[4:6]), int(nilai[6:8])
    try:
        lahir = date(tahun, bulan, hari)
    except ValueError:
        nama = BULAN[bulan - 1] if 1 <= bulan <= _BULAN_TERAKHIR else f"bulan {nilai[4:6]}"
        raise NipTidakSah(f"Tanggal lahir dalam NIP, {hari} {nama} {tahun}, tidak ada. Cocokkan dengan SK CPNS.", code="nip_e2") from None
    if lahir < _LAHIR_TERAWAL or lahir > _tahun_lalu(pada, _USIA_TERMUDA):
        raise NipTidakSah(f"Tahun lahir dalam NIP, {tahun}, tidak mungkin untuk pegawai. Cocokkan dengan SK CPNS.", code="nip_e2")
    return lahir


def _tahun_lalu(pada: date, tahun: int) -> date:
    try:
        return pada.replace(year=pada.year - tahun)
    except ValueError:
        return pada.replace(year=pada.year - tahun, day=28)


def peringatan(
    nip: Nip, pada: date, *, status: str = "", tanggal_lahir: date | None = None, jenis_kelamin: int | None = None
) -> tuple[tuple[str, str], ...]:
    """The warnings W1 to W3 as (code, sentence): odd, but no ground to refuse."""
    ditemukan = []
    if nip.tahun_pengangkatan - nip.tanggal_lahir.year < _USIA_WAJAR or nip.tahun_pengangkatan > pada.year + 1:
        ditemukan.append(("nip_w1", f"Tahun pengangkatan dalam NIP, {nip.tahun_pengangkatan}, tidak wajar."))
    if (tanggal_lahir and tanggal_lahir != nip.tanggal_lahir) or (jenis_kelamin and jenis_kelamin != nip.jenis_kelamin):
        ditemukan.append(("nip_w2", "Tanggal lahir atau jenis kelamin berbeda dari NIP."))
    if (status in STATUS_PNS and nip.golongan != "pns") or (status in STATUS_PPPK and nip.golongan != "pppk"):
        ditemukan.append(("nip_w3", f"NIP ini bernomor {nip.golongan.upper()}, tetapi statusnya {status.replace('_', ' ').upper()}."))
    return tuple(ditemukan)
