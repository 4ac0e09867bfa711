"""Roles are assignments with scope and dates. Those there are hold in the whole instansi, from a day that nobody noted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import enable_row_level_security

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute("SELECT set_config('app.instansi', '*', true)")
    op.add_column("akun", sa.Column("peran_unit", pg.JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")))
    op.create_table(
        "peran_pegawai",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
        sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
        sa.Column("peran", sa.Text, nullable=False),
        sa.Column("unor_id", sa.Uuid, sa.ForeignKey("unor.id")),
        sa.Column("dari", sa.Date),
        sa.Column("sampai", sa.Date),
        sa.Column("dasar", sa.Text, nullable=False),
        sa.Column("alasan", sa.Text, nullable=False),
        sa.Column("oleh", sa.Uuid),
        sa.Column("dicatat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dicabut_pada", sa.DateTime(timezone=True)),
        sa.Column("diakhiri_oleh", sa.Uuid),
        sa.Column("alasan_akhir", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("dari IS NULL OR sampai IS NULL OR dari <= sampai", name="peran_pegawai_rentang"),
    )
    op.create_index("peran_pegawai_orang", "peran_pegawai", ["pegawai_id"])
    op.create_index("peran_pegawai_instansi", "peran_pegawai", ["instansi_id", "peran"])
    op.execute(
        "INSERT INTO peran_pegawai (id, instansi_id, pegawai_id, peran, dasar, alasan, dicatat_pada, alasan_akhir, version)"
        " SELECT gen_random_uuid(), instansi_id, pegawai_id, unnest(peran), 'Sudah diberikan sebelum peran dicatat', '', now(), '', 1 FROM akun"
    )
    enable_row_level_security("peran_pegawai")
