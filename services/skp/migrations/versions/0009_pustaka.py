"""The library of RHK and indikator per jabatan, owned by the instansi."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import enable_row_level_security

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "pustaka",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("jabatan", sa.Text, nullable=False),
        sa.Column("kunci", sa.Text, nullable=False),
        sa.Column("sidik", sa.Text, nullable=False),
        sa.Column("teks", sa.Text, nullable=False),
        sa.Column("isi", pg.JSONB, nullable=False),
        sa.UniqueConstraint("instansi_id", "kunci", "sidik", name="pustaka_sekali"),
    )
    op.create_index("pustaka_jabatan", "pustaka", ["instansi_id", "kunci", "id"])
    enable_row_level_security("pustaka")
