"""What capaian holds of a person, and how long (UU 27/2022; retention: a records schedule, default five years after the year's end)."""

from __future__ import annotations

import sqlalchemy as sa

from capaian.adapters import tables as t
from shared.persistence.personal_data import PERSON, PersonalData

_LAPORAN_SAYA = sa.select(t.laporan.c.id).where(t.laporan.c.pegawai_id == PERSON)
_PROGRES_SAYA = sa.select(t.progres_harian.c.id).where(t.progres_harian.c.pegawai_id == PERSON)
_AKHIR_BUKTI = sa.func.coalesce(
    sa.select(t.laporan.c.selesai).where(t.laporan.c.id == t.bukti.c.laporan_id).scalar_subquery(),
    sa.select(t.progres_harian.c.tanggal)
    .where(t.progres_harian.c.id == t.bukti.c.progres_id, t.progres_harian.c.tanggal == t.bukti.c.progres_tanggal)
    .scalar_subquery(),
)

DATA_PRIBADI = (
    PersonalData(
        "Bukti dukung",
        t.bukti,
        sa.or_(t.bukti.c.laporan_id.in_(_LAPORAN_SAYA), t.bukti.c.progres_id.in_(_PROGRES_SAYA)),
        until=_AKHIR_BUKTI,
    ),
    PersonalData("Catatan progres harian", t.progres_harian, t.progres_harian.c.pegawai_id == PERSON, until=t.progres_harian.c.tanggal),
    PersonalData(
        "Rencana aksi",
        t.rencana_aksi,
        t.rencana_aksi.c.pegawai_id == PERSON,
        until=sa.select(t.laporan.c.selesai).where(t.laporan.c.id == t.rencana_aksi.c.laporan_id).scalar_subquery(),
    ),
    PersonalData("Usulan catatan dari sistem lain", t.usulan, t.usulan.c.pegawai_id == PERSON, until=t.usulan.c.tanggal),
    PersonalData("Laporan capaian", t.laporan, t.laporan.c.pegawai_id == PERSON, until=t.laporan.c.selesai),
    PersonalData("SKP (salinan)", t.skp_view, t.skp_view.c.pegawai_id == PERSON, frozenset({"unor_lowong"}), until=t.skp_view.c.selesai),
    PersonalData("Keberatan (salinan)", t.keberatan_view, t.keberatan_view.c.pegawai_id == PERSON, until=t.keberatan_view.c.selesai),
    PersonalData("Data kepegawaian (salinan)", t.pegawai_view, t.pegawai_view.c.id == PERSON),
    PersonalData("Plt/Plh yang dijalankan (salinan)", t.pengganti_view, t.pengganti_view.c.pegawai_id == PERSON),
)
BUKAN_PRIBADI = {
    "gangguan": "outages of the system",
    "instansi_view": "the instansi",
    "periode_view": "periods of the instansi",
    "unor_view": "units",
}
