"""SKP that a pengelola kinerja reviews before it is the evaluator's turn."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("skp_view", sa.Column("menunggu_reviu", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("skp_view_reviu", "skp_view", ["instansi_id"], postgresql_where=sa.text("menunggu_reviu"))
