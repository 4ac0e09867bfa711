"""What the virus scanner said of a file, and what it found."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("bukti", sa.Column("keadaan_berkas", sa.Text, nullable=False, server_default=""))
    op.add_column("bukti", sa.Column("temuan", sa.Text, nullable=False, server_default=""))
