"""Whether a report was sent by its lock."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("laporan_view", sa.Column("diajukan_otomatis", sa.Boolean, nullable=False, server_default=sa.false()))
