"""Shapes of the API. Dates are ISO 8601, ids UUID."""

from __future__ import annotations

from marshmallow import Schema, validate
from marshmallow import fields as f


class MasukSchema(Schema):
    nip = f.String(required=True, validate=validate.Length(max=100), metadata={"description": "NIP, 18 digits, or the name of an account"})
    kata_sandi = f.String(required=True, validate=validate.Length(max=200))
    kode = f.String(
        load_default="",
        validate=validate.Length(max=60),
        metadata={"description": "second factor: six digits of the authenticator app, or a recovery code"},
    )


class GantiSandiSchema(MasukSchema):
    kata_sandi_baru = f.String(required=True, validate=validate.Length(max=200), metadata={"description": "12 to 128 characters"})


class TokenSchema(Schema):
    access_token = f.String()
    token_type = f.String()
    expires_in = f.Integer(metadata={"description": "seconds"})


class PenugasanSchema(Schema):
    id = f.UUID()
    unor_id = f.UUID()
    unor_nama = f.String()
    jabatan = f.String()
    jenis_jabatan = f.String()
    jenjang = f.String(allow_none=True)
    golongan = f.String(allow_none=True)
    kepala = f.Boolean()
    penilai_id = f.UUID(allow_none=True)
    atasan_penilai_id = f.UUID(allow_none=True)
    mulai = f.Date()
    selesai = f.Date(allow_none=True)


class PegawaiSchema(Schema):
    id = f.UUID()
    nip = f.String(allow_none=True)
    nama = f.String()
    status = f.String()
    aktif = f.Boolean()
    peran = f.List(f.String())
    penugasan = f.List(f.Nested(PenugasanSchema), attribute="segmen")
    version = f.Integer()


class InstansiSchema(Schema):
    id = f.UUID()
    kode = f.String()
    nama = f.String()
    jenis = f.String()
    zona_waktu = f.String()


class SayaSchema(PegawaiSchema):
    instansi = f.Nested(InstansiSchema)


class OrangSchema(Schema):
    id = f.UUID()
    nip = f.String(allow_none=True)
    nama = f.String()
    status = f.String()
    aktif = f.Boolean()
    peran = f.List(f.String())
    unor_id = f.UUID(allow_none=True)
    unor = f.String(allow_none=True)
    jabatan = f.String(allow_none=True)
    golongan = f.String(allow_none=True)
    kepala = f.Boolean()
    penilai_id = f.UUID(allow_none=True)
    penilai = f.String(allow_none=True)
    atasan_penilai = f.String(allow_none=True)
    version = f.Integer()


class DaftarOrangSchema(Schema):
    data = f.List(f.Nested(OrangSchema))
    berikutnya = f.String(allow_none=True)


class CariPegawaiSchema(Schema):
    unor_id = f.UUID()
    cari = f.String(validate=validate.Length(max=100))
    cursor = f.String(validate=validate.Length(max=500))


class UnorSchema(Schema):
    id = f.UUID()
    kode = f.String()
    nama = f.String()
    jenis = f.String()
    induk_id = f.UUID(allow_none=True)
    berlaku_dari = f.Date()
    berlaku_sampai = f.Date(allow_none=True)
    version = f.Integer()


class DaftarUnorSchema(Schema):
    data = f.List(f.Nested(UnorSchema))
    berikutnya = f.String(allow_none=True)


class BerkasSchema(Schema):
    berkas = f.Raw(metadata={"type": "string", "format": "binary", "description": "XLSX with the sheets Unit, Pegawai, Penugasan"})


class TerapkanSchema(Schema):
    terapkan = f.String(validate=validate.OneOf(["ya", "tidak", ""]), load_default="")


class DitolakSchema(Schema):
    lembar = f.String()
    baris = f.Integer()
    kolom = f.String()
    sebab = f.String()


class HasilImporSchema(Schema):
    baru = f.Integer()
    berubah = f.Integer()
    tetap = f.Integer()
    ditolak = f.List(f.Nested(DitolakSchema))
    pemberitahuan = f.List(f.String(), metadata={"description": "what was left out or guessed while reading"})
    diterapkan = f.Boolean()


class BuatPekerjaanImporSchema(Schema):
    mode = f.String(
        validate=validate.OneOf(["tambah", "lengkap"]),
        load_default="tambah",
        metadata={"description": "lengkap: who is not in the file is proposed for deactivation"},
    )
    terapkan = f.String(
        validate=validate.OneOf(["", "semua", "benar"]),
        load_default="",
        metadata={
            "description": "apply as soon as it is compared: semua = nothing when a row is rejected, benar = without the rejected rows"
        },
    )


class TerapkanImporSchema(Schema):
    cara = f.String(validate=validate.OneOf(["semua", "benar"]), load_default="semua")
    nonaktifkan = f.Boolean(load_default=False, metadata={"description": "deactivate who is not in a complete list"})


class PekerjaanImporSchema(Schema):
    id = f.UUID()
    nama_berkas = f.String()
    mode = f.String()
    status = f.String()
    tahap = f.String()
    cara = f.String()
    jumlah_baris = f.Integer()
    jumlah = f.Integer(metadata={"description": "people in the file"})
    selesai = f.Integer(metadata={"description": "people done in the present stage"})
    hitungan = f.Dict(keys=f.String(), values=f.Integer())
    pemberitahuan = f.List(f.String())
    galat = f.String()
    dibuat_pada = f.DateTime()
    selesai_pada = f.DateTime(allow_none=True)


class DaftarPekerjaanImporSchema(Schema):
    data = f.List(f.Nested(PekerjaanImporSchema))
    berikutnya = f.String(allow_none=True)


class CariHasilImporSchema(Schema):
    jenis = f.String(validate=validate.OneOf(["baru", "berubah", "pindah", "hilang", "ditolak", "peringatan"]), load_default="ditolak")
    halaman = f.Integer(validate=validate.Range(1, 100_000), load_default=1)


class BedaSchema(Schema):
    kolom = f.String()
    lama = f.String()
    baru = f.String()


class PerubahanSchema(Schema):
    lembar = f.String()
    baris = f.Integer(allow_none=True)
    kolom = f.String()
    sebab = f.String()
    jenis = f.String()
    nama = f.String()
    pengenal = f.String()
    beda = f.List(f.Nested(BedaSchema))
    akibat = f.List(f.String())
    peringatan = f.List(f.String())


class DaftarPerubahanSchema(Schema):
    data = f.List(f.Nested(PerubahanSchema))
    berikutnya = f.Integer(allow_none=True)


class NipSchema(Schema):
    nip = f.List(f.String(validate=validate.Length(max=100)), required=True, validate=validate.Length(min=1, max=200))


class KataSandiSchema(Schema):
    nip = f.String()
    kata_sandi = f.String()


class DaftarKataSandiSchema(Schema):
    data = f.List(f.Nested(KataSandiSchema))
