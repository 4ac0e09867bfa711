"""The plans that wait for an evaluator are found by an index, those under revision among them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    menunggu = sa.text("status = 'diajukan' OR tahap_revisi IN ('diminta', 'diajukan')")
    op.create_index("skp_view_menunggu", "skp_view", ["penilai_id"], postgresql_where=menunggu)
