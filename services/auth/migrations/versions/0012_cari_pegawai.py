"""People without an evaluator are found without looking at everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index(
        "penugasan_tanpa_penilai",
        "penugasan",
        ["instansi_id", "pegawai_id"],
        unique=False,
        postgresql_where=sa.text("penilai_id IS NULL"),
    )
