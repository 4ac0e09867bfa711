"""The unit tree and the unit of an SKP, so that a role for a part of the tree finds its reports."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "unor_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("induk_id", sa.Uuid(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("unor_view_induk", "unor_view", ["induk_id"], unique=False)
    op.add_column(
        "skp_view", sa.Column("unor_id", sa.Uuid(), sa.Computed("CAST(isi ->> 'unor_id' AS uuid)", persisted=True), nullable=True)
    )
    enable_row_level_security("unor_view")
