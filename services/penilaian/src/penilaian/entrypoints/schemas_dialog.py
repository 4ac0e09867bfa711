"""The API's shapes of dialogue and pembinaan."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from penilaian.domain.dialog import KESEPAKATAN_TERBANYAK, TEKS_TERPANJANG, Capaian, Jenis
from penilaian.entrypoints.schemas import AksiSchema, Tertutup

_TEKS = validate.Length(max=4 * TEKS_TERPANJANG, error="Terlalu panjang.")
_BANYAK = validate.Length(max=KESEPAKATAN_TERBANYAK, error=f"Paling banyak {KESEPAKATAN_TERBANYAK} kesepakatan.")


class KesepakatanInSchema(Tertutup):
    teks = fields.String(required=True, validate=_TEKS)
    tenggat = fields.Date(required=True)


class CapaianInSchema(Tertutup):
    capaian = fields.Enum(Capaian, by_value=True, required=True, error_messages={"unknown": "Pakai tercapai atau belum."})
    hasil = fields.String(load_default="", validate=_TEKS)


class _IsiSchema(Tertutup):
    topik = fields.String(load_default="", validate=_TEKS)
    uraian = fields.String(load_default="", validate=_TEKS)
    kesepakatan = fields.List(fields.Nested(KesepakatanInSchema), load_default=list, validate=_BANYAK)


class DialogInSchema(_IsiSchema):
    jenis = fields.Enum(Jenis, by_value=True, required=True, error_messages={"unknown": "Pakai dialog, bimbingan, atau konseling."})
    tanggal = fields.Date(required=True)


class LakukanDialogSchema(_IsiSchema):
    """``simpan`` needs ``topik``, ``uraian`` and ``kesepakatan``, ``tinjau`` needs ``capaian`` in their order, ``tanggapi`` needs ``tanggapan``."""

    tanggapan = fields.String(load_default="", validate=_TEKS)
    capaian = fields.List(fields.Nested(CapaianInSchema), load_default=list, validate=_BANYAK)


class KesepakatanSchema(Schema):
    teks = fields.String()
    tenggat = fields.Date()
    capaian = fields.String(allow_none=True)
    hasil = fields.String()
    asal = fields.Date(allow_none=True)


class DialogSchema(Schema):
    id = fields.UUID(attribute="satu.id")
    evaluasi_id = fields.UUID(attribute="satu.evaluasi_id")
    pegawai_id = fields.UUID(attribute="satu.pegawai_id")
    pegawai = fields.String(attribute="nama")
    tahun = fields.Integer(attribute="satu.tahun")
    jenis = fields.String(attribute="satu.jenis.value")
    tanggal = fields.Date(attribute="satu.tanggal")
    status = fields.String(attribute="satu.status.value")
    topik = fields.String(attribute="satu.isi.topik")
    uraian = fields.String(attribute="satu.isi.uraian")
    kesepakatan = fields.List(fields.Nested(KesepakatanSchema), attribute="satu.isi.kesepakatan")
    tanggapan = fields.String(attribute="satu.tanggapan")
    tindak_lanjut_id = fields.UUID(attribute="satu.tindak_lanjut_id", allow_none=True)
    lanjutan_id = fields.UUID(attribute="satu.lanjutan_id", allow_none=True)
    ditinjau_pada = fields.DateTime(attribute="satu.ditinjau_pada", allow_none=True)
    aksi = fields.Function(lambda dimuat: AksiSchema(many=True).dump(dimuat.satu.aksi(penilai=dimuat.penilai, pegawai=dimuat.pegawai)))
    version = fields.Integer(attribute="satu.version")


class DaftarDialogSchema(Schema):
    data = fields.List(fields.Nested(DialogSchema))
    berikutnya = fields.String(allow_none=True)
