"""What is known beside an evaluation when it is rated: plan, reports, policy, and the result of the organisation, as they are now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from penilaian.domain import ketepatan, numerik, realisasi
from penilaian.domain.distribusi import RATING_PIMPINAN, CapaianOrganisasi, Kurva, Sebaran
from penilaian.domain.kalender import senin_jumat, tambah_hari_kerja
from penilaian.domain.kuadran import Rating, saran_rating
from penilaian.domain.numerik import Perhitungan
from penilaian.domain.perilaku import KODE
from shared import clock
from shared.contracts.auth import Pengaturan
from shared.contracts.capaian import Laporan
from shared.contracts.penilaian import Ketepatan
from shared.contracts.skp import Skp
from shared.errors import Invalid


@dataclass(frozen=True)
class Fakta:
    """``kepala``: the person leads the unit; ``organisasi_sendiri``: the result is that unit's own, not one of a unit above.

    ``sebagai`` is the capacity in which the caller may act as evaluator today: penilai, plt, plh or atasan; empty when in none. ``koreksi`` are totals
    per indikator that the decision on an objection set in place of the reported ones. ``sebaran`` counts the others of the unit whose pattern
    this person belongs to; None where it was not asked for. ``ada_umpan_balik``: something was written about the person in the evaluated span.
    """

    skp: Skp
    laporan: tuple[Laporan, ...]
    pengaturan: Pengaturan
    zona: str
    organisasi: CapaianOrganisasi | None = None
    organisasi_unor: str = ""
    kepala: bool = False
    organisasi_sendiri: bool = False
    sebagai: str = ""
    koreksi: Mapping[UUID, Decimal] = field(default_factory=dict)
    hari_kerja: Callable[[date], bool] = senin_jumat
    sebaran: Sebaran | None = None
    ada_umpan_balik: bool = True

    @property
    def perlu_tanda_tangan(self) -> bool:
        """A yearly rating by a Plh needs the countersign of the evaluator's superior (domain 2.6), unless the instansi decided otherwise."""
        return self.sebagai == "plh" and self.pengaturan.plh_tahunan != "langsung"

    @property
    def kurva(self) -> Kurva:
        return Kurva.dari(self.pengaturan)

    @property
    def numerik(self) -> bool:
        return bool(self.pengaturan.metode)

    @cached_property
    def rekap(self) -> tuple[realisasi.RekapRhk, ...]:
        return realisasi.rekap(self.skp, self.laporan, self.koreksi)

    def hari(self, pada: datetime) -> date:
        """The calendar day of a moment where the instansi is."""
        return pada.astimezone(ZoneInfo(self.zona)).date()

    def tenggat(self, sejak: datetime, hari: int, *, kerja: bool) -> date:
        """The last day of a span that begins with the day of ``sejak`` where the instansi is; that day does not count."""
        awal = self.hari(sejak)
        return tambah_hari_kerja(awal, hari, self.hari_kerja) if kerja else awal + timedelta(days=hari)

    def ketepatan(self, hari: date) -> Ketepatan:
        return ketepatan.hitung(self.laporan, hari)

    @property
    def belum_dikirim(self) -> tuple[Laporan, ...]:
        """What the owner still owes; that the lock has sent a report does not make it his."""
        return tuple(s for s in self.laporan if (s.status not in realisasi.TERKIRIM or s.diajukan_otomatis) and not s.bebas)

    @property
    def lengkap(self) -> bool:
        """Reports cover the whole span of the plan without a gap, and all are with the evaluator."""
        return not self.belum_dikirim and self._tercakup_sampai() >= self.skp.selesai

    def _tercakup_sampai(self) -> date:
        """The last day that the known reports cover from the first day on; reports arrive one by one, so fewer may be known than exist."""
        sampai = self.skp.mulai - timedelta(days=1)
        for satu in sorted(self.laporan, key=lambda lap: lap.mulai):
            if satu.mulai > sampai + timedelta(days=1):
                break
            sampai = max(sampai, satu.selesai)
        return sampai

    @property
    def terkirim_pada(self) -> datetime | None:
        return max((satu.dikirim_pada for satu in self.laporan if satu.dikirim_pada is not None), default=None)

    def terkunci(self, pada: datetime) -> bool:
        """The lock of the last period has passed: nothing more can come in (domain 4.5)."""
        terakhir = max(self.laporan, key=lambda satu: satu.selesai, default=None)
        if terakhir is None or terakhir.selesai < self.skp.selesai:
            return False
        return pada > clock.end_of_day(terakhir.batas_toleransi, self.zona)

    def hitung(self, skor: Mapping[str, Decimal | None], *, bersidik: bool = True) -> tuple[Perhitungan | None, str]:
        """The figures, or None with the reason why there are none. ``bersidik`` as in :func:`penilaian.domain.numerik.hitung`."""
        if not self.numerik:
            return None, "Instansi ini tidak memakai mode numerik."
        if self.skp.pendekatan != "kuantitatif":
            return None, "SKP kualitatif tidak dihitung dengan angka."
        nilai = [skor.get(kode) for kode in KODE]
        lengkap = [satu for satu in nilai if satu is not None]
        try:
            return (
                numerik.hitung(
                    self.pengaturan.metode,
                    realisasi.ukuran(self.rekap),
                    lengkap if len(lengkap) == len(KODE) else None,
                    bobot_skp=self.pengaturan.bobot_skp,
                    bobot_perilaku=self.pengaturan.bobot_perilaku,
                    pada=self.skp.selesai,
                    bersidik=bersidik,
                ),
                "",
            )
        except Invalid as salah:
            return None, f"Angka tidak dapat dihitung. {salah.detail}"

    def saran_hasil(self, nilai_skp: Decimal | None) -> Rating | None:
        """For the head of a unit its capaian leads, for everybody else the number (domain 5.6, 5.7)."""
        if self.kepala and self.organisasi_sendiri and self.organisasi is not None:
            return RATING_PIMPINAN[self.organisasi]
        return saran_rating(nilai_skp)
