"""Passwords: long, not common, not personal."""

import pytest

from auth.domain import kata_sandi
from shared.errors import Invalid

PRIBADI = ("Rina Lestari, A.Md.", "199305172019022904", "Pemerintah Kota Contoh")


@pytest.mark.parametrize(
    "sandi",
    [
        "pendek",
        "a" * 40,
        "password1234",
        "P4ssw0rd2025!",
        "rahasia12345",
        "indonesia1945",
        "qwertyuiop123",
        "123456789012",
        "081234567890",
        "abcdefghijklm",
    ],
)
def test_short_repeated_and_common_passwords_are_refused(sandi: str) -> None:
    with pytest.raises(Invalid) as salah:
        kata_sandi.periksa(sandi)
    assert salah.value.code == "password_weak"


@pytest.mark.parametrize("sandi", ["lestari-kuda-terbang", "sepatu17051993biru", "kuda199305172019", "bukit-pemerintah-ku"])
def test_passwords_of_ones_own_data_are_refused(sandi: str) -> None:
    with pytest.raises(Invalid):
        kata_sandi.periksa(sandi, pribadi=PRIBADI)


@pytest.mark.parametrize("sandi", ["kuda hijau makan paku", "tersandung-Bulan-77", "k7mw-q2np-xr4d-h9tb", "Zx9!vR2#tLq8"])
def test_good_passwords_pass(sandi: str) -> None:
    kata_sandi.periksa(sandi, pribadi=PRIBADI)


def test_made_passwords_are_good_and_never_the_same() -> None:
    dibuat = {kata_sandi.buat() for _ in range(50)}
    assert len(dibuat) == 50
    for sandi in dibuat:
        assert len(sandi) >= kata_sandi.PANJANG_MINIMUM
