"""Failed sign-ins by minute, until they are summed up in the audit trail."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "gagal_masuk",
        sa.Column("menit", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("alamat", sa.Text, primary_key=True),
        sa.Column("pegawai_id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid),
        sa.Column("gagal", sa.Integer, nullable=False),
        sa.Column("ditahan", sa.Integer, nullable=False),
    )
    enable_row_level_security("gagal_masuk")
