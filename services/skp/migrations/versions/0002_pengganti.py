"""Who stands in for whom, absences, and in which capacity deeds were done."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import enable_row_level_security

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "pengganti_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("unor_id", sa.Uuid, nullable=False),
        sa.Column("jenis", sa.Text, nullable=False),
        sa.Column("digantikan_id", sa.Uuid),
        sa.Column("dari", sa.Date, nullable=False),
        sa.Column("sampai", sa.Date, nullable=False),
        sa.Column("dicabut", sa.Boolean, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("pengganti_view_pegawai", "pengganti_view", ["pegawai_id"])
    op.create_index("pengganti_view_digantikan", "pengganti_view", ["digantikan_id"])
    enable_row_level_security("pengganti_view")
    op.add_column("skp", sa.Column("unor_lowong", pg.ARRAY(sa.Uuid), nullable=False, server_default="{}"))
    op.add_column("skp", sa.Column("pernah_menilai", pg.ARRAY(sa.Uuid), nullable=False, server_default="{}"))
    op.create_index("skp_unor_lowong", "skp", ["unor_lowong"], postgresql_using="gin", postgresql_where=sa.text("unor_lowong <> '{}'"))
    op.create_index(
        "skp_pernah_menilai", "skp", ["pernah_menilai"], postgresql_using="gin", postgresql_where=sa.text("pernah_menilai <> '{}'")
    )
    op.add_column("pegawai_view", sa.Column("keadaan", pg.JSONB, nullable=False, server_default="[]"))


def downgrade() -> None:
    raise NotImplementedError
