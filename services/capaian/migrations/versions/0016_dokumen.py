"""Evidence that stays where it is and is confirmed by the evaluator; and since when an instansi takes which form of evidence.

The form comes with auth's next state of the instansi, which version 0 lets in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("instansi_view", sa.Column("bukti_mode", pg.JSONB, nullable=False, server_default="[]"))
    op.execute("SELECT set_config('app.instansi', '*', true)")
    op.execute("UPDATE instansi_view SET version = 0")
    op.add_column("bukti", sa.Column("letak", sa.Text, nullable=False, server_default=""))
    op.add_column("bukti", sa.Column("konfirmasi", sa.Text, nullable=False, server_default=""))
    op.add_column("bukti", sa.Column("catatan_konfirmasi", sa.Text, nullable=False, server_default=""))
    op.add_column("bukti", sa.Column("dikonfirmasi_oleh", sa.Uuid))
    op.add_column("bukti", sa.Column("dikonfirmasi_pada", sa.DateTime(timezone=True)))
