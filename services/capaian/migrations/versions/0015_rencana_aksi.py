"""What a person plans for each RHK in a period (domain 4.1), and the plan that a daily entry serves."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "rencana_aksi",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("laporan_id", sa.Uuid, sa.ForeignKey("laporan.id"), nullable=False),
        sa.Column("rhk_id", sa.Uuid, nullable=False),
        sa.Column("teks", sa.Text, nullable=False),
        sa.Column("target", sa.Numeric(19, 4)),
        sa.Column("satuan", sa.Text, nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hari_terlambat", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("rencana_aksi_laporan", "rencana_aksi", ["laporan_id", "id"])
    op.create_index("rencana_aksi_pegawai", "rencana_aksi", ["pegawai_id"])
    enable_row_level_security("rencana_aksi")
    op.add_column("progres_harian", sa.Column("rencana_aksi_id", sa.Uuid))
    op.create_foreign_key("progres_rencana_aksi", "progres_harian", "rencana_aksi", ["rencana_aksi_id"], ["id"], ondelete="SET NULL")
    op.create_index("progres_rencana", "progres_harian", ["rencana_aksi_id"], postgresql_where=sa.text("rencana_aksi_id IS NOT NULL"))


def downgrade() -> None:
    op.drop_index("progres_rencana", "progres_harian")
    op.drop_constraint("progres_rencana_aksi", "progres_harian")
    op.drop_column("progres_harian", "rencana_aksi_id")
    op.drop_table("rencana_aksi")
