"""An outage of the system: recorded once by the admin, it excuses everybody whom it kept from sending in time (domain 4.5 rule 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from capaian.domain.hari_kerja import HariKerja, tanggal_kata
from shared import clock
from shared.errors import Invalid, NotAllowed

TERPANJANG = timedelta(days=14)
HARI_MUNDUR = 60
HARI_MENYUSUL = 1
"""Working days after the outage in which what it held up must be sent to be excused.

The rules name no number (domain 4.5 rule 2): this one is our own, and ``CAPAIAN_GANGGUAN_HARI`` sets another."""
SEBAB_TERPENDEK, SEBAB_TERPANJANG = 10, 300


@dataclass(slots=True)
class Gangguan:
    """``mulai`` to ``selesai``, both counted. ``dicabut_pada``: it was recorded by mistake, and excuses nobody any more."""

    id: UUID
    instansi_id: UUID
    mulai: datetime
    selesai: datetime
    sebab: str
    dicatat_oleh: UUID
    dicatat_pada: datetime
    dicabut_pada: datetime | None = None

    def kata(self, zona: str) -> str:
        mulai, selesai = (saat.astimezone(ZoneInfo(zona)) for saat in (self.mulai, self.selesai))
        rentang = f"{tanggal_kata(mulai.date())} pukul {mulai:%H.%M} sampai {tanggal_kata(selesai.date())} pukul {selesai:%H.%M}"
        return f"Gangguan sistem {rentang}: {self.sebab}"

    def hari_terganggu(self, zona: str) -> tuple[date, date]:
        """The first and the last day whose last second lay in it; the first is after the last when there is none."""
        awal, akhir = (saat.astimezone(ZoneInfo(zona)).date() for saat in (self.mulai, self.selesai))
        satu = timedelta(days=1)
        return (
            awal if self.mulai <= clock.end_of_day(awal, zona) else awal + satu,
            akhir if clock.end_of_day(akhir, zona) <= self.selesai else akhir - satu,
        )

    def menyusul_sampai(self, zona: str, hari_kerja: HariKerja, hari_menyusul: int = HARI_MENYUSUL) -> datetime:
        """The end of the days in which what it held up must be sent to be excused; that moment does not count."""
        tempat = ZoneInfo(zona)
        hari = hari_kerja.tambah(self.selesai.astimezone(tempat).date(), hari_menyusul)
        return datetime.combine(hari + timedelta(days=1), time(), tempat)

    def memaafkan(self, batas: date, dikirim: datetime, zona: str, hari_kerja: HariKerja) -> bool:
        """Whether it excuses what was due on the day ``batas`` and was sent late at ``dikirim``."""
        awal, akhir = self.hari_terganggu(zona)
        return self.dicabut_pada is None and awal <= batas <= akhir and dikirim < self.menyusul_sampai(zona, hari_kerja)

    def cabut(self, pada: datetime) -> None:
        if self.dicabut_pada is not None:
            raise NotAllowed("Gangguan ini sudah dicabut.")
        self.dicabut_pada = pada


def catat(gangguan: Gangguan, kini: datetime) -> Gangguan:
    """The outage with its cause trimmed; raises :class:`Invalid` with every fault at its field."""
    errors: dict[str, list[str]] = {}
    gangguan.sebab = gangguan.sebab.strip()
    if not SEBAB_TERPENDEK <= len(gangguan.sebab) <= SEBAB_TERPANJANG:
        errors["sebab"] = [f"Tulis sebabnya dalam {SEBAB_TERPENDEK} sampai {SEBAB_TERPANJANG} karakter."]
    if gangguan.mulai < kini - timedelta(days=HARI_MUNDUR):
        errors["mulai"] = [f"Mulainya lebih dari {HARI_MUNDUR} hari yang lalu."]
    if gangguan.selesai <= gangguan.mulai:
        errors["selesai"] = ["Selesai harus sesudah mulai."]
    elif gangguan.selesai - gangguan.mulai > TERPANJANG:
        errors["selesai"] = [f"Paling lama {TERPANJANG.days} hari. Periksa tanggalnya."]
    elif gangguan.selesai > kini:
        errors["selesai"] = ["Catat sesudah gangguannya selesai."]
    if errors:
        raise Invalid("Ada isian yang perlu dibetulkan.", errors=errors)
    return gangguan
