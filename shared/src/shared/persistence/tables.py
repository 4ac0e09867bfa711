"""The mechanism tables that every service's database has beside its own. They are technical: no row-level security."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

OUTBOX_CHANNEL = "outbox"


def pencabutan(metadata: sa.MetaData) -> sa.Table:
    """Add the list of revocations: a service's copy of what auth publishes, and in auth the truth."""
    return sa.Table(
        "pencabutan",
        metadata,
        sa.Column("subjek", sa.Text, primary_key=True),
        sa.Column("subjek_id", sa.Text, primary_key=True),
        sa.Column("tidak_sebelum", sa.DateTime(timezone=True), nullable=False),
        sa.Column("berakhir", sa.DateTime(timezone=True), nullable=False),
        sa.Index("pencabutan_berakhir", "berakhir"),
    )


def mechanism(metadata: sa.MetaData) -> None:
    """Add outbox, inbox, surat_mati, idempotensi and denyut to a service's metadata."""
    sa.Table(
        "outbox",
        metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("exchange", sa.Text, nullable=False),
        sa.Column("routing_key", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.clock_timestamp()),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Index("outbox_unpublished", "id", postgresql_where=sa.text("published_at IS NULL")),
        sa.Index("outbox_published", "published_at", postgresql_where=sa.text("published_at IS NOT NULL")),
    )
    sa.Table(
        "inbox",
        metadata,
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Index("inbox_received", "received_at"),
    )
    sa.Table(
        "surat_mati",
        metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("event_id", sa.Uuid, unique=True),
        sa.Column("instansi_id", sa.Uuid),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("sebab", sa.Text, nullable=False),
        sa.Column("percobaan", sa.Integer, nullable=False),
        sa.Column("coba_lagi_pada", sa.DateTime(timezone=True)),
        sa.Column("diparkir_pada", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Index("surat_mati_due", "coba_lagi_pada", postgresql_where=sa.text("diparkir_pada IS NULL")),
    )
    sa.Table(
        "idempotensi",
        metadata,
        sa.Column("pelaku", sa.Text, primary_key=True),
        sa.Column("kunci", sa.Text, primary_key=True),
        sa.Column("sidik", sa.Text, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("kepala", pg.JSONB),
        sa.Column("isi", sa.LargeBinary),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Index("idempotensi_created", "created_at"),
    )
    sa.Table(
        "denyut",
        metadata,
        sa.Column("komponen", sa.Text, primary_key=True),
        sa.Column("pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rincian", pg.JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
    )
