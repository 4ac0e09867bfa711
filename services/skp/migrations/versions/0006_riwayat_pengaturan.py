"""The dated settings of an instansi: an old period keeps its rules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "instansi_view",
        sa.Column("riwayat_pengaturan", pg.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False),
    )
