"""Where the evaluation of an SKP stands: it ends the time for revisions."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "evaluasi_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("skp_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    enable_row_level_security("evaluasi_view")
