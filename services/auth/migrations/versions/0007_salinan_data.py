"""Requests for a copy of one's own data."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "salinan_data",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("pegawai_id", sa.Uuid(), nullable=False),
        sa.Column("diminta_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("coba_lagi_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("percobaan", sa.Integer(), nullable=False),
        sa.Column("selesai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("berkas", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"]),
        sa.ForeignKeyConstraint(["pegawai_id"], ["pegawai.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("salinan_data_pegawai", "salinan_data", ["pegawai_id", "diminta_pada"], unique=False)
    op.create_index(
        "salinan_data_antre", "salinan_data", ["coba_lagi_pada"], unique=False, postgresql_where=sa.text("selesai_pada IS NULL")
    )
    op.create_table(
        "salinan_data_bagian",
        sa.Column("salinan_id", sa.Uuid(), nullable=False),
        sa.Column("layanan", sa.Text(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["salinan_id"], ["salinan_data.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"]),
        sa.PrimaryKeyConstraint("salinan_id", "layanan"),
    )
    enable_row_level_security("salinan_data", "salinan_data_bagian")
