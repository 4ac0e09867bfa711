"""Feedback without a database: what may be said by whom, for which period, and the answers to too much of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from penilaian.domain.umpan import SEHARI, SEHARI_SEORANG, Isian, Jenis, Masa, Peran, beri, jawaban, masa_terpilih, periksa_banjir, triwulan
from shared.errors import Forbidden, Invalid, NotAllowed, TooMany

ORANG, SAYA, RHK = uuid4(), uuid4(), uuid4()
HARI = date(2026, 5, 20)
ISIAN = Isian(ORANG, Jenis.APRESIASI, "Laporan selalu rapi.")


def tulis(isian=ISIAN, peran=Peran.PIMPINAN, oleh=SAYA):
    masa = masa_terpilih([], HARI)
    return beri(uuid4(), uuid4(), isian, peran, oleh=oleh, pada=datetime(2026, 5, 20, 3, tzinfo=UTC), hari=HARI, masa=masa, rhk=[RHK])


def test_periods_are_those_that_are_known_and_else_quarters_of_the_calendar():
    assert (triwulan(date(2026, 12, 31)).nama, triwulan(date(2026, 12, 31)).selesai) == ("Triwulan IV 2026", date(2026, 12, 31))
    assert (triwulan(date(2024, 2, 29)).mulai, triwulan(date(2024, 2, 29)).selesai) == (date(2024, 1, 1), date(2024, 3, 31))
    mei = Masa("Mei 2026", date(2026, 5, 1), date(2026, 5, 31))
    assert [m.nama for m in masa_terpilih([mei], HARI)][:3] == ["Mei 2026", "Triwulan II 2026", "Triwulan I 2026"]
    assert masa_terpilih([], HARI)[-1].selesai > date(2025, 4, 1)


def test_a_superior_names_an_rhk_and_an_ended_period_and_nobody_else_does():
    satu = tulis(replace(ISIAN, rhk_id=RHK, masa=date(2026, 1, 1)))
    assert (satu.rhk_id, satu.masa.nama, satu.tanggal) == (RHK, "Triwulan I 2026", date(2026, 3, 31))
    assert tulis().tanggal == HARI
    for peran in (Peran.REKAN, Peran.BAWAHAN):
        for isian in (replace(ISIAN, rhk_id=RHK), replace(ISIAN, masa=date(2026, 1, 1))):
            with pytest.raises(Invalid):
                tulis(isian, peran)
        assert tulis(replace(ISIAN, perilaku="AK"), peran).masa.nama == "Triwulan II 2026"


@pytest.mark.parametrize(
    "isian",
    [
        replace(ISIAN, teks="pendek"),
        replace(ISIAN, teks=" \x00 " * 20),
        replace(ISIAN, teks="x" * 2001),
        replace(ISIAN, perilaku="XX"),
        replace(ISIAN, rhk_id=uuid4()),
        replace(ISIAN, rhk_id=RHK, perilaku="AK"),
        replace(ISIAN, masa=date(2026, 5, 2)),
    ],
)
def test_what_is_wrong_is_refused(isian):
    with pytest.raises(Invalid):
        tulis(isian)


def test_nobody_gives_without_a_relation_or_to_himself():
    with pytest.raises(Forbidden):
        tulis(peran=None)
    with pytest.raises(Forbidden):
        tulis(oleh=ORANG)


def test_the_bounds_of_a_day_and_of_an_answer():
    periksa_banjir(SEHARI - 1, SEHARI_SEORANG - 1)
    for hitungan in ((SEHARI, 0), (3, SEHARI_SEORANG)):
        with pytest.raises(TooMany):
            periksa_banjir(*hitungan)
    assert jawaban(" Terima kasih. ", "") == "Terima kasih."
    with pytest.raises(NotAllowed):
        jawaban("Lagi", "Terima kasih.")
    with pytest.raises(Invalid):
        jawaban(" ", "")
