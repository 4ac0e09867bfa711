"""What a leader offers a member as a draft RHK, from an empty cell of the matriks peran hasil."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "tawaran",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("penilai_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("rhk_atasan_id", sa.Uuid, nullable=False),
        sa.Column("rhk_atasan_teks", sa.Text, nullable=False),
        sa.Column("teks", sa.Text, nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("pegawai_id", "rhk_atasan_id", name="tawaran_sekali"),
    )
    op.create_index("tawaran_penilai", "tawaran", ["penilai_id", "tahun"])
    enable_row_level_security("tawaran")
