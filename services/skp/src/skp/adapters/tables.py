"""The tables of the service: its own aggregates, and the copies of what auth publishes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.jejak.tables import audit_trail
from shared.persistence.tables import mechanism, pencabutan

metadata = sa.MetaData()
mechanism(metadata)
audit_trail(metadata)
pencabutan(metadata)

skp = sa.Table(
    "skp",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("penilai_id", sa.Uuid),
    sa.Column("atasan_penilai_id", sa.Uuid),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("selesai", sa.Date, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("isi", pg.JSONB, nullable=False),
    sa.Column("unor_lowong", pg.ARRAY(sa.Uuid), nullable=False, server_default="{}"),
    sa.Column("pernah_menilai", pg.ARRAY(sa.Uuid), nullable=False, server_default="{}"),
    sa.Column("unor_id", sa.Uuid, sa.Computed("CAST(isi ->> 'unor_id' AS uuid)", persisted=True)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("mulai <= selesai", name="skp_rentang"),
    pg.ExcludeConstraint(
        (sa.Column("pegawai_id"), "="),
        (sa.text("daterange(mulai, selesai, '[]')"), "&&"),
        where=sa.text("status <> 'dibatalkan'"),
        using="gist",
        name="skp_tidak_tumpang_tindih",
    ),
    sa.Index("skp_pegawai", "pegawai_id", "tahun"),
    sa.Index("skp_penilai", "penilai_id", "tahun"),
    sa.Index("skp_atasan_penilai", "atasan_penilai_id", "tahun"),
    sa.Index("skp_instansi", "instansi_id", "tahun", "id"),
    sa.Index("skp_unor_lowong", "unor_lowong", postgresql_using="gin", postgresql_where=sa.text("unor_lowong <> '{}'")),
    sa.Index("skp_pernah_menilai", "pernah_menilai", postgresql_using="gin", postgresql_where=sa.text("pernah_menilai <> '{}'")),
    sa.Index("skp_unor", "unor_id", "tahun"),
    sa.Index("skp_keadaan", "instansi_id", "status"),
)

skp_versi = sa.Table(
    "skp_versi",
    metadata,
    sa.Column("skp_id", sa.Uuid, sa.ForeignKey("skp.id"), primary_key=True),
    sa.Column("revisi", sa.Integer, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("isi", pg.JSONB, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("disetujui_oleh", sa.Uuid, nullable=False),
    sa.Column("disetujui_pada", sa.DateTime(timezone=True), nullable=False),
)

periode = sa.Table(
    "periode",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("untuk", sa.Text, nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("nomor", sa.Integer, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("selesai", sa.Date, nullable=False),
    sa.Column("batas_normal", sa.Date, nullable=False),
    sa.Column("batas_toleransi", sa.Date, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("instansi_id", "tahun", "untuk", "jenis", "nomor", name="periode_sekali"),
)

instansi_view = sa.Table(
    "instansi_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("zona_waktu", sa.Text, nullable=False),
    sa.Column("pengaturan", pg.JSONB, nullable=False),
    sa.Column("riwayat_pengaturan", pg.JSONB, nullable=False, server_default=sa.text("'[]'::jsonb")),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

tawaran = sa.Table(
    "tawaran",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("penilai_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("rhk_atasan_id", sa.Uuid, nullable=False),
    sa.Column("rhk_atasan_teks", sa.Text, nullable=False),
    sa.Column("teks", sa.Text, nullable=False),
    sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
    sa.UniqueConstraint("pegawai_id", "rhk_atasan_id", name="tawaran_sekali"),
    sa.Index("tawaran_penilai", "penilai_id", "tahun"),
)

pustaka = sa.Table(
    "pustaka",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("jabatan", sa.Text, nullable=False),
    sa.Column("kunci", sa.Text, nullable=False),
    sa.Column("sidik", sa.Text, nullable=False),
    sa.Column("teks", sa.Text, nullable=False),
    sa.Column("isi", pg.JSONB, nullable=False),
    sa.UniqueConstraint("instansi_id", "kunci", "sidik", name="pustaka_sekali"),
    sa.Index("pustaka_jabatan", "instansi_id", "kunci", "id"),
)

tautan = sa.Table(
    "tautan",
    metadata,
    sa.Column("skp_id", sa.Uuid, primary_key=True),
    sa.Column("rhk_id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("penilai_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("rhk_atasan_id", sa.Uuid),
    sa.Column("rhk_atasan_teks", sa.Text, nullable=False),
    sa.Column("cara", sa.Text, nullable=False),
    sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
    sa.Index("tautan_penilai", "penilai_id", "tahun"),
    sa.Index("tautan_pegawai", "pegawai_id"),
)

evaluasi_view = sa.Table(
    "evaluasi_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("skp_id", sa.Uuid, nullable=False, unique=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

unor_view = sa.Table(
    "unor_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("induk_id", sa.Uuid),
    sa.Column("kode", sa.Text, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("unor_view_induk", "induk_id"),
)

pegawai_view = sa.Table(
    "pegawai_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("nip", sa.Text),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("aktif", sa.Boolean, nullable=False),
    sa.Column("penugasan", pg.JSONB, nullable=False),
    sa.Column("keadaan", pg.JSONB, nullable=False, server_default="[]"),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("pegawai_view_penugasan", "penugasan", postgresql_using="gin", postgresql_ops={"penugasan": "jsonb_path_ops"}),
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
