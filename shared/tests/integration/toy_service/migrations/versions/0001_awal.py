"""The mechanism, one copy with row-level security, and a table that tells how often an event was applied."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import create_mechanism, enable_row_level_security

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_mechanism()
    op.create_table(
        "unor_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "penerapan",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("event_id", sa.Uuid, nullable=False),
    )
    enable_row_level_security("unor_view")
