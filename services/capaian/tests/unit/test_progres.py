"""The daily log: its window and what an entry holds (domain 4.2, 4.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from uuid import UUID

import pytest

from capaian.adapters.libur import KALENDER
from capaian.domain import bulan
from capaian.domain.progres import Isian, Jendela, Progres, sah
from shared.errors import Invalid, NotAllowed

from ..mothers import INSTANSI, RHK_RINA, RINA, SKP_RINA, id_dari, jam

RHK = RHK_RINA[0].id
ISIAN = Isian(uraian="Memeriksa data 14 sekolah.", lokasi_kerja="wfo", rhk_id=RHK)
JENDELA = Jendela(SKP_RINA, frozenset(r.id for r in RHK_RINA), date(2025, 1, 1), date(2025, 12, 31), "draf", date(2025, 12, 5))


def catat(tanggal: date, hari_ini: date, jendela: Jendela = JENDELA, isian: Isian = ISIAN) -> Progres:
    return Progres.catat(
        id=UUID(int=1),
        instansi_id=INSTANSI,
        pegawai_id=RINA,
        jendela=jendela,
        tanggal=tanggal,
        isian=isian,
        pada=jam(hari_ini.year, hari_ini.month, hari_ini.day),
        hari_ini=hari_ini,
        hari_kerja=KALENDER,
    )


def test_the_same_day_is_in_time() -> None:
    progres = catat(date(2025, 11, 13), date(2025, 11, 13))
    assert (progres.status, progres.terlambat, progres.hari_terlambat) == ("dikirim", False, 0)


def test_a_day_may_be_written_late_until_the_third_working_day() -> None:
    rabu = date(2025, 11, 12)
    assert catat(rabu, date(2025, 11, 17)).hari_terlambat == 5
    with pytest.raises(NotAllowed) as terkunci:
        catat(rabu, date(2025, 11, 18))
    assert terkunci.value.code == "day_locked"


def test_the_deadline_of_the_report_locks_earlier() -> None:
    with pytest.raises(NotAllowed):
        catat(date(2025, 11, 28), date(2025, 12, 2), replace(JENDELA, batas_laporan=date(2025, 12, 1)))


def test_a_returned_or_reopened_report_opens_its_days() -> None:
    assert catat(date(2025, 11, 3), date(2025, 11, 25), replace(JENDELA, status_laporan="dikembalikan")).terlambat
    assert catat(date(2025, 11, 3), date(2025, 12, 20), replace(JENDELA, dibuka_sampai=date(2025, 12, 20))).terlambat


def test_holidays_do_not_count_as_working_days() -> None:
    assert KALENDER.tambah(date(2025, 12, 24), 1) == date(2025, 12, 29)
    assert KALENDER.sisa(date(2025, 12, 24), date(2025, 12, 29)) == 1


@pytest.mark.parametrize(("tanggal", "kata"), [(date(2025, 11, 14), "belum tiba"), (date(2024, 12, 31), "di luar masa")])
def test_no_entry_for_the_future_or_outside_the_skp(tanggal: date, kata: str) -> None:
    with pytest.raises(Invalid, match=kata):
        catat(tanggal, date(2025, 11, 13))


@pytest.mark.parametrize(
    ("ganti", "bidang"),
    [
        ({"uraian": "  pendek  "}, "uraian"),
        ({"uraian": "x" * 1001}, "uraian"),
        ({"lokasi_kerja": "rumah"}, "lokasi_kerja"),
        ({"rhk_id": None}, "rhk_id"),
        ({"di_luar_skp": "Perintah pimpinan"}, "rhk_id"),
        ({"rhk_id": id_dari("asing")}, "rhk_id"),
        ({"rhk_id": None, "di_luar_skp": "anu"}, "di_luar_skp"),
        ({"kuantitas": Decimal(-1)}, "kuantitas"),
        ({"kuantitas": Decimal("0.00001")}, "kuantitas"),
        ({"mulai": time(14), "selesai": time(8)}, "selesai"),
        ({"satuan": "s" * 41}, "satuan"),
    ],
)
def test_each_fault_is_told_at_its_field(ganti: dict[str, object], bidang: str) -> None:
    with pytest.raises(Invalid) as salah:
        sah(replace(ISIAN, **ganti), JENDELA.rhk)  # type: ignore[arg-type]
    assert list(salah.value.errors) == [bidang]


def test_the_place_is_understood_in_capitals_too() -> None:
    assert sah(replace(ISIAN, lokasi_kerja="WFO"), JENDELA.rhk).lokasi_kerja == "wfo"
    assert sah(replace(ISIAN, lokasi_kerja="Dinas luar"), JENDELA.rhk).lokasi_kerja == "dinas_luar"


def test_editing_keeps_the_lateness() -> None:
    progres = catat(date(2025, 11, 12), date(2025, 11, 14))
    progres.ubah(replace(ISIAN, uraian="Memeriksa data 15 sekolah."), JENDELA.rhk)
    assert (progres.isian.uraian, progres.hari_terlambat) == ("Memeriksa data 15 sekolah.", 2)


def test_an_accepted_entry_is_neither_edited_nor_removed() -> None:
    progres = catat(date(2025, 11, 13), date(2025, 11, 13))
    progres.status = "diterima"
    with pytest.raises(NotAllowed):
        progres.ubah(ISIAN, JENDELA.rhk)
    with pytest.raises(NotAllowed):
        progres.hapus()


def test_the_month_counts_days_in_time_late_and_empty() -> None:
    isi = {date(2025, 11, h): False for h in (3, 4, 5, 7, 10)} | {date(2025, 11, 6): True}
    bulannya = bulan.susun(
        2025, 11, isi, mulai=date(2025, 1, 1), selesai=date(2025, 12, 31), hari_ini=date(2025, 11, 13), hari_kerja=KALENDER
    )
    assert (bulannya.tepat, bulannya.telat, bulannya.kosong) == (5, 1, 2)
    assert bulannya.persen == Decimal("62.50")
    assert bulannya.kosong_terakhir == date(2025, 11, 12)
    keadaan = {hari.tanggal.day: hari.keadaan for baris in bulannya.minggu for hari in baris if hari}
    assert (keadaan[1], keadaan[6], keadaan[12], keadaan[13], keadaan[14]) == ("libur", "telat", "kosong", "nanti", "nanti")


def test_a_month_without_duty_has_no_percentage() -> None:
    bulannya = bulan.susun(2026, 1, {}, mulai=date(2026, 1, 1), selesai=date(2026, 12, 31), hari_ini=date(2026, 1, 1), hari_kerja=KALENDER)
    assert (bulannya.persen, bulannya.wajib, bulannya.kosong_terakhir) == (None, 0, None)
