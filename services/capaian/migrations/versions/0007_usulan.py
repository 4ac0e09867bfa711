"""Offers of daily entries by other systems; the NIP by which they name a person, and whether the person is still active."""

import sqlalchemy as sa
from alembic import op

from shared.persistence.migrations import enable_row_level_security

revision = "0007"
down_revision = "0006"

_NIP_SKP = """
UPDATE pegawai_view SET nip = skp.nip
FROM (SELECT DISTINCT ON (pegawai_id) pegawai_id, isi #>> '{pegawai,nip}' AS nip FROM skp_view ORDER BY pegawai_id, mulai DESC) skp
WHERE skp.pegawai_id = pegawai_view.id
"""
"""Who has an SKP can be named at once; the rest comes with auth's next state of the person, which version 0 lets in."""


def upgrade() -> None:
    op.create_table(
        "usulan",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("klien_id", sa.Uuid, nullable=False),
        sa.Column("klien_nama", sa.Text, nullable=False),
        sa.Column("rujukan", sa.Text, nullable=False),
        sa.Column("tanggal", sa.Date, nullable=False),
        sa.Column("uraian", sa.Text, nullable=False),
        sa.Column("lokasi_kerja", sa.Text, nullable=False),
        sa.Column("kuantitas", sa.Numeric(19, 4)),
        sa.Column("satuan", sa.Text, nullable=False),
        sa.Column("tautan", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("diusulkan_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("berlaku_sampai", sa.Date, nullable=False),
        sa.Column("progres_id", sa.Uuid),
        sa.UniqueConstraint("klien_id", "rujukan", name="usulan_rujukan"),
    )
    op.create_index("usulan_pegawai", "usulan", ["pegawai_id", "status", "tanggal"])
    enable_row_level_security("usulan")
    op.add_column("pegawai_view", sa.Column("nip", sa.Text))
    op.add_column("pegawai_view", sa.Column("aktif", sa.Boolean, nullable=False, server_default=sa.true()))
    op.create_index("pegawai_view_nip", "pegawai_view", ["instansi_id", "nip"])
    op.execute("SELECT set_config('app.instansi', '*', true)")
    op.execute(_NIP_SKP)
    op.execute("UPDATE pegawai_view SET version = 0")
