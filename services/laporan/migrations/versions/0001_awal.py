"""The read models of laporan."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.persistence.migrations import create_mechanism, enable_row_level_security

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_mechanism()
    op.create_table(
        "instansi_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("kode", sa.Text, nullable=False),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("jenis", sa.Text, nullable=False),
        sa.Column("zona_waktu", sa.Text, nullable=False),
        sa.Column("pengaturan", pg.JSONB, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "unor_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("kode", sa.Text, nullable=False),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("jenis", sa.Text, nullable=False),
        sa.Column("induk_id", sa.Uuid),
        sa.Column("berlaku_dari", sa.Date, nullable=False),
        sa.Column("berlaku_sampai", sa.Date),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "pegawai_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("nip", sa.Text),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("aktif", sa.Boolean, nullable=False),
        sa.Column("peran", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "penugasan_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("unor_id", sa.Uuid, nullable=False),
        sa.Column("unor_nama", sa.Text, nullable=False),
        sa.Column("jabatan", sa.Text, nullable=False),
        sa.Column("jenis_jabatan", sa.Text, nullable=False),
        sa.Column("jenjang", sa.Text),
        sa.Column("golongan", sa.Text),
        sa.Column("kepala", sa.Boolean, nullable=False),
        sa.Column("penilai_id", sa.Uuid),
        sa.Column("atasan_penilai_id", sa.Uuid),
        sa.Column("mulai", sa.Date, nullable=False),
        sa.Column("selesai", sa.Date),
    )
    op.create_table(
        "periode_view",
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
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "skp_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("penilai_id", sa.Uuid),
        sa.Column("atasan_penilai_id", sa.Uuid),
        sa.Column("unor_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("mulai", sa.Date, nullable=False),
        sa.Column("selesai", sa.Date, nullable=False),
        sa.Column("pendekatan", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("revisi", sa.Integer, nullable=False),
        sa.Column("diajukan_pada", sa.DateTime(timezone=True)),
        sa.Column("dikembalikan_pada", sa.DateTime(timezone=True)),
        sa.Column("disetujui_pada", sa.DateTime(timezone=True)),
        sa.Column("hari_persetujuan", sa.Integer),
        sa.Column("alasan_dikembalikan", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("dokumen", pg.JSONB, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "laporan_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("penilai_id", sa.Uuid),
        sa.Column("skp_id", sa.Uuid, nullable=False),
        sa.Column("periode_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("nomor", sa.Integer, nullable=False),
        sa.Column("nama", sa.Text, nullable=False),
        sa.Column("mulai", sa.Date, nullable=False),
        sa.Column("selesai", sa.Date, nullable=False),
        sa.Column("batas_normal", sa.Date, nullable=False),
        sa.Column("batas_toleransi", sa.Date, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("jumlah_progres", sa.Integer, nullable=False),
        sa.Column("jumlah_bukti", sa.Integer, nullable=False),
        sa.Column("pertama_dikirim_pada", sa.DateTime(timezone=True)),
        sa.Column("dikirim_pada", sa.DateTime(timezone=True)),
        sa.Column("diterima_pada", sa.DateTime(timezone=True)),
        sa.Column("terlambat", sa.Boolean, nullable=False),
        sa.Column("hari_terlambat", sa.Integer, nullable=False),
        sa.Column("alasan_terlambat", sa.Text, nullable=False),
        sa.Column("dimaafkan", sa.Boolean, nullable=False),
        sa.Column("realisasi", pg.JSONB, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "evaluasi_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("penilai_id", sa.Uuid),
        sa.Column("atasan_penilai_id", sa.Uuid),
        sa.Column("unor_id", sa.Uuid, nullable=False),
        sa.Column("skp_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("jenis", sa.Text, nullable=False),
        sa.Column("mulai", sa.Date, nullable=False),
        sa.Column("selesai", sa.Date, nullable=False),
        sa.Column("bulan", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("ketepatan", pg.JSONB, nullable=False),
        sa.Column("capaian_organisasi", sa.Text, nullable=False),
        sa.Column("rating_hasil", sa.Text, nullable=False),
        sa.Column("rating_perilaku", sa.Text, nullable=False),
        sa.Column("predikat", sa.Text, nullable=False),
        sa.Column("nilai_skp", sa.Numeric),
        sa.Column("nilai_perilaku", sa.Numeric),
        sa.Column("nkp", sa.Numeric),
        sa.Column("catatan", sa.Text, nullable=False),
        sa.Column("diajukan_pada", sa.DateTime(timezone=True)),
        sa.Column("ditetapkan_pada", sa.DateTime(timezone=True)),
        sa.Column("disampaikan_pada", sa.DateTime(timezone=True)),
        sa.Column("final_pada", sa.DateTime(timezone=True)),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "organisasi_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("unor_id", sa.Uuid, nullable=False),
        sa.Column("tahun", sa.Integer, nullable=False),
        sa.Column("nilai", sa.Text, nullable=False),
        sa.Column("alasan", sa.Text, nullable=False),
        sa.Column("ditetapkan_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("unor_view_instansi", "unor_view", ["instansi_id"])
    op.create_index("pegawai_view_nama", "pegawai_view", ["instansi_id", "nama", "id"])
    op.create_index("pegawai_view_nip", "pegawai_view", ["nip"])
    op.create_index("penugasan_view_pegawai", "penugasan_view", ["pegawai_id", "mulai"])
    op.create_index("penugasan_view_penilai", "penugasan_view", ["penilai_id"])
    op.create_index("penugasan_view_atasan", "penugasan_view", ["atasan_penilai_id"])
    op.create_index("penugasan_view_instansi", "penugasan_view", ["instansi_id", "unor_id"])
    op.create_index("periode_view_tahun", "periode_view", ["instansi_id", "tahun", "untuk", "nomor"])
    op.create_index("skp_view_pegawai", "skp_view", ["pegawai_id", "tahun"])
    op.create_index("skp_view_penilai", "skp_view", ["penilai_id", "tahun", "status"])
    op.create_index("skp_view_atasan", "skp_view", ["atasan_penilai_id", "tahun"])
    op.create_index("skp_view_instansi", "skp_view", ["instansi_id", "tahun", "pegawai_id"])
    op.create_index("laporan_view_pegawai", "laporan_view", ["pegawai_id", "tahun", "nomor"])
    op.create_index("laporan_view_penilai", "laporan_view", ["penilai_id", "status"])
    op.create_index("laporan_view_instansi", "laporan_view", ["instansi_id", "tahun", "pegawai_id"])
    op.create_index("evaluasi_view_pegawai", "evaluasi_view", ["pegawai_id", "tahun"])
    op.create_index("evaluasi_view_penilai", "evaluasi_view", ["penilai_id", "status"])
    op.create_index("evaluasi_view_instansi", "evaluasi_view", ["instansi_id", "tahun", "pegawai_id"])
    op.create_index("organisasi_view_tahun", "organisasi_view", ["instansi_id", "tahun", "unor_id"])
    op.create_table(
        "progres_view",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("instansi_id", sa.Uuid, nullable=False),
        sa.Column("pegawai_id", sa.Uuid, nullable=False),
        sa.Column("tanggal", sa.Date, nullable=False),
        sa.Column("terlambat", sa.Boolean, nullable=False),
        sa.Column("ada", sa.Boolean, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("progres_view_pegawai", "progres_view", ["pegawai_id", "tanggal"], postgresql_where=sa.text("ada"))
    enable_row_level_security("instansi_view", column="id")
    enable_row_level_security(
        "unor_view",
        "pegawai_view",
        "penugasan_view",
        "periode_view",
        "skp_view",
        "laporan_view",
        "evaluasi_view",
        "organisasi_view",
        "progres_view",
    )
    # Documents go out of line, so that counting ten thousand people reads narrow rows.
    op.execute("ALTER TABLE skp_view SET (toast_tuple_target = 256)")
    op.execute("ALTER TABLE laporan_view SET (toast_tuple_target = 256)")


def downgrade() -> None:
    raise NotImplementedError
