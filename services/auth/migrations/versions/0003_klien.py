"""API clients and their secrets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import enable_row_level_security

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "klien",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("tujuan", sa.Text(), nullable=False),
        sa.Column("dasar_hukum", sa.Text(), nullable=False),
        sa.Column("kontak", sa.Text(), nullable=False),
        sa.Column("scope", pg.ARRAY(sa.Text()), nullable=False),
        sa.Column("berlaku_sampai", sa.Date(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dinonaktifkan_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("terakhir_dipakai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("instansi_id", "nama", name="klien_nama"),
    )
    op.create_table(
        "klien_rahasia",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("klien_id", sa.Uuid(), nullable=False),
        sa.Column("sidik", sa.LargeBinary(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("berlaku_sampai", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"]),
        sa.ForeignKeyConstraint(["klien_id"], ["klien.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("klien_rahasia_klien", "klien_rahasia", ["klien_id"], unique=False)
    enable_row_level_security("klien", "klien_rahasia")
