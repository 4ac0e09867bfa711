"""The plans of an instansi in one state are found by an index: the queue of reviews."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_index("skp_keadaan", "skp", ["instansi_id", "status"])
