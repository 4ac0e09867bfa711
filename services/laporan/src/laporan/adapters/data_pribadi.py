"""What laporan holds of a person, and how long (UU 27/2022; retention: a records schedule, default five years after the year's end)."""

from __future__ import annotations

import sqlalchemy as sa

from laporan.adapters import tables as t
from shared.persistence.personal_data import PERSON, PersonalData

_RUTE = frozenset({"unor_lowong"})

DATA_PRIBADI = (
    PersonalData(
        "Hari dengan catatan progres (salinan)", t.progres_view, t.progres_view.c.pegawai_id == PERSON, until=t.progres_view.c.tanggal
    ),
    PersonalData(
        "Penilaian (salinan)",
        t.evaluasi_view,
        sa.and_(t.evaluasi_view.c.pegawai_id == PERSON, t.evaluasi_view.c.disampaikan_pada.is_not(None)),
        until=t.evaluasi_view.c.selesai,
    ),
    PersonalData("Laporan capaian (salinan)", t.laporan_view, t.laporan_view.c.pegawai_id == PERSON, until=t.laporan_view.c.selesai),
    PersonalData("SKP (salinan)", t.skp_view, t.skp_view.c.pegawai_id == PERSON, _RUTE, until=t.skp_view.c.selesai),
    PersonalData("Penugasan (salinan)", t.penugasan_view, t.penugasan_view.c.pegawai_id == PERSON, _RUTE),
    PersonalData("Data kepegawaian (salinan)", t.pegawai_view, t.pegawai_view.c.id == PERSON),
    PersonalData("Plt/Plh yang dijalankan (salinan)", t.pengganti_view, t.pengganti_view.c.pegawai_id == PERSON),
)
BUKAN_PRIBADI = {
    "instansi_view": "the instansi",
    "unor_view": "units",
    "periode_view": "periods of the instansi",
    "organisasi_view": "results of units",
}
