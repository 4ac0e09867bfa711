"""From when a signing key signs, and when it was revoked."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("kunci", sa.Column("mulai_pada", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()))
    op.add_column("kunci", sa.Column("dicabut_pada", sa.DateTime(timezone=True)))
    op.execute("UPDATE kunci SET mulai_pada = dibuat_pada")
