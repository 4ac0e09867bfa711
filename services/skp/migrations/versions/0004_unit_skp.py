"""The unit of an SKP as a column, so that a role for a part of the tree finds its rows."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("skp", sa.Column("unor_id", sa.Uuid(), sa.Computed("CAST(isi ->> 'unor_id' AS uuid)", persisted=True), nullable=True))
    op.create_index("skp_unor", "skp", ["unor_id", "tahun"], unique=False)
