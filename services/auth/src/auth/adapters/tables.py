"""The tables of auth. What belongs to an instansi is under row-level security; keys and sign-in counters are technical."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.jejak.tables import audit_trail
from shared.persistence.tables import mechanism, pencabutan

metadata = sa.MetaData()
mechanism(metadata)
audit_trail(metadata)
pencabutan(metadata)

Moment = sa.DateTime(timezone=True)
_now = sa.func.now()

instansi = sa.Table(
    "instansi",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("kode", sa.Text, nullable=False, unique=True),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("zona_waktu", sa.Text, nullable=False),
    sa.Column("pengaturan", pg.JSONB, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

unor = sa.Table(
    "unor",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("kode", sa.Text, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("induk_id", sa.Uuid, sa.ForeignKey("unor.id", deferrable=True, initially="DEFERRED")),
    sa.Column("berlaku_dari", sa.Date, nullable=False),
    sa.Column("berlaku_sampai", sa.Date),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("dasar", sa.Text, nullable=False, server_default=""),
    sa.Column("oleh", sa.Uuid),
    sa.Column("dicatat_pada", Moment),
    sa.UniqueConstraint("instansi_id", "kode", name="unor_kode"),
    sa.Index("unor_induk", "induk_id"),
)

pegawai = sa.Table(
    "pegawai",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("nip", sa.Text),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("aktif", sa.Boolean, nullable=False),
    sa.Column("jabatan", pg.JSONB, nullable=False),
    sa.Column("keadaan", pg.JSONB, nullable=False, server_default="[]"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("penetapan", pg.JSONB, nullable=False, server_default=sa.text("'[]'::jsonb")),
    sa.UniqueConstraint("instansi_id", "nip", name="pegawai_nip"),
    sa.Index("pegawai_nama", "instansi_id", "nama", "id"),
)

penugasan = sa.Table(
    "penugasan",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("unor_id", sa.Uuid, sa.ForeignKey("unor.id"), nullable=False),
    sa.Column("jabatan", sa.Text, nullable=False),
    sa.Column("jenis_jabatan", sa.Text, nullable=False),
    sa.Column("jenjang", sa.Text),
    sa.Column("golongan", sa.Text),
    sa.Column("kepala", sa.Boolean, nullable=False),
    sa.Column("penilai_id", sa.Uuid),
    sa.Column("atasan_penilai_id", sa.Uuid),
    sa.Column("mulai", sa.Date, nullable=False),
    sa.Column("selesai", sa.Date),
    sa.Column("unor_lowong", pg.ARRAY(sa.Uuid), nullable=False, server_default="{}"),
    sa.Index("penugasan_pegawai", "pegawai_id", "mulai"),
    sa.Index("penugasan_unor", "unor_id", "mulai"),
    sa.Index("penugasan_jenis", "instansi_id", "jenis_jabatan", "pegawai_id"),
    sa.Index("penugasan_kepala", "pegawai_id", postgresql_where=sa.text("kepala")),
    sa.Index("penugasan_penilai", "penilai_id"),
    sa.Index("penugasan_tanpa_penilai", "instansi_id", "pegawai_id", postgresql_where=sa.text("penilai_id IS NULL")),
)

unor_riwayat = sa.Table(
    "unor_riwayat",
    metadata,
    sa.Column("unor_id", sa.Uuid, sa.ForeignKey("unor.id"), primary_key=True),
    sa.Column("mulai", sa.Date, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("selesai", sa.Date),
    sa.Column("lampau", sa.Boolean, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("induk_id", sa.Uuid, sa.ForeignKey("unor.id", deferrable=True, initially="DEFERRED")),
    sa.Column("dasar", sa.Text, nullable=False),
    sa.Column("oleh", sa.Uuid),
    sa.Column("dicatat_pada", Moment),
    sa.Index("unor_riwayat_instansi", "instansi_id", "mulai"),
)

kata_pegawai = sa.Table(
    "kata_pegawai",
    metadata,
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("kata", sa.Text(collation="C"), primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Index("kata_pegawai_awalan", "instansi_id", "kata", "nama", "pegawai_id"),
)

keluhan_atasan = sa.Table(
    "keluhan_atasan",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("penilai_id", sa.Uuid),
    sa.Column("usul_id", sa.Uuid, sa.ForeignKey("pegawai.id")),
    sa.Column("alasan", sa.Text, nullable=False),
    sa.Column("diajukan_pada", Moment, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("cara", sa.Text, nullable=False, server_default=""),
    sa.Column("hasil_id", sa.Uuid),
    sa.Column("catatan", sa.Text, nullable=False, server_default=""),
    sa.Column("diputus_pada", Moment),
    sa.Column("diputus_oleh", sa.Uuid),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("keluhan_atasan_terbuka", "pegawai_id", unique=True, postgresql_where=sa.text("status = 'diajukan'")),
    sa.Index("keluhan_atasan_antrean", "instansi_id", "status", "diajukan_pada"),
    sa.Index("keluhan_atasan_pegawai", "pegawai_id", "diajukan_pada"),
)

pemeriksaan_hierarki = sa.Table(
    "pemeriksaan_hierarki",
    metadata,
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), primary_key=True),
    sa.Column("hari", sa.Date, primary_key=True),
    sa.Column("sidik", sa.Text, nullable=False),
    sa.Column("diperiksa_pada", Moment),
    sa.Column("diminta_pada", Moment),
    sa.Column("orang", sa.Integer, nullable=False, server_default="0"),
    sa.Column("unit", sa.Integer, nullable=False, server_default="0"),
    sa.Column("jumlah", pg.JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
)

temuan_hierarki = sa.Table(
    "temuan_hierarki",
    metadata,
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), primary_key=True),
    sa.Column("hari", sa.Date, primary_key=True),
    sa.Column("urut", sa.Integer, primary_key=True),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("subjek_id", sa.Uuid, nullable=False),
    sa.Column("judul", sa.Text, nullable=False),
    sa.Column("uraian", sa.Text, nullable=False),
    sa.Column("sejak", sa.Date),
    sa.Column("terdampak", pg.ARRAY(sa.Uuid), nullable=False),
    sa.Column("perbaikan", pg.JSONB, nullable=False),
    sa.Index("temuan_hierarki_jenis", "instansi_id", "hari", "jenis", "urut"),
)

versi_pengaturan = sa.Table(
    "versi_pengaturan",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("berlaku_dari", sa.Date, nullable=False),
    sa.Column("zona_waktu", sa.Text, nullable=False),
    sa.Column("pengaturan", pg.JSONB, nullable=False),
    sa.Column("dasar_hukum", sa.Text, nullable=False),
    sa.Column("oleh", sa.Uuid),
    sa.Column("dicatat_pada", Moment, nullable=False),
    sa.UniqueConstraint("instansi_id", "berlaku_dari", name="versi_pengaturan_hari"),
)

pengganti = sa.Table(
    "pengganti",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("unor_id", sa.Uuid, sa.ForeignKey("unor.id"), nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("digantikan_id", sa.Uuid, sa.ForeignKey("pegawai.id")),
    sa.Column("dari", sa.Date, nullable=False),
    sa.Column("sampai", sa.Date, nullable=False),
    sa.Column("sk_nomor", sa.Text, nullable=False),
    sa.Column("alasan", sa.Text, nullable=False),
    sa.Column("alasan_cabut", sa.Text, nullable=False),
    sa.Column("dicabut", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("dari <= sampai", name="pengganti_rentang"),
    sa.Index("pengganti_unor", "unor_id", "dari"),
    sa.Index("pengganti_pegawai", "pegawai_id", "dari"),
    sa.Index("pengganti_instansi", "instansi_id", "sampai"),
)

peran_pegawai = sa.Table(
    "peran_pegawai",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("peran", sa.Text, nullable=False),
    sa.Column("unor_id", sa.Uuid, sa.ForeignKey("unor.id")),
    sa.Column("dari", sa.Date),
    sa.Column("sampai", sa.Date),
    sa.Column("dasar", sa.Text, nullable=False),
    sa.Column("alasan", sa.Text, nullable=False),
    sa.Column("oleh", sa.Uuid),
    sa.Column("dicatat_pada", Moment, nullable=False),
    sa.Column("dicabut_pada", Moment),
    sa.Column("diakhiri_oleh", sa.Uuid),
    sa.Column("alasan_akhir", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("dari IS NULL OR sampai IS NULL OR dari <= sampai", name="peran_pegawai_rentang"),
    sa.Index("peran_pegawai_orang", "pegawai_id"),
    sa.Index("peran_pegawai_instansi", "instansi_id", "peran"),
)

akun = sa.Table(
    "akun",
    metadata,
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("nama_akun", sa.Text, nullable=False),
    sa.Column("sandi_hash", sa.Text),
    sa.Column("sandi_awal", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("sandi_diganti_pada", Moment),
    sa.Column("peran", pg.ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("peran_unit", pg.JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
    sa.Column("token_pada", Moment),
    sa.UniqueConstraint("instansi_id", "nama_akun", name="akun_nama"),
    sa.Index("akun_nama_akun", "nama_akun"),
)

sesi = sa.Table(
    "sesi",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("sidik", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("terakhir_pada", Moment, nullable=False),
    sa.Column("diakhiri_pada", Moment),
    sa.Column("alamat", sa.Text, nullable=False),
    sa.Column("peramban", sa.Text, nullable=False),
    sa.Index("sesi_pegawai", "pegawai_id", "terakhir_pada"),
    sa.Index("sesi_terakhir", "terakhir_pada"),
)

pekerjaan_impor = sa.Table(
    "pekerjaan_impor",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("oleh", sa.Uuid, nullable=False),
    sa.Column("nama_berkas", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("tahap", sa.Text, nullable=False),
    sa.Column("cara", sa.Text, nullable=False),
    sa.Column("nonaktifkan", sa.Boolean, nullable=False),
    sa.Column("langsung", sa.Boolean, nullable=False),
    sa.Column("ikut", sa.Boolean, nullable=False),
    sa.Column("lembar", pg.JSONB, nullable=False),
    sa.Column("pemberitahuan", pg.JSONB, nullable=False),
    sa.Column("hitungan", pg.JSONB, nullable=False),
    sa.Column("jumlah_baris", sa.Integer, nullable=False),
    sa.Column("jumlah", sa.Integer, nullable=False),
    sa.Column("selesai", sa.Integer, nullable=False),
    sa.Column("penanda", sa.Text, nullable=False),
    sa.Column("sidik", sa.Text, nullable=False),
    sa.Column("galat", sa.Text, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("mulai_pada", Moment),
    sa.Column("berubah_pada", Moment, nullable=False),
    sa.Column("selesai_pada", Moment),
    sa.Index("pekerjaan_impor_instansi", "instansi_id", "dibuat_pada"),
    sa.Index("pekerjaan_impor_satu", "instansi_id", unique=True, postgresql_where=sa.text("status = 'menerapkan'")),
)
"""One upload on its way from file to organisation. Only one of an instansi is being applied at a time."""

berkas_impor = sa.Table(
    "berkas_impor",
    metadata,
    sa.Column("pekerjaan_id", sa.Uuid, sa.ForeignKey("pekerjaan_impor.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("urut", sa.Integer, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("isi", sa.LargeBinary, nullable=False),
)

baris_impor = sa.Table(
    "baris_impor",
    metadata,
    sa.Column("pekerjaan_id", sa.Uuid, sa.ForeignKey("pekerjaan_impor.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("lembar", sa.Integer, primary_key=True),
    sa.Column("nomor", sa.Integer, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("kunci", sa.Text, nullable=False),
    sa.Column("pimpinan", sa.Boolean, nullable=False),
    sa.Column("penilai", sa.Text),
    sa.Column("sel", sa.Text, nullable=False),
    sa.Index("baris_impor_kunci", "pekerjaan_id", "kunci"),
)
"""The rows of an upload as they were read, grouped by person (``kunci``), until it is applied or thrown away."""

hasil_impor = sa.Table(
    "hasil_impor",
    metadata,
    sa.Column("pekerjaan_id", sa.Uuid, sa.ForeignKey("pekerjaan_impor.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("urut", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("pindah", sa.Boolean, nullable=False),
    sa.Column("peringatan", sa.Boolean, nullable=False),
    sa.Column("lembar", sa.Text, nullable=False),
    sa.Column("baris", sa.Integer),
    sa.Column("isi", sa.Text, nullable=False),
    sa.Index("hasil_impor_jenis", "pekerjaan_id", "jenis", "urut"),
)

pelanggan = sa.Table(
    "pelanggan",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("nama", sa.Text, nullable=False, unique=True),
    sa.Column("jenis", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("tujuan", sa.Text, nullable=False),
    sa.Column("dasar_hukum", sa.Text, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("ditangguhkan_pada", Moment),
)

klien = sa.Table(
    "klien",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("tujuan", sa.Text, nullable=False),
    sa.Column("dasar_hukum", sa.Text, nullable=False),
    sa.Column("kontak", sa.Text, nullable=False),
    sa.Column("scope", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("berlaku_sampai", sa.Date, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("dinonaktifkan_pada", Moment),
    sa.Column("terakhir_dipakai_pada", Moment),
    sa.UniqueConstraint("instansi_id", "nama", name="klien_nama"),
)

klien_rahasia = sa.Table(
    "klien_rahasia",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("klien_id", sa.Uuid, sa.ForeignKey("klien.id", ondelete="CASCADE"), nullable=False),
    sa.Column("sidik", sa.LargeBinary, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("berlaku_sampai", Moment),
    sa.Index("klien_rahasia_klien", "klien_id"),
)

salinan_data = sa.Table(
    "salinan_data",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("diminta_pada", Moment, nullable=False),
    sa.Column("coba_lagi_pada", Moment, nullable=False),
    sa.Column("percobaan", sa.Integer, nullable=False),
    sa.Column("selesai_pada", Moment),
    sa.Column("berkas", sa.LargeBinary),
    sa.Index("salinan_data_pegawai", "pegawai_id", "diminta_pada"),
    sa.Index("salinan_data_antre", "coba_lagi_pada", postgresql_where=sa.text("selesai_pada IS NULL")),
)

salinan_data_bagian = sa.Table(
    "salinan_data_bagian",
    metadata,
    sa.Column("salinan_id", sa.Uuid, sa.ForeignKey("salinan_data.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("layanan", sa.Text, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("isi", sa.LargeBinary, nullable=False),
)
"""What one service answered to a request for a copy; gone once the copy is made."""

identitas_luar = sa.Table(
    "identitas_luar",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("issuer", sa.Text, nullable=False),
    sa.Column("sub", sa.Text, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("terakhir_pada", Moment, nullable=False),
    sa.UniqueConstraint("issuer", "sub", name="identitas_luar_sub"),
    sa.UniqueConstraint("pegawai_id", "issuer", name="identitas_luar_pegawai"),
)

sesi_luar = sa.Table(
    "sesi_luar",
    metadata,
    sa.Column("sesi_id", sa.Uuid, sa.ForeignKey("sesi.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("issuer", sa.Text, nullable=False),
    sa.Column("id_token_tersandi", sa.LargeBinary, nullable=False),
)

permintaan_asn = sa.Table(
    "permintaan_asn",
    metadata,
    sa.Column("sidik", sa.LargeBinary, primary_key=True),
    sa.Column("peramban", sa.LargeBinary, nullable=False),
    sa.Column("issuer", sa.Text, nullable=False),
    sa.Column("nonce", sa.Text, nullable=False),
    sa.Column("verifier", sa.Text, nullable=False),
    sa.Column("lanjut", sa.Text, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Index("permintaan_asn_dibuat", "dibuat_pada"),
)

kunci = sa.Table(
    "kunci",
    metadata,
    sa.Column("kid", sa.Text, primary_key=True),
    sa.Column("publik", pg.JSONB, nullable=False),
    sa.Column("privat_tersandi", sa.LargeBinary, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False, server_default=_now),
    sa.Column("mulai_pada", Moment, nullable=False, server_default=_now),
    sa.Column("dicabut_pada", Moment),
)

kode_pemasangan = sa.Table(
    "kode_pemasangan",
    metadata,
    sa.Column("sidik", sa.LargeBinary, primary_key=True),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("berakhir_pada", Moment, nullable=False),
)
"""The code of the first run, as a digest; there is no instansi yet that it could belong to."""

percobaan = sa.Table(
    "percobaan",
    metadata,
    sa.Column("kunci", sa.LargeBinary, primary_key=True),
    sa.Column("jumlah", sa.Integer, nullable=False),
    sa.Column("mulai", Moment, nullable=False),
    sa.Column("terkunci_sampai", Moment),
    sa.Index("percobaan_mulai", "mulai"),
)

perangkat = sa.Table(
    "perangkat",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("sidik", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("sesi_id", sa.Uuid),
    sa.Column("peramban", sa.Text, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("terakhir_pada", Moment, nullable=False),
    sa.Column("kedaluwarsa_pada", Moment, nullable=False),
    sa.Index("perangkat_pegawai", "pegawai_id", "terakhir_pada"),
    sa.Index("perangkat_kedaluwarsa", "kedaluwarsa_pada"),
)

akses_log = sa.Table(
    "akses_log",
    metadata,
    sa.Column("orang_id", sa.Uuid, primary_key=True),
    sa.Column("pada", Moment, primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, nullable=False),
    sa.Column("pembaca_id", sa.Uuid),
    sa.Column("klien", sa.Text, nullable=False),
    sa.Column("sebagai", sa.Text, nullable=False),
    sa.Column("layanan", sa.Text, nullable=False),
    sa.Column("objek", sa.Text, nullable=False),
    sa.Column("objek_id", sa.Uuid),
    sa.Column("apa", sa.Text, nullable=False),
    sa.Column("daftar", sa.Boolean, nullable=False),
    sa.Column("pemeriksaan", sa.Boolean, nullable=False),
    sa.Column("ulang", sa.Boolean, nullable=False),
    sa.Index("akses_log_pada", "pada", postgresql_using="brin"),
)
"""Who read whose record, a row a person and read. The key holds ``pada``, so that the table can be partitioned by time when it is large."""

faktor_totp = sa.Table(
    "faktor_totp",
    metadata,
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("rahasia_tersandi", sa.LargeBinary, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("langkah_terakhir", sa.BigInteger, nullable=False),
    sa.Column("hangus", pg.ARRAY(sa.BigInteger), nullable=False, server_default="{}"),
    sa.Column("gagal", sa.Integer, nullable=False, server_default="0"),
    sa.Column("gagal_sejak", Moment),
)

kode_pemulihan = sa.Table(
    "kode_pemulihan",
    metadata,
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), primary_key=True),
    sa.Column("sidik", sa.LargeBinary, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("dipakai_pada", Moment),
)

passkey = sa.Table(
    "passkey",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("kredensial_id", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("kunci_publik", sa.LargeBinary, nullable=False),
    sa.Column("hitungan", sa.BigInteger, nullable=False),
    sa.Column("nama", sa.Text, nullable=False),
    sa.Column("tersalin", sa.Boolean, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("dipakai_pada", Moment),
    sa.Column("dicurigai_pada", Moment),
    sa.Index("passkey_pegawai", "pegawai_id", "dibuat_pada"),
)

langkah_masuk = sa.Table(
    "langkah_masuk",
    metadata,
    sa.Column("sidik", sa.LargeBinary, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("kedaluwarsa_pada", Moment, nullable=False),
    sa.Column("terbukti", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("langkah_masuk_pegawai", "pegawai_id"),
    sa.Index("langkah_masuk_kedaluwarsa", "kedaluwarsa_pada"),
)

tantangan = sa.Table(
    "tantangan",
    metadata,
    sa.Column("sidik", sa.LargeBinary, primary_key=True),
    sa.Column("isi", sa.LargeBinary, nullable=False),
    sa.Column("kedaluwarsa_pada", Moment, nullable=False),
    sa.Index("tantangan_kedaluwarsa", "kedaluwarsa_pada"),
)

kebijakan_faktor = sa.Table(
    "kebijakan_faktor",
    metadata,
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), primary_key=True),
    sa.Column("peran", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("diubah_oleh", sa.Uuid),
    sa.Column("diubah_pada", Moment, nullable=False),
)

surel = sa.Table(
    "surel",
    metadata,
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("alamat", sa.Text),
    sa.Column("dikukuhkan_pada", Moment),
    sa.Column("calon", sa.Text),
)

tautan_surel = sa.Table(
    "tautan_surel",
    metadata,
    sa.Column("sidik", sa.LargeBinary, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("alamat", sa.Text, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("kedaluwarsa_pada", Moment, nullable=False),
    sa.Index("tautan_surel_pegawai", "pegawai_id"),
    sa.Index("tautan_surel_kedaluwarsa", "kedaluwarsa_pada"),
)

surel_keluar = sa.Table(
    "surel_keluar",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("surat_tersandi", sa.LargeBinary, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
    sa.Column("kedaluwarsa_pada", Moment, nullable=False),
    sa.Column("coba_lagi_pada", Moment),
    sa.Column("percobaan", sa.Integer, nullable=False, server_default="0"),
    sa.Column("terkirim_pada", Moment),
    sa.Column("sebab", sa.Text, nullable=False, server_default=""),
    sa.Index("surel_keluar_menunggu", "coba_lagi_pada", postgresql_where=sa.text("coba_lagi_pada IS NOT NULL")),
    sa.Index("surel_keluar_dibuat", "dibuat_pada"),
)

lupa_sandi = sa.Table(
    "lupa_sandi",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("nama_akun", sa.Text, nullable=False),
    sa.Column("dibuat_pada", Moment, nullable=False),
)

permintaan_atur_ulang = sa.Table(
    "permintaan_atur_ulang",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid, sa.ForeignKey("instansi.id"), nullable=False),
    sa.Column("pegawai_id", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("jenis", sa.Text, nullable=False),
    sa.Column("alasan", sa.Text, nullable=False),
    sa.Column("keadaan", sa.Text, nullable=False),
    sa.Column("diminta_oleh", sa.Uuid, sa.ForeignKey("pegawai.id"), nullable=False),
    sa.Column("diminta_pada", Moment, nullable=False),
    sa.Column("kedaluwarsa_pada", Moment, nullable=False),
    sa.Column("diputus_oleh", sa.Uuid, sa.ForeignKey("pegawai.id")),
    sa.Column("diputus_pada", Moment),
    sa.Column("selesai_pada", Moment),
    sa.Index("permintaan_atur_ulang_instansi", "instansi_id", "diminta_pada"),
    sa.Index("permintaan_atur_ulang_pegawai", "pegawai_id"),
)

gagal_masuk = sa.Table(
    "gagal_masuk",
    metadata,
    sa.Column("menit", Moment, primary_key=True),
    sa.Column("alamat", sa.Text, primary_key=True),
    sa.Column("pegawai_id", sa.Uuid, primary_key=True),
    sa.Column("instansi_id", sa.Uuid),
    sa.Column("gagal", sa.Integer, nullable=False),
    sa.Column("ditahan", sa.Integer, nullable=False),
)
"""Failed sign-ins of the running minutes; whom nobody knows has the nil UUID and no instansi."""
