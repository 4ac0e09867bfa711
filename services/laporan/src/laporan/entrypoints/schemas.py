"""Shapes of the API. Figures are decimal strings; results are null before the caller may see them."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from laporan.application.rekap import SARINGAN


def _angka(**kw: object) -> fields.Decimal:
    return fields.Decimal(as_string=True, allow_none=True, **kw)  # type: ignore[arg-type]


class _Query(Schema):
    class Meta:
        unknown = RAISE


class TahunQuery(_Query):
    tahun = fields.Integer(load_default=None, allow_none=True)


class TimQuery(TahunQuery):
    lingkup = fields.String(load_default="lini", validate=validate.OneOf(["langsung", "lini", "instansi"]))
    saring = fields.String(load_default="semua", validate=validate.OneOf(list(SARINGAN)))
    cari = fields.String(load_default="", validate=validate.Length(max=100))
    cursor = fields.String(load_default=None, allow_none=True)


class KetepatanSchema(Schema):
    wajib = fields.Integer()
    tepat_waktu = fields.Integer()
    terlambat = fields.Integer()
    dimaafkan = fields.Integer()
    kosong = fields.Integer()
    persen = _angka()


class IndikatorSchema(Schema):
    id = fields.UUID()
    aspek = fields.String()
    teks = fields.String()
    target = fields.String()
    realisasi = _angka()
    capaian = _angka()


class RhkSchema(Schema):
    id = fields.UUID()
    nomor = fields.Integer()
    jenis = fields.String()
    teks = fields.String()
    bobot = _angka()
    capaian = _angka()
    sumbangan = _angka()
    indikator = fields.List(fields.Nested(IndikatorSchema))


class SkpTahunSchema(Schema):
    id = fields.UUID()
    status = fields.String()
    mulai = fields.Date()
    selesai = fields.Date()
    revisi = fields.Integer()
    diajukan_pada = fields.Date(attribute="diajukan", allow_none=True)
    disetujui_pada = fields.Date(attribute="disetujui", allow_none=True)
    nilai_skp_sementara = _angka()
    rhk = fields.List(fields.Nested(RhkSchema))


class LaporanTahunSchema(Schema):
    id = fields.UUID()
    nomor = fields.Integer()
    nama = fields.String()
    mulai = fields.Date()
    selesai = fields.Date()
    batas_normal = fields.Date()
    status = fields.String()
    keadaan = fields.String()
    pertama_dikirim_pada = fields.Date(attribute="pertama", allow_none=True)
    terlambat = fields.Boolean()
    hari_terlambat = fields.Integer()
    diajukan_otomatis = fields.Boolean()
    dimaafkan = fields.Boolean()


class EvaluasiTahunSchema(Schema):
    id = fields.UUID()
    jenis = fields.String()
    mulai = fields.Date()
    selesai = fields.Date()
    status = fields.String()
    capaian_organisasi = fields.String(allow_none=True)
    rating_hasil = fields.String(allow_none=True)
    rating_perilaku = fields.String(allow_none=True)
    predikat = fields.String(allow_none=True)
    nilai_skp = _angka()
    nilai_perilaku = _angka()
    nkp = _angka()
    dikoreksi = fields.Date(allow_none=True, metadata={"description": "Day on which an objection corrected the result"})
    predikat_sebelum = fields.String(allow_none=True)
    nkp_sebelum = _angka()


class CatatanHarianSchema(Schema):
    jumlah = fields.Integer()
    hari = fields.Integer()
    terlambat = fields.Integer()


class KinerjaSchema(Schema):
    pegawai_id = fields.UUID()
    nip = fields.String(allow_none=True)
    nama = fields.String()
    tahun = fields.Integer()
    jabatan = fields.String()
    unit_kerja = fields.String()
    penilai = fields.String()
    rating_hasil = fields.String(allow_none=True)
    rating_perilaku = fields.String(allow_none=True)
    predikat = fields.String(allow_none=True)
    nilai_skp = _angka()
    nilai_perilaku = _angka()
    nkp = _angka()
    ketepatan = fields.Nested(KetepatanSchema)
    progres = fields.Nested(CatatanHarianSchema)
    skp = fields.List(fields.Nested(SkpTahunSchema))
    laporan = fields.List(fields.Nested(LaporanTahunSchema))
    evaluasi = fields.List(fields.Nested(EvaluasiTahunSchema))


class AnggotaSchema(Schema):
    id = fields.UUID()
    nip = fields.String(allow_none=True)
    nama = fields.String()
    jabatan = fields.String()
    unit_kerja = fields.String(attribute="unor_nama")
    penilai = fields.String(allow_none=True)
    skp_status = fields.String(allow_none=True)
    evaluasi_id = fields.UUID(allow_none=True)
    evaluasi_status = fields.String(allow_none=True)
    predikat = fields.String(allow_none=True)
    nkp = _angka()
    ketepatan = fields.Nested(KetepatanSchema)


class TimSchema(Schema):
    data = fields.List(fields.Nested(AnggotaSchema))
    berikutnya = fields.String(allow_none=True)
    jumlah = fields.Dict(keys=fields.String(), values=fields.Integer())


class BagianSchema(Schema):
    jumlah = fields.Integer()
    dari = fields.Integer()
    persen = _angka()


class UnitSchema(Schema):
    id = fields.UUID()
    nama = fields.String()
    induk_id = fields.UUID(allow_none=True)
    wajib_skp = fields.Integer()
    disetujui = fields.Integer()
    dinilai = fields.Integer()
    final = fields.Integer()
    lewat_batas = fields.Integer()
    capaian_organisasi = fields.String(allow_none=True)
    predikat = fields.Dict(keys=fields.String(), values=fields.Integer(allow_none=True))


class InstansiSchema(Schema):
    tahun = fields.Integer()
    instansi = fields.String()
    wajib_skp = fields.Integer()
    skp_diajukan = fields.Nested(BagianSchema)
    skp_disetujui = fields.Nested(BagianSchema)
    realisasi_terisi = fields.Nested(BagianSchema)
    dinilai = fields.Nested(BagianSchema)
    final = fields.Nested(BagianSchema)
    ketepatan = fields.Nested(KetepatanSchema)
    predikat = fields.Dict(keys=fields.String(), values=fields.Integer(allow_none=True))
    unit = fields.List(fields.Nested(UnitSchema))


class TugasSchema(Schema):
    jenis = fields.String()
    judul = fields.String()
    teks = fields.String()
    alamat = fields.String()
    batas = fields.Date(allow_none=True)
    sisa_hari_kerja = fields.Integer(attribute="sisa", allow_none=True)
    terkunci = fields.Boolean()


class PenantianSchema(Schema):
    judul = fields.String()
    siapa = fields.String()
    sejak = fields.Date(allow_none=True)
    lewat_hari_kerja = fields.Integer(attribute="lewat")
    alamat = fields.String()


class BerandaSchema(Schema):
    tahun = fields.Integer()
    tugas = fields.List(fields.Nested(TugasSchema))
    menunggu = fields.List(fields.Nested(PenantianSchema))
