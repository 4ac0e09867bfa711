"""Imports become jobs: the file, its rows, what they would change, and how far it is. Uploads that waited (a day at most) are dropped."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import enable_row_level_security

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "pekerjaan_impor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("oleh", sa.Uuid(), nullable=False),
        sa.Column("nama_berkas", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("tahap", sa.Text(), nullable=False),
        sa.Column("cara", sa.Text(), nullable=False),
        sa.Column("nonaktifkan", sa.Boolean(), nullable=False),
        sa.Column("langsung", sa.Boolean(), nullable=False),
        sa.Column("ikut", sa.Boolean(), nullable=False),
        sa.Column("lembar", pg.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("pemberitahuan", pg.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hitungan", pg.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("jumlah_baris", sa.Integer(), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("selesai", sa.Integer(), nullable=False),
        sa.Column("penanda", sa.Text(), nullable=False),
        sa.Column("sidik", sa.Text(), nullable=False),
        sa.Column("galat", sa.Text(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mulai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("berubah_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("pekerjaan_impor_instansi", "pekerjaan_impor", ["instansi_id", "dibuat_pada"], unique=False)
    op.create_index(
        "pekerjaan_impor_satu", "pekerjaan_impor", ["instansi_id"], unique=True, postgresql_where=sa.text("status = 'menerapkan'")
    )
    op.create_table(
        "berkas_impor",
        sa.Column("pekerjaan_id", sa.Uuid(), nullable=False),
        sa.Column("urut", sa.Integer(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["pekerjaan_id"], ["pekerjaan_impor.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"]),
        sa.PrimaryKeyConstraint("pekerjaan_id", "urut"),
    )
    op.create_table(
        "baris_impor",
        sa.Column("pekerjaan_id", sa.Uuid(), nullable=False),
        sa.Column("lembar", sa.Integer(), nullable=False),
        sa.Column("nomor", sa.Integer(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("kunci", sa.Text(), nullable=False),
        sa.Column("pimpinan", sa.Boolean(), nullable=False),
        sa.Column("penilai", sa.Text(), nullable=True),
        sa.Column("sel", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["pekerjaan_id"], ["pekerjaan_impor.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"]),
        sa.PrimaryKeyConstraint("pekerjaan_id", "lembar", "nomor"),
    )
    op.create_index("baris_impor_kunci", "baris_impor", ["pekerjaan_id", "kunci"], unique=False)
    op.create_table(
        "hasil_impor",
        sa.Column("pekerjaan_id", sa.Uuid(), nullable=False),
        sa.Column("urut", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("pindah", sa.Boolean(), nullable=False),
        sa.Column("peringatan", sa.Boolean(), nullable=False),
        sa.Column("lembar", sa.Text(), nullable=False),
        sa.Column("baris", sa.Integer(), nullable=True),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["pekerjaan_id"], ["pekerjaan_impor.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"]),
        sa.PrimaryKeyConstraint("pekerjaan_id", "urut"),
    )
    op.create_index("hasil_impor_jenis", "hasil_impor", ["pekerjaan_id", "jenis", "urut"], unique=False)
    op.create_index("penugasan_kepala", "penugasan", ["pegawai_id"], unique=False, postgresql_where=sa.text("kepala"))
    enable_row_level_security("pekerjaan_impor", "berkas_impor", "baris_impor", "hasil_impor")
    op.drop_table("unggahan")
