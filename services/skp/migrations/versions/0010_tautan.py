"""Links to a superior's RHK that came after the document was written."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "tautan",
        sa.Column("skp_id", sa.Uuid, primary_key=True),
        sa.Column("rhk_id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("penilai_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("rhk_atasan_id", sa.Uuid),
        sa.Column("rhk_atasan_teks", sa.Text, nullable=False),
        sa.Column("cara", sa.Text, nullable=False),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("tautan_penilai", "tautan", ["penilai_id", "tahun"])
    op.create_index("tautan_pegawai", "tautan", ["pegawai_id"])
    enable_row_level_security("tautan")
