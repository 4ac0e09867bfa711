"""The plan of a period: until when it is in time, new, changed (domain 4.5, row "Rencana aksi"), and what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from capaian.adapters.libur import KALENDER
from capaian.domain.rencana import AturanRencana, BatasRencana, IsianRencana, batas_rencana, keberatan, sah
from shared.contracts.auth import Keadaan
from shared.errors import Invalid

from ..mothers import RHK_RINA, id_dari, laporan

RHK = frozenset(rhk.id for rhk in RHK_RINA)


def batas(absen: tuple[Keadaan, ...] = (), hari: int = 5, **ganti: object) -> BatasRencana:
    return batas_rencana(laporan(11, **ganti), KALENDER, absen, AturanRencana(hari_kerja=hari))


def test_in_time_are_the_first_five_working_days_new_until_the_middle_changed_until_the_end() -> None:
    assert batas() == BatasRencana(date(2025, 11, 7), date(2025, 11, 15), date(2025, 11, 30))
    assert batas(hari=3).normal == date(2025, 11, 5)


def test_days_of_leave_are_no_working_days_and_a_long_one_ends_with_the_period() -> None:
    cuti = Keadaan(id_dari("cuti"), "cuti_tahunan", date(2025, 11, 3), date(2025, 11, 14))
    assert batas((cuti,)) == BatasRencana(date(2025, 11, 21), date(2025, 11, 21), date(2025, 11, 30))
    assert batas((replace(cuti, selesai=None),)).normal == date(2025, 11, 30)


def test_a_reopened_report_opens_its_plans() -> None:
    assert batas(dibuka_sampai=date(2025, 12, 20)) == BatasRencana(date(2025, 11, 7), date(2025, 12, 20), date(2025, 12, 20))


@pytest.mark.parametrize(("hari", "baru", "boleh"), [(15, True, True), (16, True, False), (16, False, True), (30, False, True)])
def test_when_plans_may_be_written(hari: int, baru: bool, boleh: bool) -> None:
    assert (keberatan(laporan(11), batas(), date(2025, 11, hari), baru=baru) == "") is boleh


def test_what_was_sent_is_closed_and_what_was_returned_is_open() -> None:
    assert "sudah dikirim" in keberatan(laporan(11, status="dikirim"), batas(), date(2025, 11, 3))
    assert not keberatan(laporan(11, status="dikembalikan"), batas(), date(2025, 12, 20), baru=True)
    assert "akhir periodenya" in keberatan(laporan(11), batas(), date(2025, 12, 1))


def test_every_fault_stands_at_its_field() -> None:
    with pytest.raises(Invalid) as salah:
        sah(IsianRencana(laporan().id, " abc ", Decimal(-1), "x" * 41), RHK)
    assert set(salah.value.errors) == {"rhk_id", "teks", "target", "satuan"}
