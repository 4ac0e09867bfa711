"""Days on which a person has nothing to do here: leave and what else keeps from the post (domain.md 2.6).

They are no duty days of the daily log, they push a deadline that falls on them, and a report whose days all lie in them is not due.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from capaian.domain.hari_kerja import HariKerja
from shared.contracts.auth import Keadaan

LABEL = {
    "cuti_tahunan": "Cuti tahunan",
    "cuti_sakit": "Cuti sakit",
    "cuti_melahirkan": "Cuti melahirkan",
    "cuti_besar": "Cuti besar",
    "cuti_alasan_penting": "Cuti alasan penting",
    "cltn": "CLTN",
    "pemberhentian_sementara": "Pemberhentian sementara",
    "pensiun": "Pensiun",
    "meninggal": "Meninggal",
    "berhenti": "Berhenti",
    "penugasan_berakhir": "Penugasan berakhir",
}
"""The states that free from duty; study and secondment do not."""
BERAKHIR = "penugasan_berakhir"


def absen_pada(keadaan: Sequence[Keadaan], hari: date) -> Keadaan | None:
    """The state that frees from duty on the day."""
    return next((k for k in keadaan if k.jenis in LABEL and k.mulai <= hari <= (k.selesai or date.max)), None)


def tanpa_absen(kalender: HariKerja, keadaan: Sequence[Keadaan]) -> HariKerja:
    """The person's own calendar: the days of absence are no working days."""
    if not any(k.jenis in LABEL for k in keadaan):
        return kalender
    return HariKerja(lambda hari: not kalender.adalah(hari) or absen_pada(keadaan, hari) is not None)


def geser(selesai: date, batas: date, kalender: HariKerja, keadaan: Sequence[Keadaan]) -> date:
    """The deadline with as many working days after the end of the period as ``batas`` gives, days of absence not counted."""
    jarak = [selesai + timedelta(days=n) for n in range(1, (batas - selesai).days + 1)]
    hilang = sum(1 for hari in jarak if kalender.adalah(hari) and absen_pada(keadaan, hari))
    sendiri = tanpa_absen(kalender, keadaan)
    terbuka = next((k for k in keadaan if k.selesai is None and k.jenis in LABEL), None)
    if not hilang or (terbuka and terbuka.mulai <= batas):
        return batas
    return sendiri.tambah(batas, hilang)


def sebab_bebas(mulai: date, selesai: date, kalender: HariKerja, keadaan: Sequence[Keadaan]) -> str:
    """Why a report of these days is not due: the state that covers its working days; empty when there is a day of duty."""
    kerja = [hari for n in range((selesai - mulai).days + 1) if kalender.adalah(hari := mulai + timedelta(days=n))]
    sebab = [absen_pada(keadaan, hari) for hari in kerja]
    return sebab[0].jenis if sebab and sebab[0] and all(sebab) else ""
