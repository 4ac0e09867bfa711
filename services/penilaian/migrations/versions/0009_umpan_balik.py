"""Continuous feedback, and where it is looked for."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "umpan_balik",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("dari_id", sa.Uuid, nullable=False),
        sa.Column("peran_pemberi", sa.Text, nullable=False),
        sa.Column("jenis", sa.Text, nullable=False),
        sa.Column("teks", sa.Text, nullable=False),
        sa.Column("rhk_id", sa.Uuid),
        sa.Column("perilaku", sa.Text, nullable=False),
        sa.Column("masa_nama", sa.Text, nullable=False),
        sa.Column("masa_mulai", sa.Date, nullable=False),
        sa.Column("masa_selesai", sa.Date, nullable=False),
        sa.Column("tanggal", sa.Date, nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gelombang_mulai", sa.Date),
        sa.Column("gelombang_selesai", sa.Date),
        sa.Column("dibaca_pada", sa.DateTime(timezone=True)),
        sa.Column("tanggapan", sa.Text, nullable=False, server_default=""),
        sa.Column("ditanggapi_pada", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("umpan_balik_pegawai", "umpan_balik", ["pegawai_id", "tanggal"])
    op.create_index("umpan_balik_dari", "umpan_balik", ["dari_id", "dibuat_pada"])
    op.create_index(
        "umpan_balik_tertutup",
        "umpan_balik",
        ["masa_selesai"],
        postgresql_where=sa.text("gelombang_selesai IS NULL AND peran_pemberi IN ('rekan', 'bawahan')"),
    )
    enable_row_level_security("umpan_balik")


def downgrade() -> None:
    op.drop_table("umpan_balik")
