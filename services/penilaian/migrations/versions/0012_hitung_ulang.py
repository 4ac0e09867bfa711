"""Figures of open evaluations that wait to be computed anew, since the rules of the instansi changed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("evaluasi", sa.Column("perlu_hitung", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("evaluasi_perlu_hitung", "evaluasi", ["id"], postgresql_where=sa.text("perlu_hitung"))


def downgrade() -> None:
    op.drop_index("evaluasi_perlu_hitung", "evaluasi")
    op.drop_column("evaluasi", "perlu_hitung")
