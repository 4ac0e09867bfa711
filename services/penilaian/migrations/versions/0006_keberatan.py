"""Objections to delivered evaluations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import enable_row_level_security

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "keberatan",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("evaluasi_id", sa.Uuid, sa.ForeignKey("evaluasi.id"), nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("pemutus_id", sa.Uuid),
        sa.Column("unor_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("diajukan_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batas_putusan", sa.Date, nullable=False),
        sa.Column("dokumen", pg.JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("evaluasi_id", name="keberatan_sekali"),
    )
    op.create_index("keberatan_pegawai", "keberatan", ["pegawai_id"])
    op.create_index("keberatan_pemutus", "keberatan", ["pemutus_id"])
    op.create_index("keberatan_instansi", "keberatan", ["instansi_id", "tahun", "id"])
    enable_row_level_security("keberatan")
