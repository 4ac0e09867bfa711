"""The API's shapes. Figures are decimal strings; days and moments ISO 8601."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from penilaian.domain.distribusi import CapaianOrganisasi
from penilaian.domain.keberatan import POKOK, PUTUSAN
from penilaian.domain.kuadran import Rating
from penilaian.domain.numerik import KODE_METODE
from penilaian.domain.perilaku import KODE

_TEKS = validate.Length(max=4000, error="Paling banyak 4.000 karakter.")
_PANJANG_ANGKA = 40
PALING_BANYAK_RHK = 100
PALING_BANYAK_INDIKATOR = 50
_TERBESAR, _TERKECIL = 12, -12
"""Powers of ten between which a figure is believed."""


class Angka(fields.Decimal):
    """A figure: a JSON string or number in, a string out. Neither truth values nor monsters."""

    def __init__(self, *, tempat: int | None = None, tanda: bool = False, **kw: Any) -> None:
        pesan: dict[str, Any] = {"invalid": "Tulis angka saja.", "special": "Tulis angka saja."}
        super().__init__(as_string=True, allow_nan=False, error_messages=pesan, **kw)
        self._tempat = tempat
        self._tanda = tanda

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_kw: Any) -> Any:  # noqa: ARG002 - the signature is given
        if value is None:
            return None
        angka = Decimal(value)
        return f"{angka:.{self._tempat}f}" if self._tempat is not None else f"{angka.normalize():f}"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kw: Any) -> Any:
        if isinstance(value, bool) or (isinstance(value, (str, int)) and len(str(value)) > _PANJANG_ANGKA):
            raise ValidationError("Tulis angka saja.")
        angka = super()._deserialize(value, attr, data, **kw)
        pangkat = angka.as_tuple().exponent
        if angka.adjusted() > _TERBESAR or (isinstance(pangkat, int) and pangkat < _TERKECIL):
            raise ValidationError("Angka tidak wajar. Pakai angka sampai 1.000.000.000.000 dengan paling banyak 12 angka di belakang koma.")
        if angka < 0 and not self._tanda:
            raise ValidationError("Angka tidak boleh negatif.")
        return angka


_SALAH_RATING = "Pakai di_bawah_ekspektasi, sesuai_ekspektasi, atau di_atas_ekspektasi."
_SALAH_CAPAIAN = "Pakai istimewa, baik, butuh_perbaikan, kurang, atau sangat_kurang."


def _rating() -> fields.Enum[Rating]:
    return fields.Enum(Rating, by_value=True, allow_none=True, error_messages={"unknown": _SALAH_RATING})


class Tertutup(Schema):
    """Input: an unknown field is a fault, so that a typing error is not silently dropped."""


class SkorSchema(Tertutup):
    kode = fields.String(required=True, validate=validate.OneOf(KODE, error="Pakai salah satu dari BP AK KP HM LY AD KB."))
    skor = Angka(allow_none=True, validate=validate.Range(0, 120, error="Nilai perilaku antara 0 dan 120."))
    rating = _rating()
    catatan = fields.String(validate=_TEKS)


class CatatanRhkSchema(Tertutup):
    rating = _rating()
    catatan = fields.String(validate=_TEKS)


class EvaluasiInSchema(Tertutup):
    """Every field is optional (autosave); those that are missing keep their value."""

    rating_hasil = _rating()
    alasan_hasil = fields.String(validate=_TEKS)
    rating_perilaku = _rating()
    alasan_perilaku = fields.String(validate=_TEKS)
    perilaku = fields.List(fields.Nested(SkorSchema), validate=validate.Length(max=len(KODE), error="Ada tujuh nilai perilaku."))
    catatan_rhk = fields.Dict(keys=fields.UUID(), values=fields.Nested(CatatanRhkSchema), validate=validate.Length(max=PALING_BANYAK_RHK))
    gagasan_baru = fields.String(validate=_TEKS)
    catatan = fields.String(validate=_TEKS)
    organisasi_belum = fields.String(validate=_TEKS, allow_none=True)
    alasan_pola = fields.String(validate=_TEKS)
    laporan_dilihat = fields.Boolean()

    @validates_schema
    def _sekali(self, data: dict[str, Any], **_kw: Any) -> None:
        kode = [satu["kode"] for satu in data.get("perilaku", ())]
        if len(kode) != len(set(kode)):
            raise ValidationError("Setiap nilai perilaku hanya sekali.", "perilaku")


class AlasanSchema(Tertutup):
    alasan = fields.String(required=True, validate=_TEKS)


class KosongSchema(Tertutup):
    """A deed without words."""


class OrganisasiInSchema(Tertutup):
    unor_id = fields.UUID(required=True)
    tahun = fields.Integer(required=True, strict=True, validate=validate.Range(2000, 2100, error="Tahun tidak wajar."))
    nilai = fields.Enum(CapaianOrganisasi, by_value=True, required=True, error_messages={"unknown": _SALAH_CAPAIAN})
    alasan = fields.String(required=True, validate=_TEKS)


class OrganisasiSchema(Schema):
    id = fields.UUID()
    unor_id = fields.UUID()
    unor_nama = fields.String(allow_none=True)
    tahun = fields.Integer()
    nilai = fields.String()
    alasan = fields.String()
    ditetapkan_oleh = fields.UUID()
    ditetapkan_pada = fields.DateTime()
    version = fields.Integer()


class DaftarOrganisasiSchema(Schema):
    data = fields.List(fields.Nested(OrganisasiSchema))
    berikutnya = fields.String(allow_none=True)


class TahunSchema(Schema):
    tahun = fields.Integer(load_default=None, validate=validate.Range(2000, 2100, error="Tahun tidak wajar."))


class DaftarQuerySchema(TahunSchema):
    milik = fields.String(
        load_default="saya", validate=validate.OneOf(("saya", "tim", "instansi"), error="Pakai saya, tim, atau instansi.")
    )
    cursor = fields.UUID(load_default=None, metadata={"description": "``berikutnya`` of the page before; for ``milik=instansi``"})


# ---- simulation ----


class IndikatorSimulasiSchema(Tertutup):
    arah = fields.String(load_default="normal", validate=validate.OneOf(("normal", "khusus"), error="Pakai normal atau khusus."))
    target = Angka(load_default=None, allow_none=True)
    target_min = Angka(load_default=None, allow_none=True)
    target_max = Angka(load_default=None, allow_none=True)
    realisasi = Angka(required=True)
    target_maksimal = fields.Boolean(load_default=False)
    satuan = fields.String(load_default="", validate=validate.Length(max=100))

    @validates_schema
    def _satu_target(self, data: dict[str, Any], **_kw: Any) -> None:
        rentang = (data.get("target_min"), data.get("target_max"))
        if data.get("target") is not None and rentang != (None, None):
            raise ValidationError("Isi satu target, atau batas bawah dan batas atas; tidak keduanya.", "target")
        if data.get("target") is None and None in rentang:
            raise ValidationError("Isi satu target, atau batas bawah dan batas atasnya.", "target")


class RhkSimulasiSchema(Tertutup):
    bobot = Angka(required=True)
    indikator = fields.List(
        fields.Nested(IndikatorSimulasiSchema),
        required=True,
        validate=validate.Length(1, PALING_BANYAK_INDIKATOR, error=f"Isi 1 sampai {PALING_BANYAK_INDIKATOR} indikator."),
    )


class SimulasiInSchema(Tertutup):
    metode = fields.String(required=True, validate=validate.OneOf(KODE_METODE, error=f"Pakai {' atau '.join(KODE_METODE)}."))
    bobot_skp = Angka(required=True)
    bobot_perilaku = Angka(required=True)
    rhk = fields.List(
        fields.Nested(RhkSimulasiSchema),
        required=True,
        validate=validate.Length(1, PALING_BANYAK_RHK, error=f"Isi 1 sampai {PALING_BANYAK_RHK} RHK."),
    )
    perilaku = fields.List(Angka(), required=True, validate=validate.Length(equal=len(KODE), error="Isi tujuh nilai perilaku."))


class LangkahSchema(Schema):
    jenis = fields.String()
    nama = fields.String()
    rumus = fields.String()
    masukan = fields.Dict(keys=fields.String(), values=fields.String())
    nilai = Angka(tempat=2)
    rhk = fields.Integer(allow_none=True)
    indikator = fields.Integer(allow_none=True)


class JejakSchema(Schema):
    metode = fields.String()
    versi = fields.Integer()
    berlaku_dari = fields.Date()
    dasar_hukum = fields.String()
    pembulatan = fields.String()
    langkah = fields.List(fields.Nested(LangkahSchema))
    sidik = fields.String()


class CapaianRhkSchema(Schema):
    capaian = Angka(tempat=2)
    sumbangan = Angka(tempat=2)
    indikator = fields.List(Angka(tempat=2))


class SimulasiSchema(Schema):
    rhk = fields.List(fields.Nested(CapaianRhkSchema))
    nilai_skp = Angka(tempat=2)
    nilai_perilaku = Angka(tempat=2)
    nkp = Angka(tempat=2)
    jejak = fields.Nested(JejakSchema)


# ---- evaluations ----


class KetepatanSchema(Schema):
    wajib = fields.Integer()
    tepat_waktu = fields.Integer()
    terlambat = fields.Integer()
    dimaafkan = fields.Integer()
    kosong = fields.Integer()
    persen = Angka(tempat=2)


class BarisSchema(Schema):
    id = fields.UUID()
    tahun = fields.Integer()
    skp_id = fields.UUID()
    pegawai_id = fields.UUID()
    nama = fields.String()
    nip = fields.String(allow_none=True)
    jabatan = fields.String()
    status = fields.String(attribute="status.value")
    giliran = fields.String()
    ketepatan = fields.Nested(KetepatanSchema)
    nilai_skp = Angka(tempat=2)
    saran_hasil = fields.String()
    saran_predikat = fields.String()
    predikat = fields.String()
    nkp = Angka(tempat=2)
    bukti = fields.Integer()
    bukti_kurang = fields.Integer()
    laporan = fields.Integer()
    laporan_terkirim = fields.Integer()
    disampaikan_pada = fields.DateTime(allow_none=True)
    version = fields.Integer()


class DaftarSchema(Schema):
    data = fields.List(fields.Nested(BarisSchema))
    berikutnya = fields.String(allow_none=True)


class AksiSchema(Schema):
    kode = fields.String()
    label = fields.String()
    boleh = fields.Boolean()
    alasan = fields.String()


class OrangSchema(Schema):
    pegawai_id = fields.UUID()
    nama = fields.String()
    nip = fields.String(allow_none=True)
    golongan = fields.String(allow_none=True)
    jabatan = fields.String()
    unit_kerja = fields.String()


class IndikatorSchema(Schema):
    id = fields.UUID()
    teks = fields.String()
    aspek = fields.String()
    target_teks = fields.String()
    satuan = fields.String()
    realisasi = Angka()
    capaian = Angka(tempat=2)


class RhkSchema(Schema):
    id = fields.UUID()
    nomor = fields.Integer()
    jenis = fields.String()
    teks = fields.String()
    bobot = Angka()
    dihentikan = fields.Boolean(metadata={"description": "Dikeluarkan oleh revisi SKP; tanpa bobot, realisasinya tetap."})
    capaian = Angka(tempat=2)
    sumbangan = Angka(tempat=2)
    indikator = fields.List(fields.Nested(IndikatorSchema))


class LaporanSchema(Schema):
    id = fields.UUID()
    nama = fields.String()
    status = fields.String()
    terlambat = fields.Boolean()
    hari_terlambat = fields.Integer()
    dimaafkan = fields.Boolean()
    alasan_terlambat = fields.String()


class SkorOutSchema(Schema):
    kode = fields.String()
    skor = Angka()
    rating = fields.String(allow_none=True)
    catatan = fields.String()


class CatatanOutSchema(Schema):
    rating = fields.String(allow_none=True)
    catatan = fields.String()


class SaranSchema(Schema):
    rating_hasil = fields.String(allow_none=True)
    rating_perilaku = fields.String(allow_none=True)
    predikat = fields.String(allow_none=True)
    akuntabel_di_bawah = fields.Boolean()


class OrganisasiRingkasSchema(Schema):
    nilai = fields.String()
    unor_id = fields.UUID()
    unor_nama = fields.String()


class PeristiwaSchema(Schema):
    aksi = fields.String()
    oleh = fields.UUID(allow_none=True)
    pada = fields.DateTime()
    alasan = fields.String()


class VersiLamaSchema(Schema):
    rating_hasil = fields.String()
    rating_perilaku = fields.String()
    predikat = fields.String()
    nilai_skp = Angka(tempat=2)
    nilai_perilaku = Angka(tempat=2)
    nkp = Angka(tempat=2)
    hash = fields.String()
    sampai = fields.DateTime()


class EvaluasiSchema(Schema):
    """Ratings, scores, notes and figures are null where the caller may not see them (yet)."""

    id = fields.UUID()
    version = fields.Integer()
    tahun = fields.Integer()
    jenis = fields.String()
    mulai = fields.Date()
    selesai = fields.Date()
    status = fields.String()
    status_label = fields.String()
    pegawai = fields.Nested(OrangSchema)
    penilai = fields.Nested(OrangSchema, allow_none=True)
    atasan_penilai = fields.Nested(OrangSchema, allow_none=True)
    skp_id = fields.UUID()
    unor_id = fields.UUID()
    ketepatan = fields.Nested(KetepatanSchema)
    organisasi = fields.Nested(OrganisasiRingkasSchema, allow_none=True)
    capaian_organisasi = fields.String()
    rating_hasil = fields.String(allow_none=True)
    alasan_hasil = fields.String(allow_none=True)
    rating_perilaku = fields.String(allow_none=True)
    alasan_perilaku = fields.String(allow_none=True)
    perilaku = fields.List(fields.Nested(SkorOutSchema), allow_none=True)
    catatan_rhk = fields.Dict(keys=fields.String(), values=fields.Nested(CatatanOutSchema), allow_none=True)
    gagasan_baru = fields.String(allow_none=True)
    catatan = fields.String(allow_none=True)
    organisasi_belum = fields.String(allow_none=True)
    alasan_pola = fields.String(allow_none=True)
    saran = fields.Nested(SaranSchema, allow_none=True)
    predikat = fields.String(allow_none=True)
    predikat_angka = fields.String(allow_none=True)
    nilai_skp = Angka(tempat=2)
    nilai_perilaku = Angka(tempat=2)
    nkp = Angka(tempat=2)
    tanpa_angka = fields.String()
    jejak = fields.Nested(JejakSchema, allow_none=True)
    rhk = fields.List(fields.Nested(RhkSchema))
    laporan = fields.List(fields.Nested(LaporanSchema))
    laporan_baru = fields.List(fields.String())
    diajukan_otomatis = fields.Boolean()
    diajukan_pada = fields.DateTime(allow_none=True)
    dikembalikan_pada = fields.DateTime(allow_none=True)
    ditetapkan_pada = fields.DateTime(allow_none=True)
    disampaikan_pada = fields.DateTime(allow_none=True)
    final_pada = fields.DateTime(allow_none=True)
    batas_keberatan = fields.Date(allow_none=True)
    keberatan = fields.String(metadata={"description": "State of the objection; empty when there was none"})
    dikoreksi_pada = fields.DateTime(allow_none=True)
    sebelum = fields.List(fields.Nested(VersiLamaSchema), metadata={"description": "Results that an objection replaced"})
    hash = fields.String()
    aksi = fields.List(fields.Nested(AksiSchema))
    riwayat = fields.List(fields.Nested(PeristiwaSchema))


# ---- objections ----

_BANYAK = validate.Length(max=PALING_BANYAK_RHK, error=f"Paling banyak {PALING_BANYAK_RHK}.")


class KeberatanInSchema(Tertutup):
    """``bukti`` are ids of evidence in the person's own reports of the evaluated span."""

    alasan = fields.String(required=True, validate=_TEKS)
    pokok = fields.List(
        fields.String(validate=validate.OneOf(tuple(POKOK), error="Pakai hasil, perilaku, atau prosedur.")), validate=_BANYAK
    )
    rhk = fields.List(fields.UUID(), validate=_BANYAK)
    perilaku = fields.List(fields.String(validate=validate.OneOf(KODE, error="Pakai salah satu dari BP AK KP HM LY AD KB.")))
    bukti = fields.List(fields.UUID(), validate=validate.Length(max=200, error="Paling banyak 200 bukti."))


class TeksSchema(Tertutup):
    teks = fields.String(required=True, validate=_TEKS)


class KoreksiRealisasiSchema(Tertutup):
    indikator_id = fields.UUID(required=True)
    angka = Angka(required=True)


class PutusanInSchema(Tertutup):
    """What is left out stays as it was."""

    putusan = fields.String(
        required=True, validate=validate.OneOf([p.value for p in PUTUSAN], error="Pakai diterima, diterima_sebagian, atau ditolak.")
    )
    alasan = fields.String(required=True, validate=_TEKS)
    rating_hasil = _rating()
    rating_perilaku = _rating()
    perilaku = fields.Dict(
        keys=fields.String(validate=validate.OneOf(KODE, error="Pakai salah satu dari BP AK KP HM LY AD KB.")),
        values=Angka(validate=validate.Range(0, 120, error="Nilai perilaku antara 0 dan 120.")),
    )
    realisasi = fields.List(fields.Nested(KoreksiRealisasiSchema), validate=validate.Length(max=1000, error="Paling banyak 1.000."))


class KeberatanQuerySchema(Schema):
    milik = fields.String(
        load_default="saya",
        validate=validate.OneOf(("saya", "penilai", "putus", "instansi"), error="Pakai saya, penilai, putus, atau instansi."),
    )
    cursor = fields.UUID(load_default=None, metadata={"description": "``berikutnya`` of the page before"})


class BarisKeberatanSchema(Schema):
    id = fields.UUID()
    evaluasi_id = fields.UUID()
    tahun = fields.Integer()
    pegawai_id = fields.UUID()
    nama = fields.String()
    jabatan = fields.String()
    status = fields.String(attribute="status.value")
    diajukan_pada = fields.DateTime()
    batas_penjelasan = fields.Date()
    batas_putusan = fields.Date()
    dijelaskan = fields.Boolean()
    version = fields.Integer()


class DaftarKeberatanSchema(Schema):
    data = fields.List(fields.Nested(BarisKeberatanSchema))
    berikutnya = fields.String(allow_none=True)


class IsiKeberatanSchema(Schema):
    alasan = fields.String()
    pokok = fields.List(fields.String())
    rhk = fields.List(fields.UUID())
    perilaku = fields.List(fields.String())
    bukti = fields.List(fields.UUID())


class KeteranganSchema(Schema):
    teks = fields.String()
    oleh = fields.UUID()
    sebagai = fields.String()
    pada = fields.DateTime()


class KoreksiSchema(Schema):
    rating_hasil = fields.String(allow_none=True)
    rating_perilaku = fields.String(allow_none=True)
    perilaku = fields.Dict(keys=fields.String(), values=Angka())
    realisasi = fields.List(fields.Nested(KoreksiRealisasiSchema))


class PutusanSchema(Schema):
    putusan = fields.String(attribute="status.value")
    alasan = fields.String()
    koreksi = fields.Nested(KoreksiSchema)
    oleh = fields.UUID()
    sebagai = fields.String()
    pada = fields.DateTime()


class BerkasSchema(Schema):
    id = fields.UUID()
    indikator_id = fields.UUID(allow_none=True)
    nama = fields.String()
    jenis = fields.String()
    ukuran = fields.Integer()
    laporan = fields.String()
    dirujuk = fields.Boolean(metadata={"description": "The person refers to it"})


class KeberatanSchema(Schema):
    """What to decide with, in one answer. For who may only know its state, the texts, the evaluation and the evidence are missing."""

    id = fields.UUID()
    evaluasi_id = fields.UUID()
    tahun = fields.Integer()
    pegawai = fields.Nested(OrangSchema)
    status = fields.String()
    status_label = fields.String()
    diajukan_pada = fields.DateTime()
    batas_penjelasan = fields.Date()
    batas_putusan = fields.Date()
    hubungan = fields.List(fields.String(), metadata={"description": "pegawai, penilai or pemutus"})
    aksi = fields.List(fields.Nested(AksiSchema))
    version = fields.Integer()
    isi = fields.Nested(IsiKeberatanSchema)
    penjelasan = fields.Nested(KeteranganSchema, allow_none=True)
    penjelasan_terlambat = fields.Boolean()
    pertanyaan = fields.Nested(KeteranganSchema, allow_none=True)
    tanggapan = fields.Nested(KeteranganSchema, allow_none=True)
    putusan = fields.Nested(PutusanSchema, allow_none=True)
    riwayat = fields.List(fields.Nested(PeristiwaSchema))
    evaluasi = fields.Nested(EvaluasiSchema)
    berkas = fields.List(fields.Nested(BerkasSchema), allow_none=True)
