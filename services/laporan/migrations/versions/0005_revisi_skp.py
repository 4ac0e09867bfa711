"""Whose turn a revision of an SKP is."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("skp_view", sa.Column("tahap_revisi", sa.Text, nullable=False, server_default=""))
    op.add_column("skp_view", sa.Column("tahap_revisi_sejak", sa.DateTime(timezone=True)))
