"""The distribution of a unit is counted by its subtree."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_index("evaluasi_unor", "evaluasi", ["unor_id", "tahun"])
    op.create_index("unor_view_induk", "unor_view", ["induk_id"])
