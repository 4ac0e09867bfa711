"""The first tables: evaluations, results of organisations, copies of the other services' data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import create_mechanism, enable_row_level_security

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_mechanism()
    op.create_table(
        "evaluasi",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("penilai_id", sa.Uuid),
        sa.Column("atasan_penilai_id", sa.Uuid),
        sa.Column("unor_id", sa.Uuid, nullable=False),
        sa.Column("skp_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("jenis", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("nip", sa.Text),
        sa.Column("jabatan", sa.Text, nullable=False),
        sa.Column("disampaikan_pada", sa.DateTime(timezone=True)),
        sa.Column("ketepatan", pg.JSONB, nullable=False),
        sa.Column("ringkasan", pg.JSONB, nullable=False),
        sa.Column("dokumen", pg.JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("skp_id", "jenis", name="evaluasi_satu_tiap_skp"),
    )
    op.create_table(
        "organisasi",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("unor_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("nilai", sa.Text, nullable=False),
        sa.Column("alasan", sa.Text, nullable=False),
        sa.Column("ditetapkan_oleh", sa.Uuid, nullable=False),
        sa.Column("ditetapkan_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("unor_id", "tahun", name="organisasi_satu_tiap_tahun"),
    )
    op.create_table(
        "instansi_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("zona_waktu", sa.Text, nullable=False),
        sa.Column("pengaturan", pg.JSONB, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "unor_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("induk_id", sa.Uuid),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "pegawai_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("nip", sa.Text),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("penugasan", pg.JSONB, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "periode_view",
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
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "skp_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("dokumen", pg.JSONB, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "laporan_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("skp_id", sa.Uuid, nullable=False),
        sa.Column("mulai", sa.Date, nullable=False),
        sa.Column("batas_toleransi", sa.Date, nullable=False),
        sa.Column("dokumen", pg.JSONB, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("evaluasi_penilai", "evaluasi", ["penilai_id", "tahun"])
    op.create_index("evaluasi_pegawai", "evaluasi", ["pegawai_id", "tahun"])
    op.create_index("evaluasi_instansi", "evaluasi", ["instansi_id", "tahun", "id"])
    op.create_index(
        "evaluasi_menunggu", "evaluasi", ["status"], postgresql_where=sa.text("status IN ('pengisian', 'dikembalikan', 'disampaikan')")
    )
    op.create_index("organisasi_instansi", "organisasi", ["instansi_id", "tahun"])
    op.create_index("unor_view_instansi", "unor_view", ["instansi_id"])
    op.create_index(
        "pegawai_view_penugasan", "pegawai_view", ["penugasan"], postgresql_using="gin", postgresql_ops={"penugasan": "jsonb_path_ops"}
    )
    op.create_index("periode_view_tahun", "periode_view", ["instansi_id", "tahun", "untuk"])
    op.create_index("laporan_view_skp", "laporan_view", ["skp_id", "mulai"])
    enable_row_level_security("evaluasi", "organisasi", "unor_view", "pegawai_view", "periode_view", "skp_view", "laporan_view")
    enable_row_level_security("instansi_view", column="id")
