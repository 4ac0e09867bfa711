"""What penilaian holds of a person, and how long (UU 27/2022; retention: a records schedule, default five years after the year's end).

An evaluation belongs to the copy from its delivery on, as everywhere else. Feedback is in the copy of who wrote it and, once it is open, in that of
the person whom it is about: there without its giver, and without a day by which he could be found.
"""

from __future__ import annotations

import sqlalchemy as sa

from penilaian.adapters import tables as t
from shared.persistence.personal_data import PERSON, PersonalData


def _isi(table: sa.Table, nama: str) -> sa.ColumnElement[str]:
    teks: sa.ColumnElement[str] = table.c.dokumen[nama].astext
    return teks


def _hari(table: sa.Table, nama: str) -> sa.ColumnElement[object]:
    return sa.cast(_isi(table, nama), sa.Date)


_SAYA = sa.cast(PERSON, sa.Text)

_UMPAN = t.umpan_balik.c
_TERBUKA = sa.or_(_UMPAN.peran_pemberi.not_in(["rekan", "bawahan"]), _UMPAN.gelombang_selesai.is_not(None))

DATA_PRIBADI = (
    PersonalData(
        "Umpan balik",
        t.umpan_balik,
        sa.or_(_UMPAN.dari_id == PERSON, sa.and_(_UMPAN.pegawai_id == PERSON, _TERBUKA)),
        frozenset({"dari_id", "masa_nama", "masa_mulai", "masa_selesai", "tanggal", "dibuat_pada"}),
        until=_UMPAN.masa_selesai,
    ),
    PersonalData(
        "Dialog kinerja",
        t.dialog_kinerja,
        sa.and_(t.dialog_kinerja.c.pegawai_id == PERSON, t.dialog_kinerja.c.status != "draft_atasan"),
        until=sa.func.make_date(t.dialog_kinerja.c.tahun, 12, 31),
    ),
    PersonalData(
        "Tindak lanjut",
        t.tindak_lanjut,
        t.tindak_lanjut.c.pegawai_id == PERSON,
        until=sa.func.make_date(t.tindak_lanjut.c.tahun, 12, 31),
    ),
    PersonalData("Keberatan", t.keberatan, t.keberatan.c.pegawai_id == PERSON, until=sa.func.make_date(t.keberatan.c.tahun, 12, 31)),
    PersonalData(
        "Penilaian",
        t.evaluasi,
        sa.and_(t.evaluasi.c.pegawai_id == PERSON, t.evaluasi.c.disampaikan_pada.is_not(None)),
        until=sa.func.make_date(t.evaluasi.c.tahun, 12, 31),
    ),
    PersonalData(
        "Laporan capaian (salinan)",
        t.laporan_view,
        _isi(t.laporan_view, "pegawai_id") == _SAYA,
        until=_hari(t.laporan_view, "selesai"),
    ),
    PersonalData(
        "SKP (salinan)", t.skp_view, _isi(t.skp_view, "pegawai_id") == _SAYA, frozenset({"unor_lowong"}), until=_hari(t.skp_view, "selesai")
    ),
    PersonalData("Data kepegawaian (salinan)", t.pegawai_view, t.pegawai_view.c.id == PERSON),
    PersonalData("Plt/Plh yang dijalankan (salinan)", t.pengganti_view, t.pengganti_view.c.pegawai_id == PERSON),
)
BUKAN_PRIBADI = {
    "organisasi": "results of units",
    "instansi_view": "the instansi",
    "unor_view": "units",
    "periode_view": "periods of the instansi",
}
