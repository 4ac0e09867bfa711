"""People of one kind of post among a hundred thousand are found without reading every post."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_index("penugasan_jenis", "penugasan", ["instansi_id", "jenis_jabatan", "pegawai_id"])
    op.drop_index("penugasan_instansi", "penugasan")
