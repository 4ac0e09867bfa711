"""What holds for every report, whoever does what in whatever order, and for every deadline in the three zones."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from capaian.adapters.libur import KALENDER
from capaian.domain.absen import geser
from capaian.domain.gangguan import Gangguan
from capaian.domain.hari_kerja import HariKerja
from capaian.domain.laporan import ALASAN, TRANSISI, Laporan
from shared import clock
from shared.contracts.auth import Keadaan
from shared.errors import DomainError, Forbidden, Invalid, NotAllowed

from ..mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, RINA, id_dari, indikator_rina, isian_lengkap, jam, laporan

ZONA = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
BATAS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
ORANG: dict[str, tuple[UUID, frozenset[str]]] = {
    "pemilik": (RINA, frozenset()),
    "penilai": (AGUS, frozenset()),
    "atasan": (BAMBANG, frozenset()),
    "admin": (ADMIN, frozenset({"admin_instansi"})),
    "ppk": (id_dari("ppk"), frozenset({"ppk"})),
    "lain": (DIMAS, frozenset()),
}
MILIK = {t.aksi: t for t in TRANSISI}
TERTULIS = {"maafkan": {"maafkan", "tidak_dimaafkan"}}
"""The name of a deed in the history, where it is another than the deed's."""


class PerjalananLaporan(RuleBasedStateMachine):
    """Anybody tries anything at any moment; the clock may jump, also back."""

    @initialize(tanpa_penilai=st.booleans())
    def mulai(self, tanpa_penilai: bool) -> None:
        self.satu = laporan(penilai_id=None) if tanpa_penilai else laporan()
        self.pertama: tuple[object, ...] | None = None
        self.kini = jam(2025, 11, 28)

    @rule(geser_jam=st.integers(-24 * 10, 24 * 12), detik=st.integers(0, 3599))
    def waktu_melompat(self, geser_jam: int, detik: int) -> None:
        self.kini += timedelta(hours=geser_jam, seconds=detik)

    @rule(
        siapa=st.sampled_from(sorted(ORANG)),
        aksi=st.sampled_from([t.aksi for t in TRANSISI if t.siapa != "sistem"]),
        alasan=st.sampled_from(["", "x" * 10, *ALASAN]),
        jarak=st.integers(-3, 70),
        ya=st.booleans(),
    )
    def orang_mencoba(self, siapa: str, aksi: str, alasan: str, jarak: int, ya: bool) -> None:
        oleh, peran = ORANG[siapa]
        hubungan = self.satu.hubungan(oleh, peran)
        hari = self.hari
        satu, kini, teks = self.satu, self.kini, alasan or "Alasan yang cukup panjang."
        deeds: dict[str, Callable[[], object]] = {
            "isi": lambda: satu.isi(isian_lengkap() if ya else [], indikator_rina(), hubungan, hari),
            "kirim": lambda: satu.kirim(
                alasan=alasan, keterangan="", wajib=indikator_rina().keys(), hubungan=hubungan, oleh=oleh, pada=kini, zona=ZONA[0]
            ),
            "terima": lambda: satu.terima(hubungan, oleh, kini, hari),
            "kembalikan": lambda: satu.kembalikan(teks, hubungan, oleh, kini, hari),
            "maafkan": lambda: satu.maafkan(ya, alasan, hubungan, oleh, kini, hari),
            "minta_buka": lambda: satu.minta_buka(teks, hubungan, oleh, kini, hari),
            "buka": lambda: satu.buka(hari + timedelta(days=jarak), teks, hubungan, oleh, kini, hari),
            "tolak_buka": lambda: satu.tolak_buka(teks, hubungan, oleh, kini, hari),
        }
        kata = next((a for a in satu.aksi(hubungan, hari, indikator_rina().keys()) if a.kode == aksi), None)
        self.coba(aksi, deeds[aksi], boleh=kata.boleh if kata else None)

    @rule(aksi=st.sampled_from([t.aksi for t in TRANSISI if t.siapa == "sistem"]))
    def sistem_mencoba(self, aksi: str) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "kirim_otomatis": lambda: self.satu.kirim_otomatis(self.kini, ZONA[0]),
            "maaf_gangguan": lambda: self.satu.maaf_gangguan(id_dari("gangguan"), "Listrik padam.", self.kini, self.hari),
            "cabut_maaf_gangguan": lambda: self.satu.cabut_maaf_gangguan(self.kini, self.hari),
        }
        self.coba(aksi, deeds[aksi], boleh=self.satu.terkunci(self.hari) if aksi == "kirim_otomatis" else True)

    @property
    def hari(self) -> date:
        return self.kini.astimezone(ZoneInfo(ZONA[0])).date()

    def coba(self, aksi: str, deed: Callable[[], object], *, boleh: bool | None) -> None:
        """A deed goes along its line of the table, or nothing happened; what was announced as possible is, and nothing else."""
        dulu: dict[str, Any] = deepcopy(asdict(self.satu))
        try:
            deed()
        except DomainError as salah:
            assert asdict(self.satu) == dulu
            assert boleh is not None or isinstance(salah, Forbidden)
            assert boleh is not True or isinstance(salah, Invalid)
            assert boleh is not False or isinstance(salah, NotAllowed)
            return
        assert boleh is True
        t = MILIK[aksi]
        assert dulu["status"] in t.dari
        assert self.satu.status == (t.ke or dulu["status"])
        baru = self.satu.riwayat[len(dulu["riwayat"]) :]
        assert [p.aksi in TERTULIS.get(aksi, {aksi}) for p in baru] == ([] if aksi == "isi" else [True])

    @invariant()
    def keterlambatan_pertama_tetap(self) -> None:
        if not hasattr(self, "satu") or self.satu.pertama_dikirim_pada is None:
            return
        kini = (self.satu.pertama_dikirim_pada, self.satu.terlambat, self.satu.hari_terlambat)
        self.pertama = self.pertama or kini
        assert kini == self.pertama

    @invariant()
    def yang_tercatat_masuk_akal(self) -> None:
        if not hasattr(self, "satu"):
            return
        satu = self.satu
        assert satu.terlambat == (satu.hari_terlambat > 0)
        assert satu.status == "draf" or satu.pertama_dikirim_pada is not None
        assert not satu.diajukan_otomatis or satu.terlambat
        assert satu.status != "diterima" or satu.diterima_pada is not None


TestPerjalananLaporan = PerjalananLaporan.TestCase
TestPerjalananLaporan.settings = settings(max_examples=40, stateful_step_count=30)
SERING = settings(max_examples=60)


def kirim_pada(satu: Laporan, pada: datetime, zona: str) -> None:
    satu.isi(isian_lengkap(), indikator_rina(), {"pemilik"}, satu.selesai)
    satu.kirim(alasan="sakit", keterangan="", wajib=indikator_rina().keys(), hubungan={"pemilik"}, oleh=RINA, pada=pada, zona=zona)


def berbatas(batas: date, toleransi: int) -> Laporan:
    selesai = batas - timedelta(days=5)
    return laporan(
        mulai=selesai - timedelta(days=20), selesai=selesai, batas_normal=batas, batas_toleransi=batas + timedelta(days=toleransi)
    )


@SERING
@given(batas=BATAS, zona=st.sampled_from(ZONA), detik=st.integers(-3 * 86_400, 7 * 86_400))
def test_every_second_after_the_deadline_is_late_and_none_before(batas: date, zona: str, detik: int) -> None:
    satu = berbatas(batas, 10)
    akhir = datetime.combine(batas, time(23, 59, 59), ZoneInfo(zona))
    kirim_pada(satu, akhir.astimezone(clock.UTC) + timedelta(seconds=detik), zona)
    assert satu.hari_terlambat == max(0, -(-detik // 86_400))


@SERING
@given(batas=BATAS, toleransi=st.integers(0, 14), zona=st.sampled_from(ZONA), detik=st.integers(-2 * 86_400, 40 * 86_400))
def test_the_lock_falls_in_the_second_after_the_last_day_and_counts_to_itself(batas: date, toleransi: int, zona: str, detik: int) -> None:
    satu = berbatas(batas, toleransi)
    kunci = datetime.combine(satu.batas_toleransi + timedelta(days=1), time(), ZoneInfo(zona))
    pada = kunci.astimezone(clock.UTC) + timedelta(seconds=detik)
    if detik < 0:
        with pytest.raises(NotAllowed):
            satu.kirim_otomatis(pada, zona)
        kirim_pada(satu, pada, zona)
        assert not satu.diajukan_otomatis
    else:
        with pytest.raises(NotAllowed):
            satu.isi(isian_lengkap(), indikator_rina(), {"pemilik"}, pada.astimezone(ZoneInfo(zona)).date())
        satu.kirim_otomatis(pada, zona)
        assert satu.hari_terlambat == toleransi + 1


@SERING
@given(batas=BATAS, zona=st.sampled_from(ZONA))
def test_the_east_closes_first(batas: date, zona: str) -> None:
    """The same moment, one second past midnight in the zone: late there and to its east, in time to its west."""
    pada = datetime.combine(batas + timedelta(days=1), time(), ZoneInfo(zona)).astimezone(clock.UTC)
    for lain in ZONA:
        satu = berbatas(batas, 10)
        kirim_pada(satu, pada, lain)
        assert satu.terlambat == (ZONA.index(lain) >= ZONA.index(zona))


LIBUR = st.frozensets(st.dates(date(2024, 12, 1), date(2025, 3, 31)), max_size=20)


@SERING
@given(hari=st.dates(date(2024, 12, 1), date(2025, 2, 15)), jumlah=st.integers(1, 20), libur=LIBUR)
def test_the_nth_working_day_is_one_and_the_nth(hari: date, jumlah: int, libur: frozenset[date]) -> None:
    kalender = HariKerja(libur.__contains__)
    sampai = kalender.tambah(hari, jumlah)
    assert sampai.weekday() < 5 and sampai not in libur
    antara = [hari + timedelta(days=n) for n in range(1, (sampai - hari).days + 1)]
    assert sum(h.weekday() < 5 and h not in libur for h in antara) == jumlah
    assert kalender.sisa(hari, sampai) == jumlah == -kalender.sisa(sampai, hari)


@pytest.mark.parametrize(
    ("hari", "kerja"),
    [
        (date(2025, 12, 24), True),
        (date(2025, 12, 25), False),  # Christmas
        (date(2025, 12, 26), False),  # cuti bersama
        (date(2025, 12, 29), True),
        (date(2025, 4, 2), False),  # cuti bersama of Idulfitri
        (date(2025, 8, 18), False),  # cuti bersama of the Proclamation
        (date(2025, 8, 19), True),
    ],
)
def test_joint_leave_is_no_working_day(hari: date, kerja: bool) -> None:
    assert KALENDER.adalah(hari) is kerja


@SERING
@given(selesai=BATAS, jarak=st.integers(1, 15), mulai=st.integers(-10, 20), lama=st.integers(0, 20))
def test_leave_moves_a_deadline_only_later_and_by_the_working_days_it_took(selesai: date, jarak: int, mulai: int, lama: int) -> None:
    batas = KALENDER.tambah(selesai, jarak)
    cuti = Keadaan(id_dari("cuti"), "cuti_tahunan", selesai + timedelta(days=mulai), selesai + timedelta(days=mulai + lama))
    baru = geser(selesai, batas, KALENDER, [cuti])
    hilang = sum(KALENDER.adalah(h) and cuti.mulai <= h <= cuti.selesai for h in _hari(selesai, batas))  # type: ignore[operator]
    bertugas = [h for h in _hari(selesai, baru) if KALENDER.adalah(h) and not cuti.mulai <= h <= cuti.selesai]  # type: ignore[operator]
    assert baru == batas if not hilang else baru > batas
    assert len(bertugas) == jarak


def _hari(sesudah: date, sampai: date) -> list[date]:
    return [sesudah + timedelta(days=n) for n in range(1, (sampai - sesudah).days + 1)]


@SERING
@given(
    batas=BATAS,
    zona=st.sampled_from(ZONA),
    mulai=st.integers(-2 * 86_400, 2 * 86_400),
    lama=st.integers(1, 3 * 86_400),
    dikirim=st.integers(1, 8 * 86_400),
)
def test_an_outage_excuses_exactly_what_fell_due_in_it_and_came_soon_after(
    batas: date, zona: str, mulai: int, lama: int, dikirim: int
) -> None:
    akhir = clock.end_of_day(batas, zona)
    padam = Gangguan(id_dari("g"), INSTANSI, akhir + timedelta(seconds=mulai), akhir + timedelta(seconds=mulai + lama), "x", ADMIN, akhir)
    kirim = akhir + timedelta(seconds=dikirim)
    tempat = ZoneInfo(zona)
    segera = kirim.astimezone(tempat).date() <= KALENDER.tambah(padam.selesai.astimezone(tempat).date(), 1)
    assert padam.memaafkan(batas, kirim, zona, KALENDER) == (mulai <= 0 <= mulai + lama and segera)
