"""The JSON of the API: what comes in is checked by type and shape here, by rule in the domain."""

from __future__ import annotations

from typing import Any

import msgspec
from marshmallow import Schema, fields, post_load, validate

from shared.contracts.skp import Lampiran, Periode, Rhk
from skp.adapters.unit_of_work import VersiSkp
from skp.application.queries import Banding, BarisTim, MatriksTim, RhkAtasan, RingkasanSkp
from skp.application.use_cases import Terbaca
from skp.domain.isi import (
    ARAH,
    ASPEK,
    CARA_HITUNG,
    JENIS_RHK,
    KLASIFIKASI,
    PALING_BANYAK_RHK,
    PENDEKATAN,
    PERSPEKTIF,
    Isian,
    IsianIndikator,
    IsianRhk,
)
from skp.domain.perilaku import KODE_NILAI
from skp.domain.pustaka import Butir
from skp.domain.revisi import TAHAP
from skp.domain.reviu import HASIL
from skp.domain.skp import STATUS
from skp.domain.syarat import jumlah_bobot

_WAJIB = {"required": "Wajib diisi.", "null": "Tidak boleh kosong (null)."}


PALING_BANYAK_SEKALI = 50
"""SKP that are agreed in one request."""


class _Teks(fields.String):
    default_error_messages = {**_WAJIB, "invalid": "Harus berupa teks.", "invalid_utf8": "Teks bukan UTF-8."}  # noqa: RUF012


class _Angka(fields.Decimal):
    default_error_messages = {  # noqa: RUF012
        **_WAJIB,
        "invalid": 'Tulis angka; pecahan dengan koma, misalnya 99,5 (dalam JSON: "99.5").',
        "special": "Bukan angka biasa.",
    }

    def __init__(self, **kw: Any) -> None:
        super().__init__(as_string=True, allow_none=True, **kw)


class _Id(fields.UUID):
    default_error_messages = {**_WAJIB, "invalid_uuid": "Id harus UUID."}  # noqa: RUF012


class _Bulat(fields.Integer):
    default_error_messages = {  # noqa: RUF012
        **_WAJIB,
        "invalid": "Tulis bilangan bulat.",
        "too_large": "Bilangan terlalu besar.",
    }

    def __init__(self, **kw: Any) -> None:
        super().__init__(strict=True, **kw)


class _Tanggal(fields.Date):
    default_error_messages = {**_WAJIB, "invalid": "Tulis tanggal seperti 2025-01-31."}  # noqa: RUF012


class _Daftar(fields.List[Any]):
    default_error_messages = {**_WAJIB, "invalid": "Harus berupa daftar."}  # noqa: RUF012


class _Isi(Schema):
    error_messages = {"unknown": "Nama isian tidak dikenal.", "type": "Harus berupa objek JSON."}  # noqa: RUF012


class IndikatorSchema(_Isi):
    id = _Id(allow_none=True, load_default=None)
    aspek = _Teks(load_default="kuantitas", metadata={"enum": list(ASPEK)})
    teks = _Teks(load_default="")
    target_teks = _Teks(load_default="")
    target = _Angka(load_default=None)
    target_min = _Angka(load_default=None)
    target_max = _Angka(load_default=None)
    satuan = _Teks(load_default="")
    arah = _Teks(load_default="normal", metadata={"enum": list(ARAH)})
    target_maksimal = fields.Boolean(load_default=False)
    cara_hitung = _Teks(load_default="jumlah", metadata={"enum": list(CARA_HITUNG)})

    @post_load
    def make(self, data: dict[str, Any], **_kw: Any) -> IsianIndikator:
        return IsianIndikator(**data)


class RhkSchema(_Isi):
    id = _Id(allow_none=True, load_default=None)
    nomor = _Bulat(load_default=None, allow_none=True, metadata={"description": "Diabaikan: urutan daftar yang menentukan."})
    jenis = _Teks(load_default="utama", metadata={"enum": list(JENIS_RHK)})
    teks = _Teks(load_default="")
    bobot = _Angka(load_default=None)
    rhk_atasan_id = _Id(allow_none=True, load_default=None)
    rhk_atasan_teks = _Teks(load_default="")
    penugasan_dari = _Teks(load_default="")
    perspektif = _Teks(load_default="", metadata={"enum": ["", *PERSPEKTIF], "description": "Hanya SKP JPT."})
    klasifikasi = _Teks(load_default="", metadata={"enum": ["", *KLASIFIKASI], "description": "Hanya SKP JPT, boleh kosong."})
    indikator = _Daftar(fields.Nested(IndikatorSchema), load_default=list)

    @post_load
    def make(self, data: dict[str, Any], **_kw: Any) -> IsianRhk:
        data.pop("nomor")
        return IsianRhk(**{**data, "indikator": tuple(data["indikator"])})


class LampiranSchema(_Isi):
    dukungan_sumber_daya = _Daftar(_Teks(), load_default=list)
    skema_pertanggungjawaban = _Daftar(_Teks(), load_default=list)
    konsekuensi = _Daftar(_Teks(), load_default=list)

    @post_load
    def make(self, data: dict[str, Any], **_kw: Any) -> Lampiran:
        return Lampiran(**{nama: tuple(baris) for nama, baris in data.items()})


class IsianSchema(_Isi):
    rhk = _Daftar(fields.Nested(RhkSchema), required=True)
    lampiran = fields.Nested(LampiranSchema, load_default=None, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_kw: Any) -> Isian:
        return Isian(tuple(data["rhk"]), data["lampiran"])


class BuatSchema(_Isi):
    tahun = _Bulat(required=True)
    pendekatan = _Teks(load_default="kuantitatif", metadata={"enum": list(PENDEKATAN)})
    tanggal = _Tanggal(load_default=None, allow_none=True)
    salin = fields.Boolean(load_default=False, metadata={"description": "Isi dengan SKP tahun sebelumnya yang disetujui."})


class TahunSchema(_Isi):
    tahun = _Bulat(required=True)


class KembalikanSchema(_Isi):
    alasan = _Teks(required=True)
    komentar = fields.Dict(keys=_Id(), values=_Teks(), load_default=dict)


class SetujuiSchema(_Isi):
    ekspektasi_khusus = fields.Dict(
        keys=_Teks(), values=_Teks(), load_default=dict, metadata={"description": f"Kode nilai: {', '.join(KODE_NILAI)}."}
    )


class BatalkanSchema(_Isi):
    alasan = _Teks(load_default="")


class TawaranBaruSchema(_Isi):
    tahun = _Bulat(required=True, validate=validate.Range(1, 9999, error="Tulis tahun, misalnya 2025."))
    pegawai_id = _Id(required=True)
    rhk_atasan_id = _Id(required=True)
    teks = _Teks(load_default="", metadata={"description": "Kosong: RHK pimpinan sebagai kalimat awal."})


class TawaranSchema(_Isi):
    tawaran_id = _Id(required=True)


class SelesaiReviuSchema(_Isi):
    hasil = _Teks(required=True, metadata={"enum": list(HASIL)})
    catatan = _Teks(load_default="")
    komentar = fields.Dict(keys=_Id(), values=_Teks(), load_default=dict)


class HalamanQuery(_Isi):
    halaman = fields.Integer(
        load_default=1, validate=validate.Range(1, 1000, error="Halaman 1 sampai 1000."), error_messages={"invalid": "Tulis nomor halaman."}
    )


class LepasKaitanSchema(_Isi):
    rhk_id = _Id(required=True)


class KaitkanSchema(LepasKaitanSchema):
    rhk_atasan_id = _Id(required=True, allow_none=True, metadata={"description": "null: tidak mendukung satu pun RHK pimpinan."})


class PustakaQuery(_Isi):
    cari = _Teks(load_default="")
    jabatan = _Teks(load_default="")
    cursor = _Id(load_default=None)


class BerkasSchema(Schema):
    berkas = fields.Raw(metadata={"type": "string", "format": "binary"})


class AmbilPustakaSchema(_Isi):
    butir = _Daftar(_Id(), required=True, validate=validate.Length(1, PALING_BANYAK_RHK, error=f"Pilih 1 sampai {PALING_BANYAK_RHK} RHK."))


class HasilImporSchema(Schema):
    baru = fields.Integer()
    berubah = fields.Integer()
    tetap = fields.Integer()
    ditolak = fields.List(fields.Dict(), metadata={"description": "Baris, kolom, dan sebab tiap baris yang tidak disimpan."})


class SalinanSchema(_Isi):
    id = _Id(required=True)
    version = _Bulat(required=True)


class SetujuiSalinanSchema(_Isi):
    data = _Daftar(
        fields.Nested(SalinanSchema), required=True, validate=validate.Length(1, PALING_BANYAK_SEKALI, error="Pilih 1 sampai 50 SKP.")
    )


class AlasanSchema(_Isi):
    alasan = _Teks(required=True)


class VersiQuery(_Isi):
    dari = fields.Integer(load_default=None, error_messages={"invalid": "Tulis nomor versi, misalnya 1."})
    ke = fields.Integer(load_default=None, error_messages={"invalid": "Tulis nomor versi, misalnya 2."})


class KosongSchema(_Isi):
    """No content."""


class DaftarSkpQuery(_Isi):
    tahun = fields.Integer(load_default=None, error_messages={"invalid": "Tulis tahun, misalnya 2025."})
    milik = _Teks(load_default="saya", validate=validate.OneOf(("saya", "tim", "instansi"), error="Pakai saya, tim, atau instansi."))
    status = _Teks(load_default=None)
    cursor = _Id(load_default=None)


class TahunQuery(_Isi):
    tahun = fields.Integer(load_default=None, error_messages={"invalid": "Tulis tahun, misalnya 2025."})


class PeriodeSchema(Schema):
    id = fields.UUID()
    tahun = fields.Integer()
    untuk = fields.String()
    jenis = fields.String()
    nomor = fields.Integer()
    nama = fields.String()
    mulai = fields.Date()
    selesai = fields.Date()
    batas_normal = fields.Date()
    batas_toleransi = fields.Date()
    version = fields.Integer()


class DaftarPeriodeSchema(Schema):
    data = fields.List(fields.Nested(PeriodeSchema))
    berikutnya = fields.String(allow_none=True)


class OrangSchema(Schema):
    pegawai_id = fields.UUID()
    nama = fields.String()
    nip = fields.String(allow_none=True)
    golongan = fields.String(allow_none=True)
    jabatan = fields.String()
    unit_kerja = fields.String()


class AksiSchema(Schema):
    kode = fields.String()
    label = fields.String()
    boleh = fields.Boolean()
    alasan = fields.String()


class SkpSchema(Schema):
    """For the description of the API; the answer itself is written by :func:`skp_lengkap`."""

    id = fields.UUID()
    tahun = fields.Integer()
    mulai = fields.Date()
    selesai = fields.Date()
    pendekatan = fields.String()
    status = fields.String(metadata={"enum": list(STATUS)})
    pegawai = fields.Nested(OrangSchema)
    penilai = fields.Nested(OrangSchema, allow_none=True)
    atasan_penilai = fields.Nested(OrangSchema, allow_none=True)
    rhk = fields.List(fields.Nested(RhkSchema))
    perilaku = fields.List(fields.Dict())
    lampiran = fields.Nested(LampiranSchema)
    jumlah_bobot = fields.Decimal(as_string=True)
    aksi = fields.List(fields.Nested(AksiSchema))
    syarat = fields.List(fields.Dict())
    saran = fields.List(fields.Dict())
    riwayat = fields.List(fields.Dict())
    komentar = fields.Dict()
    alasan_dikembalikan = fields.String()
    revisi = fields.Integer()
    tahap_revisi = fields.String(metadata={"enum": ["", "diminta", *TAHAP]})
    dihentikan = fields.List(fields.Nested(RhkSchema))
    permintaan = fields.Dict(allow_none=True)
    reviu = fields.Dict(allow_none=True, metadata={"description": "Catatan pengelola kinerja; null sebelum direviu."})
    usulan = fields.Dict(allow_none=True, metadata={"description": "Versi berikutnya yang sedang ditulis; null bila tidak ada revisi."})
    hash = fields.String()
    version = fields.Integer()


class BandingSchema(Schema):
    dari = fields.Integer()
    ke = fields.Integer(allow_none=True, metadata={"description": "null: revisi yang belum disetujui."})
    tahun_asal = fields.Integer(allow_none=True, metadata={"description": "Draf salinan: tahun SKP yang disalin."})
    jumlah = fields.Dict()
    rhk = fields.List(fields.Dict())
    lampiran = fields.List(fields.Dict())
    urutan = fields.Boolean()


class MatriksSchema(Schema):
    tahun = fields.Integer()
    sebab = fields.String()
    catatan = fields.String()
    kolom = fields.List(fields.Dict())
    baris = fields.List(fields.Dict())
    tanpa_pendukung = fields.List(fields.UUID())
    menunggu = fields.List(
        fields.Dict(), metadata={"description": "RHK anggota yang menunggu dikaitkan, dengan RHK Anda yang paling mirip."}
    )


class DaftarVersiSchema(Schema):
    data = fields.List(fields.Dict())
    berikutnya = fields.String(allow_none=True)


class DaftarSkpSchema(Schema):
    data = fields.List(fields.Dict())
    berikutnya = fields.UUID(allow_none=True)


def skp_lengkap(terbaca: Terbaca) -> dict[str, Any]:
    """One SKP with everything that a person needs to go on: checklist, hints, actions, history."""
    skp, numerik = terbaca.skp, terbaca.instansi.numerik
    isi: dict[str, Any] = msgspec.to_builtins(skp.keadaan())
    return {
        **isi,
        "jumlah_bobot": str(jumlah_bobot(skp.ditulis.rhk)) if numerik else None,
        "komentar": {str(rhk_id): teks for rhk_id, teks in skp.ditulis.komentar.items()},
        "permintaan": msgspec.to_builtins(skp.permintaan),
        "reviu": msgspec.to_builtins(skp.reviu, str_keys=True),
        "usulan": msgspec.to_builtins(skp.usulan, str_keys=True),
        "riwayat": msgspec.to_builtins(skp.riwayat),
        "aksi": [
            {"kode": a.kode, "label": a.label, "boleh": a.boleh, "alasan": a.alasan} for a in skp.aksi(terbaca.pelaku, numerik=numerik)
        ],
        "syarat": [
            {
                "kode": s.kode,
                "teks": s.teks,
                "terpenuhi": s.terpenuhi,
                "wajib": s.wajib,
                "masalah": [{"teks": m.teks, "bidang": m.bidang} for m in s.masalah],
            }
            for s in skp.syarat(numerik=numerik)
        ],
        "saran": msgspec.to_builtins(skp.saran()),
    }


def butir_pustaka(butir: Butir) -> dict[str, Any]:
    """Without ids of RHK and indikator, which an SKP gives to its own rows."""
    rhk = butir.rhk
    indikator = [{k: v for k, v in msgspec.to_builtins(i).items() if k != "id"} for i in rhk.indikator]
    return {"id": str(butir.id), "jabatan": butir.jabatan, "jenis": rhk.jenis, "teks": rhk.teks, "indikator": indikator}


def banding(hasil: Banding) -> dict[str, Any]:
    return {
        "dari": hasil.dari,
        "ke": hasil.ke,
        "tahun_asal": hasil.tahun_asal,
        "jumlah": hasil.perubahan.jumlah,
        **msgspec.to_builtins(hasil.perubahan),
    }


def matriks(tahun: int, tim: MatriksTim) -> dict[str, Any]:
    """Columns by id and sentence; of the members' RHK only id, number and sentence."""

    def ringkas(rhk: Rhk) -> dict[str, Any]:
        return {"id": str(rhk.id), "nomor": rhk.nomor, "teks": rhk.teks}

    return {
        "tahun": tahun,
        "sebab": tim.sebab,
        "catatan": tim.catatan,
        "kolom": [ringkas(r) | {"pendukung": tim.matriks.pendukung(i)} for i, r in enumerate(tim.matriks.kolom)],
        "baris": [
            {
                "pegawai": msgspec.to_builtins(b.anggota.pegawai),
                "skp_id": str(b.anggota.skp_id) if b.anggota.skp_id else None,
                "status": b.anggota.status,
                "sel": [
                    {"rhk": [ringkas(r) for r in sel.rhk], "tawaran": [{"id": str(o.id), "teks": o.teks} for o in sel.tawaran]}
                    for sel in b.sel
                ],
                "lepas": [ringkas(r) | {"rhk_atasan_teks": r.rhk_atasan_teks} for r in b.lepas],
            }
            for b in tim.matriks.baris
        ],
        "tanpa_pendukung": [str(r.id) for r in tim.matriks.tanpa_pendukung],
        "menunggu": [
            ringkas(m.rhk)
            | {
                "skp_id": str(m.skp_id),
                "pegawai_id": str(m.pegawai.pegawai_id),
                "rhk_atasan_teks": m.rhk.rhk_atasan_teks,
                "saran": str(m.saran) if m.saran else None,
            }
            for m in tim.menunggu
        ],
    }


def daftar_versi(versi: list[VersiSkp]) -> dict[str, Any]:
    """The agreed documents themselves, each with its hash: what anybody can check."""
    return {"data": msgspec.to_builtins(versi), "berikutnya": None}


def daftar_skp(rows: list[RingkasanSkp], berikutnya: object) -> dict[str, Any]:
    return {"data": msgspec.to_builtins(rows), "berikutnya": str(berikutnya) if berikutnya else None}


def daftar_tim(rows: list[BarisTim]) -> dict[str, Any]:
    return {"data": msgspec.to_builtins(rows), "berikutnya": None}


def daftar_periode(rows: list[Periode]) -> dict[str, Any]:
    return {"data": msgspec.to_builtins(rows), "berikutnya": None}


def pilihan_atasan(pilihan: RhkAtasan) -> dict[str, Any]:
    return {
        "data": [{"id": str(id_), "teks": teks} for id_, teks in pilihan.pilihan],
        "berikutnya": None,
        "nama_penilai": pilihan.nama_penilai,
        "keterangan": pilihan.keterangan,
    }
