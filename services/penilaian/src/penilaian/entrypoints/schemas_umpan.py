"""The API's shapes of feedback."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from penilaian.domain.perilaku import KODE
from penilaian.domain.umpan import TEKS_TERPANJANG, Jenis
from penilaian.entrypoints.schemas import Tertutup

_TEKS = validate.Length(max=4 * TEKS_TERPANJANG, error="Terlalu panjang.")


class UmpanInSchema(Tertutup):
    pegawai_id = fields.UUID(required=True)
    jenis = fields.Enum(Jenis, by_value=True, required=True, error_messages={"unknown": "Pakai apresiasi, perbaikan, atau arahan."})
    teks = fields.String(required=True, validate=_TEKS)
    rhk_id = fields.UUID(load_default=None, allow_none=True, metadata={"description": "only for who leads the person"})
    perilaku = fields.String(load_default="", validate=validate.OneOf(("", *KODE), error="Pakai salah satu dari BP AK KP HM LY AD KB."))
    masa = fields.Date(
        load_default=None, allow_none=True, metadata={"description": "first day of an ended period; only for who leads the person"}
    )


class TanggapanSchema(Tertutup):
    tanggapan = fields.String(required=True, validate=_TEKS)


class UmpanSchema(Schema):
    """``dari`` is empty and ``tanggal`` missing where the giver is not to be known; the span is then that of the batch."""

    id = fields.UUID()
    pegawai_id = fields.UUID()
    pegawai = fields.String()
    dari = fields.String()
    peran = fields.String(attribute="peran.value")
    jenis = fields.String(attribute="jenis.value")
    teks = fields.String()
    rhk_id = fields.UUID(allow_none=True)
    perilaku = fields.String()
    sasaran = fields.String()
    masa = fields.String()
    masa_mulai = fields.Date(allow_none=True)
    masa_selesai = fields.Date(allow_none=True)
    tanggal = fields.Date(allow_none=True)
    dibaca_pada = fields.DateTime(allow_none=True)
    tanggapan = fields.String()
    version = fields.Integer()


class DaftarUmpanSchema(Schema):
    data = fields.List(fields.Nested(UmpanSchema))
    berikutnya = fields.String(allow_none=True)


class UmpanQuerySchema(Schema):
    milik = fields.String(load_default="saya", validate=validate.OneOf(("saya", "diberikan"), error="Pakai saya atau diberikan."))
    tahun = fields.Integer(load_default=None, validate=validate.Range(2000, 2100, error="Tahun tidak wajar."))
    cursor = fields.String(load_default="", validate=validate.Length(max=100), metadata={"description": "for ``milik=diberikan``"})


class PenerimaSchema(Schema):
    pegawai_id = fields.UUID()
    nama = fields.String()
    jabatan = fields.String()
    peran = fields.String(attribute="peran.value")


class DaftarPenerimaSchema(Schema):
    data = fields.List(fields.Nested(PenerimaSchema))
    berikutnya = fields.String(allow_none=True)
