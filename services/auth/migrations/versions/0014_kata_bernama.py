"""The words people are searched by carry the name, so that a page of names is found in the index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute("SELECT set_config('app.instansi', '*', true)")
    op.add_column("kata_pegawai", sa.Column("nama", sa.Text(), nullable=True))
    op.execute("UPDATE kata_pegawai SET nama = pegawai.nama FROM pegawai WHERE pegawai.id = kata_pegawai.pegawai_id")
    op.alter_column("kata_pegawai", "nama", nullable=False)
    op.drop_index("kata_pegawai_awalan", "kata_pegawai")
    op.create_index("kata_pegawai_awalan", "kata_pegawai", ["instansi_id", "kata", "nama", "pegawai_id"], unique=False)
