"""NIP and NI PPPK by domain.md 2.5."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.domain import nip

PADA = date(2026, 1, 19)


@pytest.mark.parametrize(
    ("nomor", "golongan"), [("197204151997031901", "pns"), ("199506122023212901", "pppk"), ("19720415 199703 1 901", "pns")]
)
def test_valid_numbers_pass_and_say_pns_or_pppk(nomor: str, golongan: str) -> None:
    assert nip.periksa(nomor, PADA).golongan == golongan


@pytest.mark.parametrize(
    ("nomor", "kode"),
    [
        ("19720415199713901", "nip_e1"),
        ("1972041519970319011", "nip_e1"),
        ("19720415199703190a", "nip_e1"),
        ("", "nip_e1"),
        ("١٩٧٢٠٤١٥١٩٩٧٠٣١٩٠١", "nip_e1"),
        ("197202301997031901", "nip_e2"),
        ("193912311997031901", "nip_e2"),
        ("201504151997031901", "nip_e2"),
        ("199506122023152901", "nip_e3"),
        ("199506122023002901", "nip_e3"),
        ("199506122023202901", "nip_e3"),
        ("197204151997033901", "nip_e4"),
        ("197204151997031000", "nip_e5"),
    ],
)
def test_each_rule_refuses_with_its_code(nomor: str, kode: str) -> None:
    with pytest.raises(nip.NipTidakSah) as salah:
        nip.periksa(nomor, PADA)
    assert salah.value.code == kode


def test_a_birth_date_of_exactly_seventeen_years_ago_passes() -> None:
    nip.periksa("200901192026011001", PADA)
    with pytest.raises(nip.NipTidakSah):
        nip.periksa("200901202026011001", PADA)


def test_the_leap_day_is_a_day_for_the_age_rule() -> None:
    assert nip.periksa("200002292020011001", date(2028, 2, 29)).tanggal_lahir == date(2000, 2, 29)


def test_warnings_name_an_odd_year_other_personal_data_and_a_contrary_status() -> None:
    biasa = nip.periksa("197204151997031901", PADA)
    assert nip.peringatan(biasa, PADA, status="pns") == ()
    assert [k for k, _ in nip.peringatan(nip.periksa("199506122012012901", PADA), PADA)] == ["nip_w1"]
    assert [k for k, _ in nip.peringatan(biasa, PADA, tanggal_lahir=date(1972, 4, 16))] == ["nip_w2"]
    assert [k for k, _ in nip.peringatan(biasa, PADA, status="pppk")] == ["nip_w3"]


@given(st.text(max_size=30))
def test_any_text_is_either_a_number_or_a_refusal(teks: str) -> None:
    try:
        hasil = nip.periksa(teks, PADA)
    except nip.NipTidakSah as salah:
        assert salah.detail
    else:
        assert len(hasil.nilai) == nip.PANJANG
