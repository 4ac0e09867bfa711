"""The list of revocations that tokens are checked against."""

from shared.persistence.migrations import create_pencabutan

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    create_pencabutan()
