"""The tables of capaian: what it owns, and its copies of auth's and skp's data (``*_view``)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.jejak.tables import audit_trail
from shared.persistence.tables import mechanism, pencabutan

metadata = sa.MetaData()
mechanism(metadata)
audit_trail(metadata)
pencabutan(metadata)

MOMENT = sa.DateTime(timezone=True)

progres_harian = sa.Table(
    "progres_harian",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("skp_id", sa.Uuid, nullable=False),
    sa.Column("tanggal", sa.Date, nullable=False),
    sa.Column("uraian", sa.Text, nullable=False),
    sa.Column("rhk_id", sa.Uuid),
    sa.Column("di_luar_skp", sa.Text, nullable=False),
    sa.Column("kuantitas", sa.Numeric(19, 4)),
    sa.Column("satuan", sa.Text, nullable=False),
    sa.Column("mulai", sa.Time),
    sa.Column("selesai", sa.Time),
    sa.Column("lokasi_kerja", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("dikirim_pada", MOMENT, nullable=False),
    sa.Column("terlambat", sa.Boolean, nullable=False),
    sa.Column("hari_terlambat", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("(rhk_id IS NULL) <> (di_luar_skp = '')", name="progres_rhk_atau_alasan"),
    sa.Index("progres_pegawai", "pegawai_id", "tanggal", "id"),
    sa.Index("progres_skp", "skp_id", "tanggal"),
)

laporan = sa.Table(
    "laporan",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("penilai_id", sa.Uuid),
    sa.Column("atasan_penilai_id", sa.Uuid),
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
    sa.Column("realisasi", pg.JSONB, nullable=False),
    sa.Column("jumlah_progres", sa.Integer, nullable=False),
    sa.Column("pertama_dikirim_pada", MOMENT),
    sa.Column("dikirim_pada", MOMENT),
    sa.Column("diterima_pada", MOMENT),
    sa.Column("terlambat", sa.Boolean, nullable=False),
    sa.Column("hari_terlambat", sa.Integer, nullable=False),
    sa.Column("alasan_terlambat", sa.Text, nullable=False),
    sa.Column("keterangan_terlambat", sa.Text, nullable=False),
    sa.Column("dimaafkan", sa.Boolean, nullable=False),
    sa.Column("catatan_penilai", sa.Text, nullable=False),
    sa.Column("catatan_maaf", sa.Text, nullable=False),
    sa.Column("dibuka_sampai", sa.Date),
    sa.Column("dibuat", sa.Date),
    sa.Column("diajukan_otomatis", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("diminta_buka_pada", MOMENT),
    sa.Column("alasan_buka", sa.Text, nullable=False, server_default=""),
    sa.Column("gangguan_id", sa.Uuid),
    sa.Column("bebas", sa.Text, nullable=False, server_default=""),
    sa.Column("diterima_oleh", sa.Uuid),
    sa.Column("diterima_sebagai", sa.Text, nullable=False, server_default=""),
    sa.Column("riwayat", pg.JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("skp_id", "periode_id", name="laporan_skp_periode"),
    sa.Index("laporan_pegawai", "pegawai_id", "tahun", "mulai", "id"),
    sa.Index("laporan_penilai", "penilai_id", "tahun", "mulai", "id"),
    sa.Index("laporan_atasan", "atasan_penilai_id", "tahun", "mulai", "id"),
    sa.Index("laporan_instansi", "instansi_id", "tahun", "mulai", "id"),
    sa.Index("laporan_periode", "periode_id"),
    sa.Index("laporan_gangguan", "gangguan_id", postgresql_where=sa.text("gangguan_id IS NOT NULL")),
    sa.Index(
        "laporan_terlambat",
        "instansi_id",
        "batas_normal",
        postgresql_where=sa.text("terlambat AND NOT dimaafkan AND gangguan_id IS NULL"),
    ),
    sa.Index("laporan_minta_buka", "instansi_id", "diminta_buka_pada", postgresql_where=sa.text("diminta_buka_pada IS NOT NULL")),
    sa.Index(
        "laporan_akan_terkunci",
        sa.text("greatest(batas_toleransi, dibuka_sampai)"),
        postgresql_where=sa.text("status = 'draf' AND bebas = '' AND dibuat <= greatest(batas_toleransi, dibuka_sampai)"),
    ),
)
"""``dibuat`` is the day of the instansi on which the draft was made: one that was made after its lock waits for its reopening, it is not sent by itself."""

gangguan = sa.Table(
    "gangguan",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("mulai", MOMENT, nullable=False),
    sa.Column("selesai", MOMENT, nullable=False),
    sa.Column("sebab", sa.Text, nullable=False),
    sa.Column("dicatat_oleh", sa.Uuid, nullable=False),
    sa.Column("dicatat_pada", MOMENT, nullable=False),
    sa.Column("dicabut_pada", MOMENT),
    sa.Index("gangguan_instansi", "instansi_id", "selesai"),
)

bukti = sa.Table(
    "bukti",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("laporan_id", sa.Uuid, sa.ForeignKey("laporan.id")),
    sa.Column("progres_id", sa.Uuid, sa.ForeignKey("progres_harian.id")),
    sa.Column("indikator_id", sa.Uuid),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("ukuran", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("diunggah_oleh", sa.Uuid, nullable=False),
    sa.Column("diunggah_pada", MOMENT, nullable=False),
    sa.Column("tautan", sa.Text, nullable=False, server_default=""),
    sa.Column("keadaan_tautan", sa.Text, nullable=False, server_default=""),
    sa.Column("diperiksa_pada", MOMENT),
    sa.Column("periksa_lagi_pada", MOMENT),
    sa.Column("mini", sa.Text, nullable=False, server_default=""),
    sa.CheckConstraint("(tautan = '') = (keadaan_tautan = '')", name="bukti_tautan_berkeadaan"),
    sa.CheckConstraint("num_nonnulls(laporan_id, progres_id) = 1", name="bukti_satu_tempat"),
    sa.Index("bukti_laporan", "laporan_id"),
    sa.Index("bukti_progres", "progres_id"),
    sa.Index("bukti_isi", "instansi_id", "sha256"),
    sa.Index("bukti_mini_menunggu", "id", postgresql_where=sa.text("mini = 'menunggu'")),
    sa.Index("bukti_periksa_lagi", "periksa_lagi_pada", postgresql_where=sa.text("periksa_lagi_pada IS NOT NULL")),
)

usulan = sa.Table(
    "usulan",
    metadata,
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
    sa.Column("diusulkan_pada", MOMENT, nullable=False),
    sa.Column("berlaku_sampai", sa.Date, nullable=False),
    sa.Column("progres_id", sa.Uuid),
    sa.UniqueConstraint("klien_id", "rujukan", name="usulan_rujukan"),
    sa.Index("usulan_pegawai", "pegawai_id", "status", "tanggal"),
)

instansi_view = sa.Table(
    "instansi_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("zona_waktu", sa.Text, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

pegawai_view = sa.Table(
    "pegawai_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("nip", sa.Text),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("aktif", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("keadaan", pg.JSONB, nullable=False, server_default="[]"),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("pegawai_view_nip", "instansi_id", "nip"),
)

unor_view = sa.Table(
    "unor_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("induk_id", sa.Uuid),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("unor_view_induk", "induk_id"),
)

periode_view = sa.Table(
    "periode_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("nomor", sa.Integer, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("selesai", sa.Date, nullable=False),
    sa.Column("batas_normal", sa.Date, nullable=False),
    sa.Column("batas_toleransi", sa.Date, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("periode_view_tahun", "instansi_id", "tahun", "mulai"),
)

skp_view = sa.Table(
    "skp_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("selesai", sa.Date, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("berlaku", sa.Boolean, nullable=False),
    sa.Column("rhk_ids", pg.ARRAY(sa.Uuid), nullable=False),
    sa.Column("unor_lowong", pg.ARRAY(sa.Uuid), nullable=False, server_default="{}"),
    sa.Column("isi", pg.JSONB, nullable=False),
    sa.Column("unor_id", sa.Uuid, sa.Computed("CAST(isi ->> 'unor_id' AS uuid)", persisted=True)),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("skp_view_pegawai", "pegawai_id", "mulai"),
    sa.Index("skp_view_tahun", "instansi_id", "tahun"),
    sa.Index("skp_view_unor_lowong", "unor_lowong", postgresql_using="gin", postgresql_where=sa.text("unor_lowong <> '{}'")),
)

keberatan_view = sa.Table(
    "keberatan_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("skp_id", sa.Uuid, nullable=False),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("selesai", sa.Date, nullable=False),
    sa.Column("terbuka", sa.Boolean, nullable=False),
    sa.Column("pemutus_id", sa.Uuid),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("keberatan_view_skp", "skp_id", postgresql_where=sa.text("terbuka")),
)

pengganti_view = sa.Table(
    "pengganti_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("unor_id", sa.Uuid, nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("digantikan_id", sa.Uuid),
    sa.Column("dari", sa.Date, nullable=False),
    sa.Column("sampai", sa.Date, nullable=False),
    sa.Column("dicabut", sa.Boolean, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("pengganti_view_pegawai", "pegawai_id"),
    sa.Index("pengganti_view_digantikan", "digantikan_id"),
)
