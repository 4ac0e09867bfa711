"""The devices that are known to an account; sign-ins that only wait for a password of one's own."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "perangkat",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
        sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
        sa.Column("sidik", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("sesi_id", sa.Uuid),
        sa.Column("peramban", sa.Text, nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terakhir_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kedaluwarsa_pada", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("perangkat_pegawai", "perangkat", ["pegawai_id", "terakhir_pada"])
    op.create_index("perangkat_kedaluwarsa", "perangkat", ["kedaluwarsa_pada"])
    enable_row_level_security("perangkat")
    op.add_column("langkah_masuk", sa.Column("terbukti", sa.Boolean, nullable=False, server_default=sa.false()))
