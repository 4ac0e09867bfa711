"""Who decides on an open objection, to whom its evidence opens."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "keberatan_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("skp_id", sa.Uuid, nullable=False),
        sa.Column("mulai", sa.Date, nullable=False),
        sa.Column("selesai", sa.Date, nullable=False),
        sa.Column("terbuka", sa.Boolean, nullable=False),
        sa.Column("pemutus_id", sa.Uuid),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("keberatan_view_skp", "keberatan_view", ["skp_id"], postgresql_where=sa.text("terbuka"))
    enable_row_level_security("keberatan_view")
