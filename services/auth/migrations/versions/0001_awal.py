"""The organisation, accounts, sessions, signing keys and subscribers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import create_mechanism, enable_row_level_security

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_mechanism()
    op.create_table(
        "instansi",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kode", sa.Text(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("zona_waktu", sa.Text(), nullable=False),
        sa.Column("pengaturan", pg.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kode"),
    )
    op.create_table(
        "unor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("kode", sa.Text(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("induk_id", sa.Uuid(), nullable=True),
        sa.Column("berlaku_dari", sa.Date(), nullable=False),
        sa.Column("berlaku_sampai", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["induk_id"], ["unor.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["instansi_id"],
            ["instansi.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("instansi_id", "kode", name="unor_kode"),
    )
    op.create_index("unor_induk", "unor", ["induk_id"], unique=False)
    op.create_table(
        "pegawai",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("nip", sa.Text(), nullable=True),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("jabatan", pg.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id"],
            ["instansi.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("instansi_id", "nip", name="pegawai_nip"),
    )
    op.create_index("pegawai_nama", "pegawai", ["instansi_id", "nama", "id"], unique=False)
    op.create_table(
        "penugasan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("pegawai_id", sa.Uuid(), nullable=False),
        sa.Column("unor_id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", sa.Text(), nullable=False),
        sa.Column("jenis_jabatan", sa.Text(), nullable=False),
        sa.Column("jenjang", sa.Text(), nullable=True),
        sa.Column("golongan", sa.Text(), nullable=True),
        sa.Column("kepala", sa.Boolean(), nullable=False),
        sa.Column("penilai_id", sa.Uuid(), nullable=True),
        sa.Column("atasan_penilai_id", sa.Uuid(), nullable=True),
        sa.Column("mulai", sa.Date(), nullable=False),
        sa.Column("selesai", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["instansi_id"],
            ["instansi.id"],
        ),
        sa.ForeignKeyConstraint(
            ["pegawai_id"],
            ["pegawai.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unor_id"],
            ["unor.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("penugasan_instansi", "penugasan", ["instansi_id"], unique=False)
    op.create_index("penugasan_pegawai", "penugasan", ["pegawai_id", "mulai"], unique=False)
    op.create_index("penugasan_unor", "penugasan", ["unor_id", "mulai"], unique=False)
    op.create_table(
        "akun",
        sa.Column("pegawai_id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("nama_akun", sa.Text(), nullable=False),
        sa.Column("sandi_hash", sa.Text(), nullable=True),
        sa.Column("sandi_awal", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("sandi_diganti_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("peran", pg.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id"],
            ["instansi.id"],
        ),
        sa.ForeignKeyConstraint(
            ["pegawai_id"],
            ["pegawai.id"],
        ),
        sa.PrimaryKeyConstraint("pegawai_id"),
        sa.UniqueConstraint("instansi_id", "nama_akun", name="akun_nama"),
    )
    op.create_index("akun_nama_akun", "akun", ["nama_akun"], unique=False)
    op.create_table(
        "sesi",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("pegawai_id", sa.Uuid(), nullable=False),
        sa.Column("sidik", sa.LargeBinary(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terakhir_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("diakhiri_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alamat", sa.Text(), nullable=False),
        sa.Column("peramban", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instansi_id"],
            ["instansi.id"],
        ),
        sa.ForeignKeyConstraint(
            ["pegawai_id"],
            ["pegawai.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sidik"),
    )
    op.create_index("sesi_pegawai", "sesi", ["pegawai_id", "terakhir_pada"], unique=False)
    op.create_index("sesi_terakhir", "sesi", ["terakhir_pada"], unique=False)
    op.create_table(
        "unggahan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("oleh", sa.Uuid(), nullable=False),
        sa.Column("nama_berkas", sa.Text(), nullable=False),
        sa.Column("berkas", sa.LargeBinary(), nullable=False),
        sa.Column("jumlah_baris", sa.Integer(), nullable=False),
        sa.Column("perubahan", pg.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ditolak", pg.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("diunggah_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("diterapkan_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instansi_id"],
            ["instansi.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("unggahan_instansi", "unggahan", ["instansi_id", "diunggah_pada"], unique=False)
    op.create_table(
        "pelanggan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instansi_id", sa.Uuid(), nullable=False),
        sa.Column("nama", sa.Text(), nullable=False),
        sa.Column("jenis", pg.ARRAY(sa.Text()), nullable=False),
        sa.Column("tujuan", sa.Text(), nullable=False),
        sa.Column("dasar_hukum", sa.Text(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ditangguhkan_pada", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instansi_id"],
            ["instansi.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("nama"),
    )
    op.create_table(
        "kunci",
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("publik", pg.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("privat_tersandi", sa.LargeBinary(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("kid"),
    )
    op.create_table(
        "percobaan",
        sa.Column("kunci", sa.LargeBinary(), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("mulai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terkunci_sampai", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kunci"),
    )
    op.create_index("percobaan_mulai", "percobaan", ["mulai"], unique=False)
    enable_row_level_security("instansi", column="id")
    enable_row_level_security("unor", "pegawai", "penugasan", "akun", "sesi", "unggahan", "pelanggan")
