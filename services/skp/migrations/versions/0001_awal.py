"""SKP, their agreed versions, the periods, and the copies of the organisation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import create_mechanism, enable_row_level_security

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_mechanism()
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "skp",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("penilai_id", sa.Uuid),
        sa.Column("atasan_penilai_id", sa.Uuid),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("mulai", sa.Date, nullable=False),
        sa.Column("selesai", sa.Date, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("isi", pg.JSONB, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("mulai <= selesai", name="skp_rentang"),
        pg.ExcludeConstraint(
            (sa.Column("pegawai_id"), "="),
            (sa.text("daterange(mulai, selesai, '[]')"), "&&"),
            where=sa.text("status <> 'dibatalkan'"),
            using="gist",
            name="skp_tidak_tumpang_tindih",
        ),
    )
    op.create_index("skp_pegawai", "skp", ["pegawai_id", "tahun"])
    op.create_index("skp_penilai", "skp", ["penilai_id", "tahun"])
    op.create_index("skp_atasan_penilai", "skp", ["atasan_penilai_id", "tahun"])
    op.create_index("skp_instansi", "skp", ["instansi_id", "tahun", "id"])
    op.create_table(
        "skp_versi",
        sa.Column("skp_id", sa.Uuid, sa.ForeignKey("skp.id"), primary_key=True),
        sa.Column("revisi", sa.Integer, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("isi", pg.JSONB, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("disetujui_oleh", sa.Uuid, nullable=False),
        sa.Column("disetujui_pada", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute(
        "CREATE FUNCTION skp_versi_tetap() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'an agreed version never changes' USING ERRCODE = 'restrict_violation'; END $$;"
        "CREATE TRIGGER skp_versi_tetap BEFORE UPDATE OR DELETE ON skp_versi FOR EACH ROW EXECUTE FUNCTION skp_versi_tetap()"
    )
    op.create_table(
        "periode",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("untuk", sa.Text, nullable=False),
        sa.Column("jenis", sa.Text, nullable=False),
        sa.Column("nomor", sa.Integer, nullable=False),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("mulai", sa.Date, nullable=False),
        sa.Column("selesai", sa.Date, nullable=False),
        sa.Column("batas_normal", sa.Date, nullable=False),
        sa.Column("batas_toleransi", sa.Date, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("instansi_id", "tahun", "untuk", "jenis", "nomor", name="periode_sekali"),
    )
    op.create_table(
        "instansi_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("zona_waktu", sa.Text, nullable=False),
        sa.Column("pengaturan", pg.JSONB, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "unor_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("induk_id", sa.Uuid),
        sa.Column("kode", sa.Text, nullable=False),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("unor_view_induk", "unor_view", ["induk_id"])
    op.create_table(
        "pegawai_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("nip", sa.Text),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("aktif", sa.Boolean, nullable=False),
        sa.Column("penugasan", pg.JSONB, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index(
        "pegawai_view_penugasan", "pegawai_view", ["penugasan"], postgresql_using="gin", postgresql_ops={"penugasan": "jsonb_path_ops"}
    )
    enable_row_level_security("skp", "skp_versi", "periode", "unor_view", "pegawai_view")
    enable_row_level_security("instansi_view", column="id")
