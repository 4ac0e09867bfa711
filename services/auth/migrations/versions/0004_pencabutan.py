"""The list of revocations that tokens are checked against, and when an account was given its last token."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import create_pencabutan

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    create_pencabutan()
    op.add_column("akun", sa.Column("token_pada", sa.DateTime(timezone=True)))
