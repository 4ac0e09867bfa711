"""The first tables of capaian."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import create_mechanism, enable_row_level_security

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_mechanism()
    op.create_table(
        "progres_harian",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("skp_id", sa.Uuid, nullable=False),
        sa.Column("tanggal", sa.Date, nullable=False),
        sa.Column("uraian", sa.Text, nullable=False),
        sa.Column("rhk_id", sa.Uuid),
        sa.Column("di_luar_skp", sa.Text, nullable=False),
        sa.Column("kuantitas", sa.Numeric(19, 4)),
        sa.Column("satuan", sa.Text, nullable=False),
        sa.Column("mulai", sa.Time),
        sa.Column("selesai", sa.Time),
        sa.Column("lokasi_kerja", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("dikirim_pada", MOMENT, nullable=False),
        sa.Column("terlambat", sa.Boolean, nullable=False),
        sa.Column("hari_terlambat", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("(rhk_id IS NULL) <> (di_luar_skp = '')", name="progres_rhk_atau_alasan"),
    )
    op.create_index("progres_pegawai", "progres_harian", ["pegawai_id", "tanggal", "id"])
    op.create_index("progres_skp", "progres_harian", ["skp_id", "tanggal"])
    op.create_table(
        "laporan",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("penilai_id", sa.Uuid),
        sa.Column("atasan_penilai_id", sa.Uuid),
        sa.Column("skp_id", sa.Uuid, nullable=False),
        sa.Column("periode_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("nomor", sa.Integer, nullable=False),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("mulai", sa.Date, nullable=False),
        sa.Column("selesai", sa.Date, nullable=False),
        sa.Column("batas_normal", sa.Date, nullable=False),
        sa.Column("batas_toleransi", sa.Date, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("realisasi", pg.JSONB, nullable=False),
        sa.Column("jumlah_progres", sa.Integer, nullable=False),
        sa.Column("pertama_dikirim_pada", MOMENT),
        sa.Column("dikirim_pada", MOMENT),
        sa.Column("diterima_pada", MOMENT),
        sa.Column("terlambat", sa.Boolean, nullable=False),
        sa.Column("hari_terlambat", sa.Integer, nullable=False),
        sa.Column("alasan_terlambat", sa.Text, nullable=False),
        sa.Column("keterangan_terlambat", sa.Text, nullable=False),
        sa.Column("dimaafkan", sa.Boolean, nullable=False),
        sa.Column("catatan_penilai", sa.Text, nullable=False),
        sa.Column("catatan_maaf", sa.Text, nullable=False),
        sa.Column("dibuka_sampai", sa.Date),
        sa.Column("riwayat", pg.JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("skp_id", "periode_id", name="laporan_skp_periode"),
    )
    op.create_index("laporan_pegawai", "laporan", ["pegawai_id", "tahun", "mulai", "id"])
    op.create_index("laporan_penilai", "laporan", ["penilai_id", "tahun", "mulai", "id"])
    op.create_index("laporan_atasan", "laporan", ["atasan_penilai_id", "tahun", "mulai", "id"])
    op.create_index("laporan_instansi", "laporan", ["instansi_id", "tahun", "mulai", "id"])
    op.create_index("laporan_periode", "laporan", ["periode_id"])
    op.create_table(
        "bukti",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("laporan_id", sa.Uuid, sa.ForeignKey("laporan.id"), nullable=False),
        sa.Column("indikator_id", sa.Uuid),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("jenis", sa.Text, nullable=False),
        sa.Column("ukuran", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("diunggah_oleh", sa.Uuid, nullable=False),
        sa.Column("diunggah_pada", MOMENT, nullable=False),
    )
    op.create_index("bukti_laporan", "bukti", ["laporan_id"])
    op.create_index("bukti_isi", "bukti", ["instansi_id", "sha256"])
    op.create_table(
        "instansi_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("zona_waktu", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "pegawai_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "periode_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("nomor", sa.Integer, nullable=False),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("mulai", sa.Date, nullable=False),
        sa.Column("selesai", sa.Date, nullable=False),
        sa.Column("batas_normal", sa.Date, nullable=False),
        sa.Column("batas_toleransi", sa.Date, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("periode_view_tahun", "periode_view", ["instansi_id", "tahun", "mulai"])
    op.create_table(
        "skp_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("mulai", sa.Date, nullable=False),
        sa.Column("selesai", sa.Date, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("berlaku", sa.Boolean, nullable=False),
        sa.Column("rhk_ids", pg.ARRAY(sa.Uuid), nullable=False),
        sa.Column("isi", pg.JSONB, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("skp_view_pegawai", "skp_view", ["pegawai_id", "mulai"])
    op.create_index("skp_view_tahun", "skp_view", ["instansi_id", "tahun"])
    enable_row_level_security("progres_harian", "laporan", "bukti", "pegawai_view", "periode_view", "skp_view")
    enable_row_level_security("instansi_view", column="id")
