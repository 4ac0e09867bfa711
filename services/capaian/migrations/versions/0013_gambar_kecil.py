"""Which pictures have a small one made of them; those that are there wait for theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("bukti", sa.Column("mini", sa.Text, nullable=False, server_default=""))
    op.create_index("bukti_mini_menunggu", "bukti", ["id"], postgresql_where=sa.text("mini = 'menunggu'"))
    op.execute("SELECT set_config('app.instansi', '*', true)")
    op.execute("UPDATE bukti SET mini = 'menunggu' WHERE jenis IN ('image/jpeg', 'image/png')")
