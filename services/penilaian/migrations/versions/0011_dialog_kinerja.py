"""Performance dialogue and pembinaan."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import enable_row_level_security

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "dialog_kinerja",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("evaluasi_id", sa.Uuid, sa.ForeignKey("evaluasi.id"), nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("unor_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("tanggal", sa.Date, nullable=False),
        sa.Column("tindak_lanjut_id", sa.Uuid),
        sa.Column("dokumen", pg.JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("dialog_kinerja_evaluasi", "dialog_kinerja", ["evaluasi_id", "tanggal"])
    op.create_index("dialog_kinerja_pegawai", "dialog_kinerja", ["pegawai_id"])
    op.create_index("dialog_kinerja_tindak_lanjut", "dialog_kinerja", ["tindak_lanjut_id"])
    enable_row_level_security("dialog_kinerja")


def downgrade() -> None:
    op.drop_table("dialog_kinerja")
