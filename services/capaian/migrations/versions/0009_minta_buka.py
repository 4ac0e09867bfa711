"""Requests to open a locked report again."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("laporan", sa.Column("diminta_buka_pada", sa.DateTime(timezone=True)))
    op.add_column("laporan", sa.Column("alasan_buka", sa.Text, nullable=False, server_default=""))
    op.create_index(
        "laporan_minta_buka",
        "laporan",
        ["instansi_id", "diminta_buka_pada"],
        postgresql_where=sa.text("diminta_buka_pada IS NOT NULL"),
    )
