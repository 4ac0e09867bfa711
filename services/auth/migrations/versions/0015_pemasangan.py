"""The one-time code of the first run."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "kode_pemasangan",
        sa.Column("sidik", sa.LargeBinary(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("berakhir_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sidik"),
    )
