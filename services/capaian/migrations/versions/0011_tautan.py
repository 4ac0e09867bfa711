"""Evidence as a link: its address, what the last check of it found, and when it is looked at again."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("bukti", sa.Column("tautan", sa.Text, nullable=False, server_default=""))
    op.add_column("bukti", sa.Column("keadaan_tautan", sa.Text, nullable=False, server_default=""))
    op.add_column("bukti", sa.Column("diperiksa_pada", sa.DateTime(timezone=True)))
    op.add_column("bukti", sa.Column("periksa_lagi_pada", sa.DateTime(timezone=True)))
    op.create_check_constraint("bukti_tautan_berkeadaan", "bukti", "(tautan = '') = (keadaan_tautan = '')")
    op.create_index("bukti_periksa_lagi", "bukti", ["periksa_lagi_pada"], postgresql_where=sa.text("periksa_lagi_pada IS NOT NULL"))
