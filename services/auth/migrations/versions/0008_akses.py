"""The access log: who opened whose record."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "akses_log",
        sa.Column("orang_id", sa.Uuid(), nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("pembaca_id", sa.Uuid(), nullable=True),
        sa.Column("klien", sa.Text(), nullable=False),
        sa.Column("sebagai", sa.Text(), nullable=False),
        sa.Column("layanan", sa.Text(), nullable=False),
        sa.Column("objek", sa.Text(), nullable=False),
        sa.Column("objek_id", sa.Uuid(), nullable=True),
        sa.Column("apa", sa.Text(), nullable=False),
        sa.Column("daftar", sa.Boolean(), nullable=False),
        sa.Column("pemeriksaan", sa.Boolean(), nullable=False),
        sa.Column("ulang", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("orang_id", "pada", "id"),
    )
    op.create_index("akses_log_pada", "akses_log", ["pada"], postgresql_using="brin")
    enable_row_level_security("akses_log")
