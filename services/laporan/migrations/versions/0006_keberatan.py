"""Where the objection to a result stands, and the result before it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("evaluasi_view", sa.Column("keberatan", sa.Text, nullable=False, server_default=""))
    op.add_column("evaluasi_view", sa.Column("dikoreksi_pada", sa.DateTime(timezone=True)))
    op.add_column("evaluasi_view", sa.Column("sebelum", pg.JSONB))
