"""The tables of penilaian: evaluations, results of organisations, and copies of what the other services own."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.jejak.tables import audit_trail
from shared.persistence.tables import mechanism, pencabutan

metadata = sa.MetaData()
mechanism(metadata)
audit_trail(metadata)
pencabutan(metadata)

evaluasi = sa.Table(
    "evaluasi",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("penilai_id", sa.Uuid),
    sa.Column("atasan_penilai_id", sa.Uuid),
    sa.Column("unor_id", sa.Uuid, nullable=False),
    sa.Column("skp_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("nip", sa.Text),
    sa.Column("jabatan", sa.Text, nullable=False),
    sa.Column("disampaikan_pada", sa.DateTime(timezone=True)),
    sa.Column("tidak_dinilai", sa.Text, nullable=False, server_default=""),
    sa.Column("menunggu_atasan", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("menunggu_sejak", sa.DateTime(timezone=True)),
    sa.Column("perlu_hitung", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("ketepatan", pg.JSONB, nullable=False),
    sa.Column("ringkasan", pg.JSONB, nullable=False),
    sa.Column("dokumen", pg.JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("skp_id", "jenis", name="evaluasi_satu_tiap_skp"),
    sa.Index("evaluasi_penilai", "penilai_id", "tahun"),
    sa.Index("evaluasi_pegawai", "pegawai_id", "tahun"),
    sa.Index("evaluasi_atasan", "atasan_penilai_id", postgresql_where=sa.text("menunggu_atasan")),
    sa.Index("evaluasi_baris_atasan", "atasan_penilai_id", "tahun"),
    sa.Index("evaluasi_instansi", "instansi_id", "tahun", "id"),
    sa.Index("evaluasi_unor", "unor_id", "tahun"),
    sa.Index("evaluasi_perlu_hitung", "id", postgresql_where=sa.text("perlu_hitung")),
    sa.Index("evaluasi_menunggu", "status", postgresql_where=sa.text("status IN ('pengisian', 'dikembalikan', 'disampaikan')")),
)
"""``dokumen`` holds the whole aggregate; ``ringkasan`` the figures of queues (the draft predikat among them: for the evaluator alone)."""

keberatan = sa.Table(
    "keberatan",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("evaluasi_id", sa.Uuid, sa.ForeignKey("evaluasi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("pemutus_id", sa.Uuid),
    sa.Column("unor_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("diajukan_pada", sa.DateTime(timezone=True), nullable=False),
    sa.Column("batas_putusan", sa.Date, nullable=False),
    sa.Column("dokumen", pg.JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("evaluasi_id", name="keberatan_sekali"),
    sa.Index("keberatan_pegawai", "pegawai_id"),
    sa.Index("keberatan_pemutus", "pemutus_id"),
    sa.Index("keberatan_instansi", "instansi_id", "tahun", "id"),
)
"""``dokumen`` holds the whole aggregate; the other columns find and scope it."""

umpan_balik = sa.Table(
    "umpan_balik",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("dari_id", sa.Uuid, nullable=False),
    sa.Column("peran_pemberi", sa.Text, nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("teks", sa.Text, nullable=False),
    sa.Column("rhk_id", sa.Uuid),
    sa.Column("perilaku", sa.Text, nullable=False),
    sa.Column("masa_nama", sa.Text, nullable=False),
    sa.Column("masa_mulai", sa.Date, nullable=False),
    sa.Column("masa_selesai", sa.Date, nullable=False),
    sa.Column("tanggal", sa.Date, nullable=False),
    sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
    sa.Column("gelombang_mulai", sa.Date),
    sa.Column("gelombang_selesai", sa.Date),
    sa.Column("dibaca_pada", sa.DateTime(timezone=True)),
    sa.Column("tanggapan", sa.Text, nullable=False, server_default=""),
    sa.Column("ditanggapi_pada", sa.DateTime(timezone=True)),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("umpan_balik_pegawai", "pegawai_id", "tanggal"),
    sa.Index("umpan_balik_dari", "dari_id", "dibuat_pada"),
    sa.Index(
        "umpan_balik_tertutup",
        "masa_selesai",
        postgresql_where=sa.text("gelombang_selesai IS NULL AND peran_pemberi IN ('rekan', 'bawahan')"),
    ),
)
"""``id`` is drawn, not counted (UUIDv4): neither it nor an order by it tells when an entry was written (decision record 0011)."""

tindak_lanjut = sa.Table(
    "tindak_lanjut",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("evaluasi_id", sa.Uuid, sa.ForeignKey("evaluasi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("penanggung_jawab_id", sa.Uuid),
    sa.Column("unor_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("tenggat", sa.Date, nullable=False),
    sa.Column("sidik", sa.Text, nullable=False),
    sa.Column("dokumen", pg.JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("tindak_lanjut_sekali", "evaluasi_id", "jenis", "sidik", unique=True, postgresql_where=sa.text("sidik <> ''")),
    sa.Index("tindak_lanjut_evaluasi", "evaluasi_id"),
    sa.Index("tindak_lanjut_pegawai", "pegawai_id", "tenggat"),
    sa.Index("tindak_lanjut_penanggung_jawab", "penanggung_jawab_id", "tenggat"),
    sa.Index("tindak_lanjut_instansi", "instansi_id", "tenggat", "id"),
)
"""``dokumen`` holds the whole aggregate; the other columns find and scope it. ``sidik``: the result that the system made it for, once a kind."""

dialog_kinerja = sa.Table(
    "dialog_kinerja",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("evaluasi_id", sa.Uuid, sa.ForeignKey("evaluasi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, nullable=False),
    sa.Column("unor_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("tanggal", sa.Date, nullable=False),
    sa.Column("tindak_lanjut_id", sa.Uuid),
    sa.Column("dokumen", pg.JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("dialog_kinerja_evaluasi", "evaluasi_id", "tanggal"),
    sa.Index("dialog_kinerja_pegawai", "pegawai_id"),
    sa.Index("dialog_kinerja_tindak_lanjut", "tindak_lanjut_id"),
)
"""``dokumen`` holds the whole aggregate; the other columns find and scope it."""

organisasi = sa.Table(
    "organisasi",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("unor_id", sa.Uuid, nullable=False),
    sa.Column("tahun", sa.Integer, nullable=False),
    sa.Column("nilai", sa.Text, nullable=False),
    sa.Column("alasan", sa.Text, nullable=False),
    sa.Column("ditetapkan_oleh", sa.Uuid, nullable=False),
    sa.Column("ditetapkan_pada", sa.DateTime(timezone=True), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("unor_id", "tahun", name="organisasi_satu_tiap_tahun"),
    sa.Index("organisasi_instansi", "instansi_id", "tahun"),
)

instansi_view = sa.Table(
    "instansi_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("zona_waktu", sa.Text, nullable=False),
    sa.Column("pengaturan", pg.JSONB, nullable=False),
    sa.Column("riwayat_pengaturan", pg.JSONB, nullable=False, server_default=sa.text("'[]'::jsonb")),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

unor_view = sa.Table(
    "unor_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("induk_id", sa.Uuid),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("unor_view_instansi", "instansi_id"),
    sa.Index("unor_view_induk", "induk_id"),
)

pegawai_view = sa.Table(
    "pegawai_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("nip", sa.Text),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("penugasan", pg.JSONB, nullable=False),
    sa.Column("keadaan", pg.JSONB, nullable=False, server_default="[]"),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("pegawai_view_penugasan", "penugasan", postgresql_using="gin", postgresql_ops={"penugasan": "jsonb_path_ops"}),
)

periode_view = sa.Table(
    "periode_view",
    metadata,
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
    sa.Index("periode_view_tahun", "instansi_id", "tahun", "untuk"),
)

skp_view = sa.Table(
    "skp_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("dokumen", pg.JSONB, nullable=False),
    sa.Column("unor_lowong", pg.ARRAY(sa.Uuid), nullable=False, server_default="{}"),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("skp_view_unor_lowong", "unor_lowong", postgresql_using="gin", postgresql_where=sa.text("unor_lowong <> '{}'")),
)

laporan_view = sa.Table(
    "laporan_view",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("skp_id", sa.Uuid, nullable=False),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("batas_toleransi", sa.Date, nullable=False),
    sa.Column("dokumen", pg.JSONB, nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("laporan_view_skp", "skp_id", "mulai"),
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
