"""The API's shapes of follow-up."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from penilaian.domain.tindak_lanjut import TEKS_TERPANJANG, Jenis
from penilaian.entrypoints.schemas import AksiSchema, Tertutup

_TEKS = validate.Length(max=4 * TEKS_TERPANJANG, error="Terlalu panjang.")


class TindakLanjutInSchema(Tertutup):
    jenis = fields.Enum(Jenis, by_value=True, required=True, error_messages={"unknown": f"Pakai salah satu dari {', '.join(Jenis)}."})
    uraian = fields.String(required=True, validate=_TEKS)
    tenggat = fields.Date(required=True)


class LakukanSchema(Tertutup):
    """``catat`` needs ``teks``, ``selesaikan`` needs ``hasil``, ``batalkan`` needs ``alasan``, ``ubah`` any of the last three."""

    teks = fields.String(load_default="", validate=_TEKS)
    hasil = fields.String(load_default="", validate=_TEKS)
    sk_nomor = fields.String(load_default="", validate=_TEKS)
    sk_tanggal = fields.Date(load_default=None, allow_none=True)
    alasan = fields.String(load_default="", validate=_TEKS)
    uraian = fields.String(load_default=None, allow_none=True, validate=_TEKS)
    tenggat = fields.Date(load_default=None, allow_none=True)
    penanggung_jawab_id = fields.UUID(load_default=None, allow_none=True)


class CatatanSchema(Schema):
    teks = fields.String()
    oleh = fields.UUID()
    pada = fields.DateTime()


class TindakLanjutSchema(Schema):
    id = fields.UUID(attribute="satu.id")
    evaluasi_id = fields.UUID(attribute="satu.evaluasi_id")
    pegawai_id = fields.UUID(attribute="satu.pegawai_id")
    pegawai = fields.String(attribute="nama")
    tahun = fields.Integer(attribute="satu.tahun")
    predikat = fields.String(attribute="satu.predikat.value")
    jenis = fields.String(attribute="satu.jenis.value")
    uraian = fields.String(attribute="satu.uraian")
    penanggung_jawab_id = fields.UUID(attribute="satu.penanggung_jawab_id", allow_none=True)
    penanggung_jawab = fields.String()
    mulai = fields.Date(attribute="satu.mulai")
    tenggat = fields.Date(attribute="satu.tenggat")
    status = fields.String(attribute="satu.status.value")
    hasil = fields.String(attribute="satu.hasil")
    sk_nomor = fields.String(attribute="satu.keputusan.nomor")
    sk_tanggal = fields.Date(attribute="satu.keputusan.tanggal", allow_none=True)
    catatan = fields.List(fields.Nested(CatatanSchema), attribute="satu.catatan")
    dasar_hukum = fields.String(attribute="satu.dasar_hukum")
    otomatis = fields.Boolean(attribute="satu.otomatis")
    aksi = fields.Function(lambda dimuat: AksiSchema(many=True).dump(dimuat.satu.aksi(boleh=dimuat.kelola)))
    version = fields.Integer(attribute="satu.version")


class DaftarTindakLanjutSchema(Schema):
    data = fields.List(fields.Nested(TindakLanjutSchema))
    berikutnya = fields.String(allow_none=True)


class TindakLanjutQuerySchema(Schema):
    milik = fields.String(
        load_default="saya", validate=validate.OneOf(("saya", "tim", "instansi"), error="Pakai saya, tim, atau instansi.")
    )
    ditutup = fields.Boolean(load_default=False)
    cursor = fields.String(load_default="", validate=validate.Length(max=100))
