"""The hierarchy: evaluators set by the admin, complaints, findings, dated units and settings, words to search people by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import enable_row_level_security

revision = "0006"
down_revision = "0005"

_moment = sa.DateTime(timezone=True)


def _instansi() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["instansi_id"], ["instansi.id"])


def upgrade() -> None:
    op.execute("SELECT set_config('app.instansi', '*', true)")
    op.add_column("unor", sa.Column("dasar", sa.Text(), server_default="", nullable=False))
    op.add_column("unor", sa.Column("oleh", sa.Uuid(), nullable=True))
    op.add_column("unor", sa.Column("dicatat_pada", _moment, nullable=True))
    op.add_column("pegawai", sa.Column("penetapan", pg.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False))
    op.create_index("penugasan_penilai", "penugasan", ["penilai_id"], unique=False)
    op.create_table(
        "unor_riwayat",
        sa.Column("unor_id", sa.Uuid(), nullable=False),
        sa.Column("mulai", sa.Date(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("selesai", sa.Date(), nullable=True),
        sa.Column("lampau", sa.Boolean(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("induk_id", sa.Uuid(), nullable=True),
        sa.Column("dasar", sa.Text(), nullable=False),
        sa.Column("oleh", sa.Uuid(), nullable=True),
        sa.Column("dicatat_pada", _moment, nullable=True),
        sa.ForeignKeyConstraint(["induk_id"], ["unor.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["unor_id"], ["unor.id"]),
        _instansi(),
        sa.PrimaryKeyConstraint("unor_id", "mulai"),
    )
    op.create_index("unor_riwayat_instansi", "unor_riwayat", ["instansi_id", "mulai"], unique=False)
    op.create_table(
        "kata_pegawai",
        sa.Column("pegawai_id", sa.Uuid(), nullable=False),
        sa.Column("kata", sa.Text(collation="C"), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["pegawai_id"], ["pegawai.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pegawai_id", "kata"),
    )
    op.execute(
        "INSERT INTO kata_pegawai (pegawai_id, kata, instansi_id)"
        " SELECT DISTINCT id, kata, instansi_id FROM pegawai,"
        " regexp_split_to_table(lower(regexp_replace(normalize(nama, NFKD), '[\u0300-\u036f]', '', 'g')) || ' ' || coalesce(nip, ''), '[^a-z0-9]+') AS kata"
        " WHERE kata <> ''"
    )
    op.create_index("kata_pegawai_awalan", "kata_pegawai", ["instansi_id", "kata", "pegawai_id"], unique=False)
    op.create_table(
        "keluhan_atasan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("pegawai_id", sa.Uuid(), nullable=False),
        sa.Column("penilai_id", sa.Uuid(), nullable=True),
        sa.Column("usul_id", sa.Uuid(), nullable=True),
        sa.Column("alasan", sa.Text(), nullable=False),
        sa.Column("diajukan_pada", _moment, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cara", sa.Text(), server_default="", nullable=False),
        sa.Column("hasil_id", sa.Uuid(), nullable=True),
        sa.Column("catatan", sa.Text(), server_default="", nullable=False),
        sa.Column("diputus_pada", _moment, nullable=True),
        sa.Column("diputus_oleh", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _instansi(),
        sa.ForeignKeyConstraint(["pegawai_id"], ["pegawai.id"]),
        sa.ForeignKeyConstraint(["usul_id"], ["pegawai.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "keluhan_atasan_terbuka", "keluhan_atasan", ["pegawai_id"], unique=True, postgresql_where=sa.text("status = 'diajukan'")
    )
    op.create_index("keluhan_atasan_antrean", "keluhan_atasan", ["instansi_id", "status", "diajukan_pada"], unique=False)
    op.create_index("keluhan_atasan_pegawai", "keluhan_atasan", ["pegawai_id", "diajukan_pada"], unique=False)
    op.create_table(
        "pemeriksaan_hierarki",
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("hari", sa.Date(), nullable=False),
        sa.Column("sidik", sa.Text(), nullable=False),
        sa.Column("diperiksa_pada", _moment, nullable=True),
        sa.Column("diminta_pada", _moment, nullable=True),
        sa.Column("orang", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unit", sa.Integer(), server_default="0", nullable=False),
        sa.Column("jumlah", pg.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False),
        _instansi(),
        sa.PrimaryKeyConstraint("instansi_id", "hari"),
    )
    op.create_table(
        "temuan_hierarki",
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("hari", sa.Date(), nullable=False),
        sa.Column("urut", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("subjek_id", sa.Uuid(), nullable=False),
        sa.Column("judul", sa.Text(), nullable=False),
        sa.Column("uraian", sa.Text(), nullable=False),
        sa.Column("sejak", sa.Date(), nullable=True),
        sa.Column("terdampak", pg.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("perbaikan", pg.JSONB(astext_type=sa.Text()), nullable=False),
        _instansi(),
        sa.PrimaryKeyConstraint("instansi_id", "hari", "urut"),
    )
    op.create_index("temuan_hierarki_jenis", "temuan_hierarki", ["instansi_id", "hari", "jenis", "urut"], unique=False)
    op.create_table(
        "versi_pengaturan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("berlaku_dari", sa.Date(), nullable=False),
        sa.Column("zona_waktu", sa.Text(), nullable=False),
        sa.Column("pengaturan", pg.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("dasar_hukum", sa.Text(), nullable=False),
        sa.Column("oleh", sa.Uuid(), nullable=True),
        sa.Column("dicatat_pada", _moment, nullable=False),
        _instansi(),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("instansi_id", "berlaku_dari", name="versi_pengaturan_hari"),
    )
    op.execute(
        "INSERT INTO versi_pengaturan (id, instansi_id, berlaku_dari, zona_waktu, pengaturan, dasar_hukum, dicatat_pada)"
        " SELECT gen_random_uuid(), id, DATE '2000-01-01', zona_waktu, pengaturan, '', now() FROM instansi"
    )
    enable_row_level_security(
        "unor_riwayat", "kata_pegawai", "keluhan_atasan", "pemeriksaan_hierarki", "temuan_hierarki", "versi_pengaturan"
    )
