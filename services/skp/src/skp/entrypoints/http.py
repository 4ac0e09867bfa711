"""The API of skp, under /skp/api/v1."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from flask import Response
from flask_smorest import Blueprint

from shared.errors import DomainError
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, unit_of_work, untuk_klien, with_etag
from skp.adapters.unit_of_work import UnitOfWork
from skp.application import queries, use_cases
from skp.application.use_cases import Terbaca
from skp.domain.isi import Isian
from skp.entrypoints import schemas as s

api = Blueprint("skp_api", __name__, description="Periode, SKP, dan antrian persetujuan")


def _json(isi: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(isi), status=status, mimetype="application/json")


def _skp(terbaca: Terbaca, status: int = 200) -> Response:
    return with_etag(_json(s.skp_lengkap(terbaca), status), terbaca.skp.version)


@api.post("/periode")
@api.arguments(s.TahunSchema)
@api.response(201, s.DaftarPeriodeSchema, description="Periode satu tahun; 200 bila sudah dibuka sebelumnya.")
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def buka_periode(isi: dict[str, Any]) -> Response:
    """Buka satu tahun: periode SKP, laporan, dan evaluasi menurut pengaturan instansi."""
    with unit_of_work(UnitOfWork) as uow:
        daftar, baru = use_cases.buka_periode(uow, caller(), isi["tahun"])
    return _json(s.daftar_periode(daftar), 201 if baru else 200)


@api.get("/periode")
@untuk_klien("skp.baca")
@api.arguments(s.TahunQuery, location="query")
@api.response(200, s.DaftarPeriodeSchema)
@akses(Objek.PENGATURAN, Hak.BACA, Sasaran.DAFTAR)
def list_periode(saring: dict[str, Any]) -> Response:
    """Periode dan batas waktunya."""
    with unit_of_work(UnitOfWork) as uow:
        daftar = queries.list_periode(uow, caller(), saring["tahun"])
    return _json(s.daftar_periode(daftar))


@api.post("/skp")
@api.arguments(s.BuatSchema)
@api.response(201, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS, Sasaran.SENDIRI)
def buat_skp(isi: dict[str, Any]) -> Response:
    """Buat draf SKP untuk penugasan Anda pada satu tanggal."""
    tanggal: date | None = isi["tanggal"]
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.buat_skp(uow, caller(), isi["tahun"], isi["pendekatan"], tanggal, salin=isi["salin"])
    return _skp(terbaca, 201)


@api.get("/skp")
@untuk_klien("skp.baca")
@api.arguments(s.DaftarSkpQuery, location="query")
@api.response(200, s.DaftarSkpSchema)
@akses(Objek.SKP, Hak.BACA, Sasaran.DAFTAR)
def list_skp(saring: dict[str, Any]) -> Response:
    """SKP milik saya, tim, atau seluruh instansi."""
    with unit_of_work(UnitOfWork) as uow:
        rows, berikutnya = queries.list_skp(uow, caller(), saring["milik"], saring["tahun"], saring["status"], saring["cursor"])
    return _json(s.daftar_skp(rows, berikutnya))


@api.get("/skp/<uuid:skp_id>")
@untuk_klien("skp.baca")
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.BACA)
def get_skp(skp_id: UUID) -> Response:
    """Satu SKP dengan syarat, saran, tindakan, dan riwayatnya."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = queries.baca_satu(uow, caller(), skp_id)
    return _skp(terbaca)


@api.put("/skp/<uuid:skp_id>")
@api.arguments(s.IsianSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS)
def ubah_skp(isi: Isian, skp_id: UUID) -> Response:
    """Ganti isi draf; perlu If-Match."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.ubah_skp(uow, caller(), skp_id, isi, if_match())
    return _skp(terbaca)


@api.get("/skp/<uuid:skp_id>/rhk-atasan")
@api.response(200, s.DaftarSkpSchema)
@akses(Objek.SKP, Hak.TULIS)
def rhk_atasan(skp_id: UUID) -> Response:
    """RHK penilai yang dapat ditautkan, atau sebab mengapa belum ada."""
    with unit_of_work(UnitOfWork) as uow:
        pilihan = queries.rhk_atasan_saya(uow, caller(), skp_id)
    return _json(s.pilihan_atasan(pilihan))


@api.post("/skp/<uuid:skp_id>/ajukan")
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS)
def ajukan(skp_id: UUID) -> Response:
    """Ajukan ke penilai."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.ajukan_skp(uow, caller(), skp_id, if_match(required=False))
    return _skp(terbaca)


@api.post("/skp/<uuid:skp_id>/tarik")
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS)
def tarik(skp_id: UUID) -> Response:
    """Tarik kembali sebelum penilai membukanya."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.tarik_skp(uow, caller(), skp_id, if_match(required=False))
    return _skp(terbaca)


@api.post("/skp/<uuid:skp_id>/batalkan")
@api.arguments(s.BatalkanSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS, atau=Hak.KELOLA)
def batalkan(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Batalkan draf."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.batalkan_skp(uow, caller(), skp_id, isi["alasan"], if_match(required=False))
    return _skp(terbaca)


@api.post("/skp/<uuid:skp_id>/kembalikan")
@api.arguments(s.KembalikanSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.PUTUS)
def kembalikan(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Kembalikan ke pegawai dengan alasan."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.kembalikan_skp(uow, caller(), skp_id, isi["alasan"], isi["komentar"], if_match(required=False))
    return _skp(terbaca)


@api.post("/skp/<uuid:skp_id>/setujui")
@api.arguments(s.SetujuiSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.PUTUS)
def setujui(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Setujui dengan ekspektasi khusus tiap nilai BerAKHLAK."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.setujui_skp(uow, caller(), skp_id, isi["ekspektasi_khusus"], if_match(required=False))
    return _skp(terbaca)


@api.get("/reviu")
@api.arguments(s.HalamanQuery, location="query")
@api.response(200, s.DaftarSkpSchema)
@akses(Objek.SKP, Hak.REVIU, Sasaran.DAFTAR)
def list_reviu(saring: dict[str, Any]) -> Response:
    """SKP yang menunggu reviu pengelola kinerja, yang paling lama lebih dulu."""
    with unit_of_work(UnitOfWork) as uow:
        rows, _ = queries.list_reviu(uow, caller(), saring["halaman"])
    return _json(s.daftar_skp(rows, None))


@api.post("/skp/<uuid:skp_id>/mulai-reviu")
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.REVIU)
def mulai_reviu(skp_id: UUID) -> Response:
    """Ambil SKP yang diajukan untuk direviu."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.mulai_reviu_skp(uow, caller(), skp_id, if_match(required=False))
    return _skp(terbaca)


@api.post("/skp/<uuid:skp_id>/selesai-reviu")
@api.arguments(s.SelesaiReviuSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.REVIU)
def selesai_reviu(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Teruskan ke penilai dengan hasil dan catatan reviu."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.selesai_reviu_skp(
            uow, caller(), skp_id, isi["hasil"], isi["catatan"], isi["komentar"], if_match(required=False)
        )
    return _skp(terbaca)


@api.get("/skp/<uuid:skp_id>/versi")
@api.response(200, s.DaftarVersiSchema)
@akses(Objek.SKP, Hak.BACA)
def list_versi(skp_id: UUID) -> Response:
    """Versi yang pernah disetujui, dengan isi dan sidiknya; tidak pernah berubah."""
    with unit_of_work(UnitOfWork) as uow:
        versi = uow.list_versi(queries.baca_satu(uow, caller(), skp_id).skp.id)
    return _json(s.daftar_versi(versi))


@api.get("/skp/<uuid:skp_id>/perubahan")
@api.arguments(s.VersiQuery, location="query")
@api.response(200, s.BandingSchema)
@akses(Objek.SKP, Hak.BACA)
def perubahan(pilih: dict[str, Any], skp_id: UUID) -> Response:
    """Beda dua versi; tanpa nomor: revisi yang berjalan terhadap versi yang berlaku."""
    with unit_of_work(UnitOfWork) as uow:
        hasil = queries.banding_versi(uow, queries.baca_satu(uow, caller(), skp_id), pilih["dari"], pilih["ke"])
    return _json(s.banding(hasil))


@api.post("/skp/<uuid:skp_id>/minta-revisi")
@api.arguments(s.AlasanSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS)
def minta_revisi(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Minta penilai membuka revisi."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.minta_revisi_skp(uow, caller(), skp_id, isi["alasan"], if_match(required=False))
    return _skp(terbaca)


@api.post("/skp/<uuid:skp_id>/tolak-revisi")
@api.arguments(s.AlasanSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.PUTUS)
def tolak_revisi(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Tolak permintaan revisi dengan alasan."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.tolak_revisi_skp(uow, caller(), skp_id, isi["alasan"], if_match(required=False))
    return _skp(terbaca)


@api.post("/skp/<uuid:skp_id>/buka-revisi")
@api.arguments(s.BatalkanSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.PUTUS)
def buka_revisi(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Buka versi berikutnya; alasan boleh kosong bila pegawai sudah memintanya."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.buka_revisi_skp(uow, caller(), skp_id, isi["alasan"], if_match(required=False))
    return _skp(terbaca)


@api.post("/skp/<uuid:skp_id>/batalkan-revisi")
@api.arguments(s.BatalkanSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS, atau=Hak.PUTUS)
def batalkan_revisi(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Buang versi yang sedang ditulis; versi yang berlaku tetap."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.batalkan_revisi_skp(uow, caller(), skp_id, isi["alasan"], if_match(required=False))
    return _skp(terbaca)


@api.post("/antrian/setujui")
@api.arguments(s.SetujuiSalinanSchema)
@api.response(200, s.DaftarSkpSchema, description="Satu baris tiap SKP: disetujui, atau sebab mengapa tidak.")
@akses(Objek.SKP, Hak.PUTUS, Sasaran.DAFTAR)
def setujui_salinan(isi: dict[str, Any]) -> Response:
    """Setujui sekaligus SKP yang sama dengan SKP tahun lalu; tiap SKP diputuskan sendiri."""
    hasil = []
    for satu in isi["data"]:
        try:
            with unit_of_work(UnitOfWork) as uow:
                skp = use_cases.setujui_salinan(uow, caller(), satu["id"], satu["version"]).skp
            hasil.append({"id": str(satu["id"]), "disetujui": True, "sebab": "", "version": skp.version})
        except DomainError as error:
            hasil.append({"id": str(satu["id"]), "disetujui": False, "sebab": error.detail, "version": satu["version"]})
    return _json({"data": hasil, "berikutnya": None})


@api.get("/matriks")
@api.arguments(s.TahunQuery, location="query")
@api.response(200, s.MatriksSchema)
@akses(Objek.SKP, Hak.BACA, Sasaran.DAFTAR)
def matriks(saring: dict[str, Any]) -> Response:
    """Matriks peran hasil: RHK Anda, siapa yang mendukungnya, dan RHK yang belum didukung siapa pun."""
    with unit_of_work(UnitOfWork) as uow:
        tahun = saring["tahun"] or queries.tahun_kini(uow, caller())
        hasil = s.matriks(tahun, queries.matriks_tim(uow, caller(), tahun))
    return _json(hasil)


@api.post("/tawaran")
@api.arguments(s.TawaranBaruSchema)
@api.response(201, s.DaftarSkpSchema)
@akses(Objek.SKP, Hak.PUTUS, Sasaran.DAFTAR)
def tawarkan(isi: dict[str, Any]) -> Response:
    """Tawarkan RHK ke draf SKP anggota; anggota yang mengambil atau menolaknya."""
    with unit_of_work(UnitOfWork) as uow:
        tawaran = use_cases.tawarkan_rhk(uow, caller(), **isi)
    return _json(tawaran, 201)


@api.get("/skp/<uuid:skp_id>/tawaran")
@api.response(200, s.DaftarSkpSchema)
@akses(Objek.SKP, Hak.BACA)
def list_tawaran(skp_id: UUID) -> Response:
    """RHK yang ditawarkan pimpinan dan belum dijawab."""
    with unit_of_work(UnitOfWork) as uow:
        daftar = queries.tawaran_saya(uow, queries.baca_satu(uow, caller(), skp_id).skp)
    return _json({"data": daftar, "berikutnya": None})


@api.post("/skp/<uuid:skp_id>/ambil-tawaran")
@api.arguments(s.TawaranSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS)
def ambil_tawaran(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Ambil tawaran menjadi RHK draf."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.ambil_tawaran(uow, caller(), skp_id, isi["tawaran_id"], if_match(required=False))
    return _skp(terbaca)


@api.post("/skp/<uuid:skp_id>/tolak-tawaran")
@api.arguments(s.TawaranSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS)
def tolak_tawaran(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Tolak tawaran; draf tidak berubah."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.tolak_tawaran(uow, caller(), skp_id, isi["tawaran_id"], if_match(required=False))
    return _skp(terbaca)


@api.post("/skp/<uuid:skp_id>/kaitkan")
@api.arguments(s.KaitkanSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS, atau=Hak.PUTUS)
def kaitkan(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Kaitkan RHK yang ditulis sebelum RHK pimpinan ada; dokumen yang disetujui tidak berubah."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.kaitkan_rhk(uow, caller(), skp_id, isi["rhk_id"], isi["rhk_atasan_id"])
    return _skp(terbaca)


@api.post("/skp/<uuid:skp_id>/lepas-kaitan")
@api.arguments(s.LepasKaitanSchema)
@api.response(200, s.SkpSchema)
@akses(Objek.SKP, Hak.TULIS, atau=Hak.PUTUS)
def lepas_kaitan(isi: dict[str, Any], skp_id: UUID) -> Response:
    """Batalkan kaitan yang dibuat kemudian."""
    with unit_of_work(UnitOfWork) as uow:
        terbaca = use_cases.lepas_kaitan(uow, caller(), skp_id, isi["rhk_id"])
    return _skp(terbaca)


@api.get("/antrian")
@api.arguments(s.TahunQuery, location="query")
@api.response(200, s.DaftarSkpSchema)
@akses(Objek.SKP, Hak.BACA, Sasaran.DAFTAR)
def antrian(saring: dict[str, Any]) -> Response:
    """Tim yang Anda nilai: yang menunggu persetujuan lebih dulu, lalu sisanya, termasuk yang belum punya SKP."""
    with unit_of_work(UnitOfWork) as uow:
        tahun = saring["tahun"] or queries.tahun_kini(uow, caller())
        rows = queries.list_tim(uow, caller(), tahun)
    return _json(s.daftar_tim(rows))
