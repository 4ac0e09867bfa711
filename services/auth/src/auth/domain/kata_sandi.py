"""Which passwords are good enough: long, not a well-known one, not made of the owner's own data."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from shared.errors import Invalid

PANJANG_MINIMUM = 12
PANJANG_MAKSIMUM = 128
_HURUF = "abcdefghjkmnpqrstuvwxyz23456789"
_LEET = str.maketrans("013457@$!", "oieastasi")
_UMUM = (
    "password", "katasandi", "sandiku", "rahasia", "rahasiaku", "indonesia", "merdeka", "garuda", "pancasila", "bismillah", "assalamualaikum",
    "alhamdulillah", "sayang", "sayangku", "cintaku", "admin", "administrator", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "letmein",
    "welcome", "iloveyou", "kinerja", "ekinerja", "pegawai", "pemerintah", "jakarta", "bandung", "surabaya", "login", "user", "test", "abc",
)  # fmt: skip
_URUTAN = (
    "0123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp",
)
_SISA_MINIMUM = 6
_RAGAM_MINIMUM = 6
_POTONGAN_NAMA = 4


def periksa(sandi: str, *, pribadi: Iterable[str] = ()) -> None:
    """Raise :class:`Invalid` when the password is too weak.

    ``pribadi`` are things of the owner that an attacker knows: name, NIP, agency.
    """
    if len(sandi) < PANJANG_MINIMUM:
        _tolak(f"Kata sandi {len(sandi)} karakter. Pakai paling sedikit {PANJANG_MINIMUM}.")
    if len(sandi) > PANJANG_MAKSIMUM:
        _tolak(f"Kata sandi terlalu panjang. Paling banyak {PANJANG_MAKSIMUM} karakter.")
    polos = sandi.casefold()
    if len(set(polos)) < _RAGAM_MINIMUM:
        _tolak("Kata sandi ini mengulang karakter yang sama. Pakai beberapa kata yang tidak berhubungan.")
    if _terlalu_umum(polos):
        _tolak("Kata sandi ini mudah ditebak karena sering dipakai. Pakai beberapa kata yang tidak berhubungan.")
    if any(bagian in polos for bagian in _milik_pribadi(pribadi)):
        _tolak("Kata sandi ini memuat nama, NIP, atau tanggal lahir Anda. Pakai kata lain.")


def _tolak(kalimat: str) -> None:
    raise Invalid(kalimat, code="password_weak", errors={"kata_sandi_baru": [kalimat]})


def _terlalu_umum(polos: str) -> bool:
    """Little is left after taking out well-known words and the digits and signs that people hang on them."""
    for bentuk in (polos, polos.translate(_LEET)):
        sisa = re.sub("|".join(sorted(_UMUM, key=len, reverse=True)), "", bentuk)
        sisa = re.sub(r"[^a-z]", "", sisa)
        if bentuk != sisa and len(sisa) < _SISA_MINIMUM and re.search("|".join(_UMUM), bentuk):
            return True
    return any(polos in urutan or polos in urutan[::-1] for urutan in _URUTAN) or (re.sub(r"[^a-z]", "", polos) == "" and _berurut(polos))


def _berurut(polos: str) -> bool:
    """Only digits and signs: a date, a telephone number, a row of digits."""
    return len(re.sub(r"\D", "", polos)) >= PANJANG_MINIMUM - 4


def _milik_pribadi(pribadi: Iterable[str]) -> list[str]:
    potongan: list[str] = []
    for nilai in pribadi:
        if nilai.isdigit():
            potongan += [nilai[:8], f"{nilai[6:8]}{nilai[4:6]}{nilai[:4]}", nilai[-8:]]
        else:
            potongan += [kata for kata in re.split(r"[^a-z]+", nilai.casefold()) if len(kata) >= _POTONGAN_NAMA]
    return [p for p in potongan if len(p) >= _POTONGAN_NAMA]


def buat() -> str:
    """A password to hand over once: four groups of four, without letters that look alike (79 bits)."""
    return "-".join("".join(secrets.choice(_HURUF) for _ in range(4)) for _ in range(4))
