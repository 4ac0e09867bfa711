"""Signing in by an identity provider: links, begun sign-ins, and the sessions that came of them."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "identitas_luar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("pegawai_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("sub", sa.Text(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terakhir_pada", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"]),
        sa.ForeignKeyConstraint(["pegawai_id"], ["pegawai.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("issuer", "sub", name="identitas_luar_sub"),
        sa.UniqueConstraint("pegawai_id", "issuer", name="identitas_luar_pegawai"),
    )
    op.create_table(
        "sesi_luar",
        sa.Column("sesi_id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("id_token_tersandi", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"]),
        sa.ForeignKeyConstraint(["sesi_id"], ["sesi.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sesi_id"),
    )
    op.create_table(
        "permintaan_asn",
        sa.Column("sidik", sa.LargeBinary(), nullable=False),
        sa.Column("peramban", sa.LargeBinary(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("lanjut", sa.Text(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sidik"),
    )
    op.create_index("permintaan_asn_dibuat", "permintaan_asn", ["dibuat_pada"], unique=False)
    enable_row_level_security("identitas_luar", "sesi_luar")
