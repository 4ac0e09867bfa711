"""Who decides on an objection: it waits for him on his first page."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("evaluasi_view", sa.Column("pemutus_keberatan_id", sa.Uuid))
    op.create_index(
        "evaluasi_view_pemutus",
        "evaluasi_view",
        ["pemutus_keberatan_id"],
        postgresql_where=sa.text("keberatan IN ('diajukan', 'diperiksa')"),
    )
