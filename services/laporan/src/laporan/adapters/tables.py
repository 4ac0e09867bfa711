"""The read models: copies of what the other services publish, with the columns that the pages filter and count by."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.jejak.tables import audit_trail
from shared.persistence.tables import mechanism, pencabutan

metadata = sa.MetaData()
mechanism(metadata)
audit_trail(metadata)
pencabutan(metadata)

_MOMENT = sa.DateTime(timezone=True)


def _copied() -> tuple[sa.Column[int], sa.Column[int]]:
    return sa.Column("epoch", sa.Integer, nullable=False), sa.Column("version", sa.Integer, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


instansi_view = sa.Table(
    "instansi_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    _text("kode"),
    _text("nama"),
    _text("jenis"),
    _text("zona_waktu"),
    sa.Column("pengaturan", pg.JSONB, nullable=False),
    *_copied(),
)

unor_view = sa.Table(
    "unor_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    _text("kode"),
    _text("nama"),
    _text("jenis"),
    sa.Column("induk_id", sa.Uuid),
    sa.Column("berlaku_dari", sa.Date, nullable=False),
    sa.Column("berlaku_sampai", sa.Date),
    *_copied(),
    sa.Index("unor_view_instansi", "instansi_id"),
)

pegawai_view = sa.Table(
    "pegawai_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("nip", sa.Text),
    _text("nama"),
    _text("status"),
    sa.Column("aktif", sa.Boolean, nullable=False),
    sa.Column("peran", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("keadaan", pg.JSONB, nullable=False, server_default="[]"),
    *_copied(),
    sa.Index("pegawai_view_nama", "instansi_id", "nama", "id"),
    sa.Index("pegawai_view_nip", "nip"),
)

penugasan_view = sa.Table(
    "penugasan_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("unor_id", sa.Uuid, nullable=False),
    _text("unor_nama"),
    _text("jabatan"),
    _text("jenis_jabatan"),
    sa.Column("jenjang", sa.Text),
    sa.Column("golongan", sa.Text),
    sa.Column("kepala", sa.Boolean, nullable=False),
    sa.Column("penilai_id", sa.Uuid),
    sa.Column("atasan_penilai_id", sa.Uuid),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("selesai", sa.Date),
    sa.Column("unor_lowong", pg.ARRAY(sa.Uuid), nullable=False, server_default="{}"),
    sa.Index("penugasan_view_unor_lowong", "unor_lowong", postgresql_using="gin", postgresql_where=sa.text("unor_lowong <> '{}'")),
    sa.Index("penugasan_view_pegawai", "pegawai_id", "mulai"),
    sa.Index("penugasan_view_penilai", "penilai_id"),
    sa.Index("penugasan_view_atasan", "atasan_penilai_id"),
    sa.Index("penugasan_view_instansi", "instansi_id", "unor_id"),
)

periode_view = sa.Table(
    "periode_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    _text("untuk"),
    _text("jenis"),
    sa.Column("nomor", sa.Integer, nullable=False),
    _text("nama"),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("selesai", sa.Date, nullable=False),
    sa.Column("batas_normal", sa.Date, nullable=False),
    sa.Column("batas_toleransi", sa.Date, nullable=False),
    *_copied(),
    sa.Index("periode_view_tahun", "instansi_id", "tahun", "untuk", "nomor"),
)

skp_view = sa.Table(
    "skp_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("penilai_id", sa.Uuid),
    sa.Column("atasan_penilai_id", sa.Uuid),
    sa.Column("unor_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("selesai", sa.Date, nullable=False),
    _text("pendekatan"),
    _text("status"),
    sa.Column("revisi", sa.Integer, nullable=False),
    sa.Column("tahap_revisi", sa.Text, nullable=False, server_default=""),
    sa.Column("tahap_revisi_sejak", sa.DateTime(timezone=True)),
    sa.Column("menunggu_reviu", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("diajukan_pada", _MOMENT),
    sa.Column("dikembalikan_pada", _MOMENT),
    sa.Column("disetujui_pada", _MOMENT),
    sa.Column("hari_persetujuan", sa.Integer),
    _text("alasan_dikembalikan"),
    _text("hash"),
    sa.Column("unor_lowong", pg.ARRAY(sa.Uuid), nullable=False, server_default="{}"),
    sa.Column("disetujui_sebagai", sa.Text, nullable=False, server_default=""),
    sa.Column("dokumen", pg.JSONB, nullable=False),
    *_copied(),
    sa.Index("skp_view_unor_lowong", "unor_lowong", postgresql_using="gin", postgresql_where=sa.text("unor_lowong <> '{}'")),
    sa.Index("skp_view_pegawai", "pegawai_id", "tahun"),
    sa.Index("skp_view_penilai", "penilai_id", "tahun", "status"),
    sa.Index("skp_view_menunggu", "penilai_id", postgresql_where=sa.text("status = 'diajukan' OR tahap_revisi IN ('diminta', 'diajukan')")),
    sa.Index("skp_view_reviu", "instansi_id", postgresql_where=sa.text("menunggu_reviu")),
    sa.Index("skp_view_atasan", "atasan_penilai_id", "tahun"),
    sa.Index("skp_view_instansi", "instansi_id", "tahun", "pegawai_id"),
)

laporan_view = sa.Table(
    "laporan_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("penilai_id", sa.Uuid),
    sa.Column("skp_id", sa.Uuid, nullable=False),
    sa.Column("periode_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("nomor", sa.Integer, nullable=False),
    _text("nama"),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("selesai", sa.Date, nullable=False),
    sa.Column("batas_normal", sa.Date, nullable=False),
    sa.Column("batas_toleransi", sa.Date, nullable=False),
    _text("status"),
    sa.Column("jumlah_progres", sa.Integer, nullable=False),
    sa.Column("jumlah_bukti", sa.Integer, nullable=False),
    sa.Column("pertama_dikirim_pada", _MOMENT),
    sa.Column("dikirim_pada", _MOMENT),
    sa.Column("diterima_pada", _MOMENT),
    sa.Column("terlambat", sa.Boolean, nullable=False),
    sa.Column("hari_terlambat", sa.Integer, nullable=False),
    _text("alasan_terlambat"),
    sa.Column("dimaafkan", sa.Boolean, nullable=False),
    sa.Column("diajukan_otomatis", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("bebas", sa.Text, nullable=False, server_default=""),
    sa.Column("diterima_sebagai", sa.Text, nullable=False, server_default=""),
    sa.Column("realisasi", pg.JSONB, nullable=False),
    *_copied(),
    sa.Index("laporan_view_pegawai", "pegawai_id", "tahun", "nomor"),
    sa.Index("laporan_view_penilai", "penilai_id", "status"),
    sa.Index("laporan_view_instansi", "instansi_id", "tahun", "pegawai_id"),
)

evaluasi_view = sa.Table(
    "evaluasi_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("penilai_id", sa.Uuid),
    sa.Column("atasan_penilai_id", sa.Uuid),
    sa.Column("unor_id", sa.Uuid, nullable=False),
    sa.Column("skp_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    _text("jenis"),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("selesai", sa.Date, nullable=False),
    sa.Column("bulan", sa.Integer, nullable=False),
    _text("status"),
    sa.Column("ketepatan", pg.JSONB, nullable=False),
    _text("capaian_organisasi"),
    _text("rating_hasil"),
    _text("rating_perilaku"),
    _text("predikat"),
    sa.Column("nilai_skp", sa.Numeric),
    sa.Column("nilai_perilaku", sa.Numeric),
    sa.Column("nkp", sa.Numeric),
    _text("catatan"),
    sa.Column("diajukan_pada", _MOMENT),
    sa.Column("ditetapkan_pada", _MOMENT),
    sa.Column("disampaikan_pada", _MOMENT),
    sa.Column("final_pada", _MOMENT),
    _text("hash"),
    sa.Column("ditetapkan_sebagai", sa.Text, nullable=False, server_default=""),
    sa.Column("menunggu_atasan", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("tidak_dinilai", sa.Text, nullable=False, server_default=""),
    sa.Column("keberatan", sa.Text, nullable=False, server_default=""),
    sa.Column("pemutus_keberatan_id", sa.Uuid),
    sa.Column("dikoreksi_pada", _MOMENT),
    sa.Column("sebelum", pg.JSONB(none_as_null=True)),
    *_copied(),
    sa.Index("evaluasi_view_pegawai", "pegawai_id", "tahun"),
    sa.Index("evaluasi_view_penilai", "penilai_id", "status"),
    sa.Index("evaluasi_view_pemutus", "pemutus_keberatan_id", postgresql_where=sa.text("keberatan IN ('diajukan', 'diperiksa')")),
    sa.Index("evaluasi_view_instansi", "instansi_id", "tahun", "pegawai_id"),
)

organisasi_view = sa.Table(
    "organisasi_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("unor_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    _text("nilai"),
    _text("alasan"),
    sa.Column("ditetapkan_pada", _MOMENT, nullable=False),
    *_copied(),
    sa.Index("organisasi_view_tahun", "instansi_id", "tahun", "unor_id"),
)

progres_view = sa.Table(
    "progres_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("tanggal", sa.Date, nullable=False),
    sa.Column("terlambat", sa.Boolean, nullable=False),
    sa.Column("ada", sa.Boolean, nullable=False),
    *_copied(),
    sa.Index("progres_view_pegawai", "pegawai_id", "tanggal", postgresql_where=sa.text("ada")),
)

pengganti_view = sa.Table(
    "pengganti_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("unor_id", sa.Uuid, nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("digantikan_id", sa.Uuid),
    sa.Column("dari", sa.Date, nullable=False),
    sa.Column("sampai", sa.Date, nullable=False),
    sa.Column("dicabut", sa.Boolean, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("pengganti_view_pegawai", "pegawai_id"),
    sa.Index("pengganti_view_digantikan", "digantikan_id"),
)
