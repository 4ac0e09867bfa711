"""Follow-up of final results."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import enable_row_level_security

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "tindak_lanjut",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("evaluasi_id", sa.Uuid, sa.ForeignKey("evaluasi.id"), nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("penanggung_jawab_id", sa.Uuid),
        sa.Column("unor_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("jenis", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("tenggat", sa.Date, nullable=False),
        sa.Column("sidik", sa.Text, nullable=False),
        sa.Column("dokumen", pg.JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index(
        "tindak_lanjut_sekali", "tindak_lanjut", ["evaluasi_id", "jenis", "sidik"], unique=True, postgresql_where=sa.text("sidik <> ''")
    )
    op.create_index("tindak_lanjut_evaluasi", "tindak_lanjut", ["evaluasi_id"])
    op.create_index("tindak_lanjut_pegawai", "tindak_lanjut", ["pegawai_id", "tenggat"])
    op.create_index("tindak_lanjut_penanggung_jawab", "tindak_lanjut", ["penanggung_jawab_id", "tenggat"])
    op.create_index("tindak_lanjut_instansi", "tindak_lanjut", ["instansi_id", "tenggat", "id"])
    enable_row_level_security("tindak_lanjut")


def downgrade() -> None:
    op.drop_table("tindak_lanjut")
