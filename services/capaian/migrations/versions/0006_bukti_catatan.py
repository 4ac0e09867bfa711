"""Evidence of a daily entry: a file hangs on a report or on an entry."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("bukti", sa.Column("progres_id", sa.Uuid, sa.ForeignKey("progres_harian.id")))
    op.alter_column("bukti", "laporan_id", nullable=True)
    op.create_check_constraint("bukti_satu_tempat", "bukti", "num_nonnulls(laporan_id, progres_id) = 1")
    op.create_index("bukti_progres", "bukti", ["progres_id"])
