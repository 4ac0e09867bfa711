"""Plt and Plh, absences of people, and the vacant units on the way to an evaluator."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import enable_row_level_security

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("pegawai", sa.Column("keadaan", pg.JSONB, nullable=False, server_default="[]"))
    op.add_column("penugasan", sa.Column("unor_lowong", pg.ARRAY(sa.Uuid), nullable=False, server_default="{}"))
    op.create_table(
        "pengganti",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
        sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
        sa.Column("unor_id", sa.Uuid, sa.ForeignKey("unor.id"), nullable=False),
        sa.Column("jenis", sa.Text, nullable=False),
        sa.Column("digantikan_id", sa.Uuid, sa.ForeignKey("pegawai.id")),
        sa.Column("dari", sa.Date, nullable=False),
        sa.Column("sampai", sa.Date, nullable=False),
        sa.Column("sk_nomor", sa.Text, nullable=False),
        sa.Column("alasan", sa.Text, nullable=False),
        sa.Column("alasan_cabut", sa.Text, nullable=False),
        sa.Column("dicabut", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("dari <= sampai", name="pengganti_rentang"),
    )
    op.create_index("pengganti_unor", "pengganti", ["unor_id", "dari"])
    op.create_index("pengganti_pegawai", "pengganti", ["pegawai_id", "dari"])
    op.create_index("pengganti_instansi", "pengganti", ["instansi_id", "sampai"])
    enable_row_level_security("pengganti")
