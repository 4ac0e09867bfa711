"""An outage excuses what it held up, and nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from capaian.adapters.libur import KALENDER
from capaian.domain.gangguan import Gangguan, catat
from shared.errors import Invalid, NotAllowed

from ..mothers import ADMIN, INSTANSI, id_dari, jam

ZONA = "Asia/Jakarta"


def gangguan(mulai: datetime, selesai: datetime, sebab: str = "Listrik pusat data padam.") -> Gangguan:
    return Gangguan(id_dari("gangguan"), INSTANSI, mulai, selesai, sebab, ADMIN, jam(2025, 12, 10))


@pytest.mark.parametrize(
    ("mulai", "selesai", "dimaafkan"),
    [
        (jam(2025, 12, 8, 20), jam(2025, 12, 9, 1), True),
        (jam(2025, 12, 8, 20), jam(2025, 12, 8, 23, 59, 59), True),
        (jam(2025, 12, 8, 20), jam(2025, 12, 8, 23, 59, 58), False),
        (jam(2025, 12, 9, 0), jam(2025, 12, 9, 12), False),
        (jam(2025, 12, 5, 20), jam(2025, 12, 7, 8), False),
    ],
)
def test_the_last_second_of_the_deadline_must_lie_in_it(mulai: datetime, selesai: datetime, dimaafkan: bool) -> None:
    assert gangguan(mulai, selesai).memaafkan(date(2025, 12, 8), jam(2025, 12, 9, 9), ZONA, KALENDER) is dimaafkan


def test_what_waited_longer_than_the_next_working_day_is_not_excused() -> None:
    jumat = gangguan(jam(2025, 12, 4, 20), jam(2025, 12, 5, 9))
    assert jumat.memaafkan(date(2025, 12, 4), jam(2025, 12, 8, 23, 59, 59), ZONA, KALENDER)
    assert not jumat.memaafkan(date(2025, 12, 4), jam(2025, 12, 9, 0, 0, 0), ZONA, KALENDER)


def test_a_withdrawn_one_excuses_nobody_and_is_withdrawn_once() -> None:
    satu = gangguan(jam(2025, 12, 8, 20), jam(2025, 12, 9, 1))
    satu.cabut(jam(2025, 12, 9, 3))
    assert not satu.memaafkan(date(2025, 12, 8), jam(2025, 12, 9, 9), ZONA, KALENDER)
    with pytest.raises(NotAllowed):
        satu.cabut(jam(2025, 12, 9, 4))


@pytest.mark.parametrize(
    ("mulai", "selesai", "sebab", "bidang"),
    [
        (timedelta(hours=-1), timedelta(hours=1), "Listrik pusat data padam.", "selesai"),
        (timedelta(hours=-1), timedelta(hours=-1), "Listrik pusat data padam.", "selesai"),
        (timedelta(days=-30), timedelta(days=-1), "Listrik pusat data padam.", "selesai"),
        (timedelta(days=-61), timedelta(days=-60), "Listrik pusat data padam.", "mulai"),
        (timedelta(hours=-2), timedelta(hours=-1), "  padam  ", "sebab"),
        (timedelta(hours=-2), timedelta(hours=-1), "x" * 301, "sebab"),
    ],
)
def test_what_cannot_have_been_an_outage_is_refused_at_its_field(mulai: timedelta, selesai: timedelta, sebab: str, bidang: str) -> None:
    kini = jam(2025, 12, 10)
    with pytest.raises(Invalid) as salah:
        catat(gangguan(kini + mulai, kini + selesai, sebab), kini)
    assert list(salah.value.errors) == [bidang]


def test_how_long_what_it_held_up_may_be_sent_is_a_number_of_working_days() -> None:
    satu = gangguan(jam(2025, 12, 5, 20), jam(2025, 12, 5, 23))
    assert satu.menyusul_sampai(ZONA, KALENDER) == jam(2025, 12, 9, 0)
    assert satu.menyusul_sampai(ZONA, KALENDER, 3) == jam(2025, 12, 11, 0)
