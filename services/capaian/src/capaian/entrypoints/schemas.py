"""The API's shapes. Figures are decimal strings; days and moments ISO 8601."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from capaian.domain.tautan import KATA, KeadaanTautan


def _dapat_disimpan(teks: str) -> None:
    """JSON can say characters that PostgreSQL's texts cannot hold: NUL, and half of a surrogate pair."""
    if "\x00" in teks or any("\ud800" <= huruf <= "\udfff" for huruf in teks):
        raise ValidationError("Ada karakter yang tidak dapat disimpan. Hapus lalu kirim lagi.")


_TEKS: list[Callable[[Any], Any]] = [validate.Length(max=4000), _dapat_disimpan]


class Angka(fields.Decimal):
    """A figure: a JSON string or number in, a string without needless zeros out."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(
            as_string=True, allow_nan=False, error_messages={"invalid": "Tulis angka saja.", "special": "Tulis angka saja."}, **kw
        )

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kw: Any) -> Any:  # noqa: ARG002
        return None if value is None else f"{value.normalize():f}"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kw: Any) -> Any:
        if isinstance(value, bool) or (isinstance(value, str) and len(value) > 40):
            raise ValidationError("Tulis angka saja.")
        return super()._deserialize(value, attr, data, **kw)


class Tertutup(Schema):
    """Input: an unknown field is a fault, so that a typing error is not silently dropped."""


class AksiSchema(Schema):
    kode = fields.String()
    label = fields.String()
    boleh = fields.Boolean()
    alasan = fields.String()


class ProgresInSchema(Tertutup):
    skp_id = fields.UUID(load_default=None, allow_none=True)
    rhk_id = fields.UUID(load_default=None, allow_none=True)
    di_luar_skp = fields.String(load_default="", allow_none=True, validate=_TEKS)
    tanggal = fields.Date(required=True)
    uraian = fields.String(required=True, validate=_TEKS)
    kuantitas = Angka(load_default=None, allow_none=True)
    satuan = fields.String(load_default="", allow_none=True, validate=_TEKS)
    mulai = fields.Time(load_default=None, allow_none=True)
    selesai = fields.Time(load_default=None, allow_none=True)
    lokasi_kerja = fields.String(required=True, validate=_TEKS)
    rencana_aksi_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "brings its RHK; rhk_id may be left out"})


class ProgresUbahSchema(ProgresInSchema):
    tanggal = fields.Date(load_default=None, allow_none=True)


class TautanInSchema(Tertutup):
    """``tautan`` is an http or https address; without ``nama`` the evidence is called by its server."""

    tautan = fields.String(required=True, validate=_TEKS)
    nama = fields.String(load_default="", allow_none=True, validate=_TEKS)


class TautanLaporanInSchema(TautanInSchema):
    indikator_id = fields.UUID(load_default=None, allow_none=True)


class DokumenInSchema(Tertutup):
    """A document that stays where it is: which, and where it is kept."""

    dokumen = fields.String(required=True, validate=_TEKS)
    letak = fields.String(required=True, validate=_TEKS)
    indikator_id = fields.UUID(load_default=None, allow_none=True)


class KonfirmasiSchema(Tertutup):
    """``catatan`` is needed when the document is not there."""

    ada = fields.Boolean(required=True)
    catatan = fields.String(load_default="", allow_none=True, validate=_TEKS)


class BuktiSchema(Schema):
    """A file, or a link: then ``tautan`` is its address, and ``keadaan_tautan`` what the last look at it found (null for a file)."""

    id = fields.UUID()
    indikator_id = fields.UUID(allow_none=True)
    nama = fields.String()
    jenis = fields.String()
    ukuran = fields.Integer()
    sha256 = fields.String()
    tautan = fields.String()
    keadaan_tautan = fields.Enum(KeadaanTautan, by_value=True, allow_none=True)
    saran = fields.Function(lambda bukti: KATA[bukti.keadaan_tautan].saran if bukti.keadaan_tautan else "")
    diperiksa_pada = fields.AwareDateTime(allow_none=True)
    keadaan_berkas = fields.String(
        metadata={
            "description": "Kata pemindai virus: kosong (tanpa pemindai), diperiksa, bersih, terjangkit; hanya kosong dan bersih dapat dibuka"
        }
    )
    temuan = fields.String()
    letak = fields.String(metadata={"description": "Tempat dokumen yang disebut tanpa diunggah; kosong untuk berkas dan tautan"})
    konfirmasi = fields.String(
        metadata={"description": "Kata penilai tentang dokumen itu: menunggu, ada, tidak_ada; hanya yang ada terhitung bukti"}
    )
    catatan_konfirmasi = fields.String()
    bermini = fields.Boolean(metadata={"description": "Gambar kecilnya sudah dibuat: bukti/{id}/mini"})


class ProgresSchema(Schema):
    id = fields.UUID()
    version = fields.Integer()
    skp_id = fields.UUID()
    rhk_id = fields.UUID(attribute="isian.rhk_id")
    rencana_aksi_id = fields.UUID(attribute="isian.rencana_aksi_id", allow_none=True)
    di_luar_skp = fields.String(attribute="isian.di_luar_skp")
    tanggal = fields.Date()
    uraian = fields.String(attribute="isian.uraian")
    kuantitas = Angka(attribute="isian.kuantitas")
    satuan = fields.String(attribute="isian.satuan")
    mulai = fields.Time(attribute="isian.mulai")
    selesai = fields.Time(attribute="isian.selesai")
    lokasi_kerja = fields.String(attribute="isian.lokasi_kerja")
    bukti = fields.List(fields.Nested(BuktiSchema))
    status = fields.String()
    dikirim_pada = fields.AwareDateTime()
    terlambat = fields.Boolean()
    hari_terlambat = fields.Integer()


class RencanaInSchema(Tertutup):
    """``target`` in ``satuan`` is free."""

    rhk_id = fields.UUID(required=True)
    teks = fields.String(required=True, validate=_TEKS)
    target = Angka(load_default=None, allow_none=True)
    satuan = fields.String(load_default="", allow_none=True, validate=_TEKS)


class RencanaSchema(Schema):
    id = fields.UUID()
    version = fields.Integer()
    laporan_id = fields.UUID()
    rhk_id = fields.UUID()
    teks = fields.String()
    target = Angka(allow_none=True)
    satuan = fields.String()
    dibuat_pada = fields.AwareDateTime()
    hari_terlambat = fields.Integer()


class DaftarRencanaSchema(Schema):
    data = fields.List(fields.Nested(RencanaSchema))


class BatasRencanaSchema(Schema):
    """The last days: in time, of a new plan, of a change."""

    normal = fields.Date()
    tambah = fields.Date()
    akhir = fields.Date()


class RencanaPeriodeSchema(DaftarRencanaSchema):
    batas = fields.Nested(BatasRencanaSchema)
    wajib = fields.Boolean()


class UsulanInSchema(Tertutup):
    """Exactly one of ``nip`` and ``pegawai_id``. ``rujukan`` is your own id of the offer; ``tautan`` is shown as text."""

    nip = fields.String(load_default="", allow_none=True, validate=[validate.Length(max=30), _dapat_disimpan])
    pegawai_id = fields.UUID(load_default=None, allow_none=True)
    rujukan = fields.String(required=True, validate=_TEKS)
    tanggal = fields.Date(required=True)
    uraian = fields.String(required=True, validate=_TEKS)
    kuantitas = Angka(load_default=None, allow_none=True)
    satuan = fields.String(load_default="", allow_none=True, validate=_TEKS)
    lokasi_kerja = fields.String(load_default="wfo", validate=_TEKS)
    tautan = fields.String(load_default="", allow_none=True, validate=_TEKS)

    @validates_schema
    def satu_nama(self, data: dict[str, Any], **_: Any) -> None:
        if bool((data.get("nip") or "").strip()) == bool(data.get("pegawai_id")):
            raise ValidationError("Sebut pegawainya dengan nip atau dengan pegawai_id, salah satu.", "nip")


class UsulanJawabSchema(Schema):
    id = fields.UUID()
    rujukan = fields.String()
    status = fields.String(validate=validate.OneOf(["terbuka", "dicatat", "diabaikan", "kedaluwarsa"]))
    berlaku_sampai = fields.Date()


class UsulanSchema(Schema):
    id = fields.UUID()
    klien_nama = fields.String()
    tanggal = fields.Date()
    uraian = fields.String(attribute="isian.uraian")
    kuantitas = Angka(attribute="isian.kuantitas")
    satuan = fields.String(attribute="isian.satuan")
    lokasi_kerja = fields.String(attribute="isian.lokasi_kerja")
    tautan = fields.String()
    diusulkan_pada = fields.AwareDateTime()
    berlaku_sampai = fields.Date()


class DaftarUsulanSchema(Schema):
    data = fields.List(fields.Nested(UsulanSchema))


class HalamanProgresSchema(Schema):
    data = fields.List(fields.Nested(ProgresSchema))
    berikutnya = fields.String(allow_none=True)


class ProgresTanyaSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    dari = fields.Date(load_default=None)
    sampai = fields.Date(load_default=None)
    cursor = fields.String(load_default=None)


class RealisasiInSchema(Tertutup):
    indikator_id = fields.UUID(required=True)
    angka = Angka(load_default=None, allow_none=True)
    teks = fields.String(load_default="", allow_none=True, validate=_TEKS)
    dasar = fields.String(load_default="", allow_none=True, validate=_TEKS)
    kendala = fields.String(load_default="", allow_none=True, validate=_TEKS)
    tindak_lanjut = fields.String(load_default="", allow_none=True, validate=_TEKS)


class IsiSchema(Tertutup):
    realisasi = fields.List(fields.Nested(RealisasiInSchema), required=True, validate=validate.Length(max=200))


class KirimSchema(Tertutup):
    alasan_terlambat = fields.String(load_default="", allow_none=True, validate=_TEKS)
    keterangan = fields.String(load_default="", allow_none=True, validate=_TEKS)


class AlasanSchema(Tertutup):
    alasan = fields.String(required=True, validate=_TEKS)


class MaafkanSchema(Tertutup):
    dimaafkan = fields.Boolean(required=True)
    catatan = fields.String(load_default="", allow_none=True, validate=_TEKS)


class BukaSchema(Tertutup):
    sampai = fields.Date(required=True)
    alasan = fields.String(required=True, validate=_TEKS)


class GangguanInSchema(Tertutup):
    mulai = fields.AwareDateTime(required=True)
    selesai = fields.AwareDateTime(required=True)
    sebab = fields.String(required=True, validate=_TEKS)


class GangguanSchema(Schema):
    """``jumlah_dimaafkan``: the reports that it excused up to now."""

    id = fields.UUID()
    mulai = fields.AwareDateTime()
    selesai = fields.AwareDateTime()
    sebab = fields.String()
    dicatat_pada = fields.AwareDateTime()
    dicabut_pada = fields.AwareDateTime(allow_none=True)
    jumlah_dimaafkan = fields.Integer()


class DaftarGangguanSchema(Schema):
    data = fields.List(fields.Nested(GangguanSchema))


class LaporanTanyaSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    tahun = fields.Integer(required=True, validate=validate.Range(2000, 2200))
    milik = fields.String(load_default="saya")
    cursor = fields.String(load_default=None)


class BarisSchema(Schema):
    id = fields.UUID()
    version = fields.Integer()
    skp_id = fields.UUID()
    pegawai_id = fields.UUID()
    pegawai_nama = fields.String()
    penilai_id = fields.UUID(allow_none=True)
    unit_kerja = fields.String()
    tahun = fields.Integer()
    nomor = fields.Integer()
    nama = fields.String()
    mulai = fields.Date()
    selesai = fields.Date()
    batas_normal = fields.Date()
    batas_toleransi = fields.Date()
    dibuka_sampai = fields.Date(allow_none=True)
    status = fields.String()
    jumlah_progres = fields.Integer()
    jumlah_bukti = fields.Integer()
    jumlah_terisi = fields.Integer()
    dikirim_pada = fields.AwareDateTime(allow_none=True)
    terlambat = fields.Boolean()
    hari_terlambat = fields.Integer()
    dimaafkan = fields.Boolean()
    diajukan_otomatis = fields.Boolean()
    diminta_buka_pada = fields.AwareDateTime(allow_none=True)
    bebas = fields.String()


class HalamanLaporanSchema(Schema):
    data = fields.List(fields.Nested(BarisSchema))
    berikutnya = fields.String(allow_none=True)


class RealisasiSchema(Schema):
    indikator_id = fields.UUID()
    rhk_id = fields.UUID()
    angka = Angka(allow_none=True)
    teks = fields.String()
    dasar = fields.String()
    kendala = fields.String()
    tindak_lanjut = fields.String()


class PeristiwaSchema(Schema):
    aksi = fields.String()
    oleh = fields.UUID(allow_none=True, metadata={"description": "null: the system"})
    pada = fields.AwareDateTime()
    catatan = fields.String()
    sebagai = fields.String()


class LaporanSchema(Schema):
    """For an admin ``realisasi`` and ``bukti`` are null: the admin sees counts (domain 2.7)."""

    id = fields.UUID()
    version = fields.Integer()
    pegawai_id = fields.UUID()
    penilai_id = fields.UUID(allow_none=True)
    skp_id = fields.UUID()
    periode_id = fields.UUID()
    tahun = fields.Integer()
    nomor = fields.Integer()
    nama = fields.String()
    mulai = fields.Date()
    selesai = fields.Date()
    batas_normal = fields.Date()
    batas_toleransi = fields.Date()
    dibuka_sampai = fields.Date(allow_none=True)
    status = fields.String()
    terkunci = fields.Boolean()
    realisasi = fields.List(fields.Nested(RealisasiSchema), allow_none=True)
    bukti = fields.List(fields.Nested(BuktiSchema), allow_none=True)
    jumlah_terisi = fields.Integer()
    jumlah_bukti = fields.Integer()
    jumlah_progres = fields.Integer()
    pertama_dikirim_pada = fields.AwareDateTime(allow_none=True)
    dikirim_pada = fields.AwareDateTime(allow_none=True)
    diterima_pada = fields.AwareDateTime(allow_none=True)
    terlambat = fields.Boolean()
    hari_terlambat = fields.Integer()
    alasan_terlambat = fields.String()
    keterangan_terlambat = fields.String()
    dimaafkan = fields.Boolean()
    gangguan_id = fields.UUID(allow_none=True, metadata={"description": "the outage that excused it"})
    diajukan_otomatis = fields.Boolean()
    diminta_buka_pada = fields.AwareDateTime(allow_none=True)
    bebas = fields.String()
    alasan_buka = fields.String()
    catatan_maaf = fields.String()
    catatan_penilai = fields.String()
    riwayat = fields.List(fields.Nested(PeristiwaSchema))
    aksi = fields.List(fields.Nested(AksiSchema))
