"""Reports that the lock sends: whether it did, and when a draft was made."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("laporan", sa.Column("dibuat", sa.Date))
    op.add_column("laporan", sa.Column("diajukan_otomatis", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("SELECT set_config('app.instansi', '*', true)")
    op.execute("UPDATE laporan SET dibuat = current_date WHERE status = 'draf'")  # what is locked today stays as its people know it
    op.create_index(
        "laporan_akan_terkunci",
        "laporan",
        [sa.text("greatest(batas_toleransi, dibuka_sampai)")],
        postgresql_where=sa.text("status = 'draf' AND bebas = '' AND dibuat <= greatest(batas_toleransi, dibuka_sampai)"),
    )
