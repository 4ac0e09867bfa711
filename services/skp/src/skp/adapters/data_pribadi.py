"""What skp holds of a person, and how long (UU 27/2022; retention: a records schedule, default five years after the year's end)."""

from __future__ import annotations

import sqlalchemy as sa

from shared.persistence.personal_data import PERSON, PersonalData
from skp.adapters import tables as t

_SKP_SAYA = sa.select(t.skp.c.id).where(t.skp.c.pegawai_id == PERSON)
_AKHIR_SKP = sa.select(t.skp.c.selesai).where(t.skp.c.id == t.skp_versi.c.skp_id).scalar_subquery()
_AKHIR_DINILAI = sa.select(t.skp.c.selesai).where(t.skp.c.id == t.evaluasi_view.c.skp_id).scalar_subquery()

DATA_PRIBADI = (
    PersonalData("Keadaan penilaian SKP (salinan)", t.evaluasi_view, t.evaluasi_view.c.skp_id.in_(_SKP_SAYA), until=_AKHIR_DINILAI),
    PersonalData("SKP yang disetujui, tiap versi", t.skp_versi, t.skp_versi.c.skp_id.in_(_SKP_SAYA), until=_AKHIR_SKP),
    PersonalData("SKP", t.skp, t.skp.c.pegawai_id == PERSON, frozenset({"unor_lowong", "pernah_menilai"}), until=t.skp.c.selesai),
    PersonalData(
        "RHK yang ditawarkan pimpinan", t.tawaran, t.tawaran.c.pegawai_id == PERSON, until=sa.func.make_date(t.tawaran.c.tahun, 12, 31)
    ),
    PersonalData(
        "Kaitan RHK ke RHK pimpinan", t.tautan, t.tautan.c.pegawai_id == PERSON, until=sa.func.make_date(t.tautan.c.tahun, 12, 31)
    ),
    PersonalData("Data kepegawaian (salinan)", t.pegawai_view, t.pegawai_view.c.id == PERSON),
    PersonalData("Plt/Plh yang dijalankan (salinan)", t.pengganti_view, t.pengganti_view.c.pegawai_id == PERSON),
)
BUKAN_PRIBADI = {
    "periode": "periods of the instansi",
    "instansi_view": "the instansi",
    "unor_view": "units",
    "pustaka": "the library of RHK per jabatan",
}
