"""Outages of the system, and which of them excused a report."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "gangguan",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("mulai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sebab", sa.Text, nullable=False),
        sa.Column("dicatat_oleh", sa.Uuid, nullable=False),
        sa.Column("dicatat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dicabut_pada", sa.DateTime(timezone=True)),
    )
    op.create_index("gangguan_instansi", "gangguan", ["instansi_id", "selesai"])
    enable_row_level_security("gangguan")
    op.add_column("laporan", sa.Column("gangguan_id", sa.Uuid))
    op.create_index("laporan_gangguan", "laporan", ["gangguan_id"], postgresql_where=sa.text("gangguan_id IS NOT NULL"))
    op.create_index(
        "laporan_terlambat",
        "laporan",
        ["instansi_id", "batas_normal"],
        postgresql_where=sa.text("terlambat AND NOT dimaafkan AND gangguan_id IS NULL"),
    )
