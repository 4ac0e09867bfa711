"""The JSON API of capaian, below /capaian/api/v1."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, fields, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, current_app, request, send_file
from flask_smorest import Blueprint
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from capaian.adapters.gambar_kecil import AKHIRAN
from capaian.adapters.kiriman import Kiriman, terima_kiriman
from capaian.adapters.pemeriksa_tautan import pemeriksa
from capaian.adapters.pemindai import pemindai
from capaian.adapters.penyimpanan import penyimpanan
from capaian.adapters.unit_of_work import Termuat, UnitOfWork
from capaian.application import (
    queries,
    use_cases,
    use_cases_gangguan,
    use_cases_pindai,
    use_cases_rencana,
    use_cases_tautan,
    use_cases_usulan,
)
from capaian.application.use_cases import indikator_skp
from capaian.domain.bukti import DIBUKA_DI_HALAMAN, PDF, KeadaanBerkas, pastikan_terbuka, tolak_terjangkit
from capaian.domain.laporan import BERISI, IsianRealisasi, Laporan
from capaian.domain.progres import Isian
from capaian.domain.rencana import AturanRencana, IsianRencana
from capaian.domain.tautan import KeadaanTautan
from capaian.domain.usulan import TERBUKA_TERBANYAK
from capaian.entrypoints import schemas
from shared import clock
from shared.errors import Conflict, Forbidden, Invalid
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, if_match, runtime, unit_of_work, untuk_klien

api = Blueprint("capaian_api", __name__, description="Catatan harian, laporan periode dan bukti dukung")

_TANDA_DETIK = 600
SATU_PEMERIKSAAN = 7_699_003
_KOLOM = [f.name for f in fields(Laporan)]
_BERKAS = {"type": "string", "format": "binary", "description": "PDF, JPG, PNG, DOCX atau XLSX, paling besar 10 MB"}


def _multipart(**bidang: object) -> dict[str, Any]:
    return {
        "required": True,
        "content": {"multipart/form-data": {"schema": {"type": "object", "properties": bidang, "required": ["berkas"]}}},
    }


_CSP_BERKAS = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"


def bentuk(termuat: Termuat, hubungan: Collection[str]) -> dict[str, Any]:
    """A report as the API writes it for this caller."""
    satu = termuat.laporan
    hari_ini = clock.today(termuat.zona)
    bentuknya: dict[str, Any] = {name: getattr(satu, name) for name in _KOLOM}
    bentuknya |= {"jumlah_terisi": len(satu.realisasi), "jumlah_bukti": len(satu.bukti), "terkunci": satu.terkunci(hari_ini)}
    if not BERISI & set(hubungan):
        bentuknya |= {
            "realisasi": None,
            "bukti": None,
            "keterangan_terlambat": "",
            "catatan_penilai": "",
            "catatan_maaf": "",
            "riwayat": [],
            "alasan_buka": satu.alasan_buka if "admin" in hubungan else "",
        }
    return bentuknya | {"aksi": satu.aksi(hubungan, hari_ini, indikator_skp(termuat.skp).keys())}


def _jawab(termuat: Termuat) -> dict[str, Any]:
    return bentuk(termuat, termuat.hubungan)


def _isian(data: dict[str, Any]) -> Isian:
    teks: dict[str, Any] = {nama: data[nama] or "" for nama in ("uraian", "lokasi_kerja", "di_luar_skp", "satuan")}
    apa_adanya: dict[str, Any] = {nama: data[nama] for nama in ("rhk_id", "rencana_aksi_id", "kuantitas", "mulai", "selesai")}
    return Isian(**teks, **apa_adanya)


def _isian_realisasi(baris: dict[str, Any]) -> IsianRealisasi:
    teks: dict[str, str] = {nama: baris[nama] or "" for nama in ("teks", "dasar", "kendala", "tindak_lanjut")}
    return IsianRealisasi(baris["indikator_id"], baris["angka"], **teks)


def _with_etag(isi: Any, version: int) -> Any:
    return isi, {"ETag": f'"{version}"'}


# ---- daily log


@api.post("/progres")
@api.arguments(schemas.ProgresInSchema())
@api.response(201, schemas.ProgresSchema())
@akses(Objek.REALISASI, Hak.TULIS, Sasaran.SENDIRI)
def post_progres(data: dict[str, Any]) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        return use_cases.catat_progres(uow, caller(), tanggal=data["tanggal"], isian=_isian(data), skp_id=data["skp_id"])


@api.get("/progres")
@api.arguments(schemas.ProgresTanyaSchema(), location="query")
@api.response(200, schemas.HalamanProgresSchema())
@akses(Objek.REALISASI, Hak.BACA, Sasaran.SENDIRI)
def get_progres(query: dict[str, Any]) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        data, berikutnya = queries.progres_halaman(uow, caller(), query["dari"], query["sampai"], query["cursor"])
    return {"data": data, "berikutnya": berikutnya}


@api.put("/progres/<uuid:progres_id>")
@api.arguments(schemas.ProgresUbahSchema())
@api.response(200, schemas.ProgresSchema())
@akses(Objek.REALISASI, Hak.TULIS, Sasaran.SENDIRI)
def put_progres(data: dict[str, Any], progres_id: UUID) -> Any:
    version = if_match()
    with unit_of_work(UnitOfWork) as uow:
        progres = use_cases.ubah_progres(uow, caller(), progres_id, _isian(data), version)
        if data["tanggal"] not in (None, progres.tanggal):
            pesan = "Tanggal catatan tidak dapat diganti. Hapus catatan ini lalu catat pada tanggal yang benar."
            raise Invalid(pesan, errors={"tanggal": [pesan]})
    return _with_etag(progres, progres.version)


@api.delete("/progres/<uuid:progres_id>")
@api.response(204)
@akses(Objek.REALISASI, Hak.TULIS, Sasaran.SENDIRI)
def delete_progres(progres_id: UUID) -> None:
    with unit_of_work(UnitOfWork) as uow:
        use_cases.hapus_progres(uow, caller(), progres_id, if_match(required=False))


@api.post("/progres/<uuid:progres_id>/bukti")
@api.doc(requestBody=_multipart(berkas=_BERKAS))
@api.response(201, schemas.BuktiSchema())
@akses(Objek.BUKTI, Hak.TULIS)
def post_bukti_progres(progres_id: UUID) -> Any:
    kiriman = berkas_kiriman()
    with unit_of_work(UnitOfWork) as uow:
        return use_cases.unggah_bukti_progres(uow, caller(), progres_id, kiriman=kiriman, simpanan=penyimpanan())


@api.post("/progres/<uuid:progres_id>/tautan")
@api.arguments(schemas.TautanInSchema())
@api.response(201, schemas.BuktiSchema())
@akses(Objek.BUKTI, Hak.TULIS)
def post_tautan_progres(data: dict[str, Any], progres_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        baru = use_cases.tautkan_bukti_progres(uow, caller(), progres_id, tautan=data["tautan"], nama=data["nama"] or "")
    return use_cases_tautan.diperiksa(baru, periksa_tautan(baru.id, baru.tautan))


@api.delete("/progres/<uuid:progres_id>/bukti/<uuid:berkas_id>")
@api.response(204)
@akses(Objek.BUKTI, Hak.TULIS)
def delete_bukti_progres(progres_id: UUID, berkas_id: UUID) -> None:
    with unit_of_work(UnitOfWork) as uow:
        use_cases.buang_bukti_progres(uow, caller(), progres_id, berkas_id)


# ---- offers of other systems


@api.post("/usulan")
@untuk_klien("capaian.usul", sebagai="klien")
@api.arguments(schemas.UsulanInSchema())
@api.response(201, schemas.UsulanJawabSchema())
@api.alt_response(200, schema=schemas.UsulanJawabSchema(), description="Rujukan ini sudah pernah dikirim: keadaannya sekarang")
@akses(Objek.USULAN, Hak.KELOLA)
def post_usulan(data: dict[str, Any]) -> Any:
    """Offer a daily entry to a pegawai, who records it or not.

    The same ``rujukan`` again mends the offer while it is open (200, ``terbuka``) and else tells its state and changes nothing
    (200, ``dicatat``, ``diabaikan`` or ``kedaluwarsa``). One ``rujukan`` is one pegawai's: for another it is refused (409).
    """
    isian = Isian(data["uraian"], data["lokasi_kerja"], kuantitas=data["kuantitas"], satuan=data["satuan"] or "")
    siapa = {"pegawai_id": data["pegawai_id"], "nip": (data["nip"] or "").strip()}
    tawaran = use_cases_usulan.Tawaran(data["rujukan"], data["tanggal"], isian, data["tautan"] or "", **siapa)
    with unit_of_work(UnitOfWork) as uow:
        jawaban = use_cases_usulan.tawarkan(uow, caller(), tawaran, timedelta(days=current_app.config["USULAN_HARI"]))
    return jawaban, 201 if jawaban.baru else 200


@api.get("/usulan")
@api.response(200, schemas.DaftarUsulanSchema())
@akses(Objek.USULAN, Hak.BACA, Sasaran.SENDIRI)
def list_usulan() -> Any:
    with unit_of_work(UnitOfWork) as uow:
        hari_ini = clock.today(queries.instansi(uow, caller()).zona)
        data, _ = queries.daftar_usulan(uow, caller(), hari_ini, TERBUKA_TERBANYAK)
    return {"data": data}


@api.post("/usulan/<uuid:usulan_id>/catat")
@api.arguments(schemas.ProgresInSchema())
@api.response(201, schemas.ProgresSchema())
@akses(Objek.USULAN, Hak.TULIS)
def catat_usulan(data: dict[str, Any], usulan_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        return use_cases_usulan.catat_usulan(uow, caller(), usulan_id, tanggal=data["tanggal"], isian=_isian(data), skp_id=data["skp_id"])


@api.post("/usulan/<uuid:usulan_id>/abaikan")
@api.response(204)
@akses(Objek.USULAN, Hak.TULIS)
def abaikan_usulan(usulan_id: UUID) -> None:
    with unit_of_work(UnitOfWork) as uow:
        use_cases_usulan.abaikan_usulan(uow, caller(), usulan_id)


# ---- plans


def aturan_rencana() -> AturanRencana:
    aturan: AturanRencana = current_app.config["RENCANA"]
    return aturan


def _isian_rencana(data: dict[str, Any]) -> IsianRencana:
    return IsianRencana(data["rhk_id"], data["teks"], data["target"], data["satuan"] or "")


@api.get("/laporan/<uuid:laporan_id>/rencana")
@api.response(200, schemas.RencanaPeriodeSchema())
@akses(Objek.REALISASI, Hak.BACA)
def list_rencana(laporan_id: UUID) -> Any:
    """The plans of the period of a report, and until when they may be written."""
    with unit_of_work(UnitOfWork) as uow:
        termuat, hubungan = use_cases.baca_laporan(uow, caller(), laporan_id)
        if not BERISI & hubungan:
            raise Forbidden("Rencana aksi hanya untuk pegawai yang bersangkutan dan lini atasannya.")
        aturan = aturan_rencana()
        batas = use_cases_rencana.batas_untuk(uow, termuat, aturan)
        return {"data": uow.list_rencana(laporan_id), "batas": batas, "wajib": aturan.wajib}


@api.post("/laporan/<uuid:laporan_id>/rencana")
@api.arguments(schemas.RencanaInSchema())
@api.response(201, schemas.RencanaSchema())
@akses(Objek.REALISASI, Hak.TULIS)
def post_rencana(data: dict[str, Any], laporan_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        return use_cases_rencana.tulis_rencana(uow, caller(), laporan_id, _isian_rencana(data), aturan_rencana())


@api.post("/laporan/<uuid:laporan_id>/rencana/salin")
@api.response(201, schemas.DaftarRencanaSchema())
@akses(Objek.REALISASI, Hak.TULIS)
def post_salin_rencana(laporan_id: UUID) -> Any:
    """Copy the plans of the last period that has any; those that stand here already are left out. 409 when there is nothing to copy."""
    with unit_of_work(UnitOfWork) as uow:
        return {"data": use_cases_rencana.salin_rencana(uow, caller(), laporan_id, aturan_rencana())}


@api.put("/rencana/<uuid:rencana_id>")
@api.arguments(schemas.RencanaInSchema())
@api.response(200, schemas.RencanaSchema())
@akses(Objek.REALISASI, Hak.TULIS)
def put_rencana(data: dict[str, Any], rencana_id: UUID) -> Any:
    version = if_match()
    with unit_of_work(UnitOfWork) as uow:
        rencana = use_cases_rencana.ubah_rencana(uow, caller(), rencana_id, _isian_rencana(data), version, aturan_rencana())
    return _with_etag(rencana, rencana.version)


@api.delete("/rencana/<uuid:rencana_id>")
@api.response(204)
@akses(Objek.REALISASI, Hak.TULIS)
def delete_rencana(rencana_id: UUID) -> None:
    with unit_of_work(UnitOfWork) as uow:
        use_cases_rencana.hapus_rencana(uow, caller(), rencana_id, if_match(required=False), aturan_rencana())


# ---- reports


@api.get("/laporan")
@untuk_klien("capaian.baca")
@api.arguments(schemas.LaporanTanyaSchema(), location="query")
@api.response(200, schemas.HalamanLaporanSchema())
@akses(Objek.REALISASI, Hak.HITUNG, Sasaran.DAFTAR)
def list_laporan(query: dict[str, Any]) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        data, berikutnya = queries.daftar_laporan(uow, caller(), query["tahun"], query["milik"], query["cursor"])
    return {"data": data, "berikutnya": berikutnya}


@api.get("/laporan/<uuid:laporan_id>")
@api.response(200, schemas.LaporanSchema())
@akses(Objek.REALISASI, Hak.HITUNG)
def get_laporan(laporan_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        termuat, hubungan = use_cases.baca_laporan(uow, caller(), laporan_id)
    return _with_etag(bentuk(termuat, hubungan), termuat.laporan.version)


@api.put("/laporan/<uuid:laporan_id>")
@api.arguments(schemas.IsiSchema())
@api.response(200, schemas.LaporanSchema())
@akses(Objek.REALISASI, Hak.TULIS)
def put_laporan(data: dict[str, Any], laporan_id: UUID) -> Any:
    isian = [_isian_realisasi(baris) for baris in data["realisasi"]]
    version = if_match()
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases.isi_realisasi(uow, caller(), laporan_id, isian, version)
    return _with_etag(_jawab(termuat), termuat.laporan.version)


@api.post("/laporan/<uuid:laporan_id>/bukti")
@api.doc(requestBody=_multipart(berkas=_BERKAS, indikator_id={"type": "string", "format": "uuid"}))
@api.response(201, schemas.BuktiSchema())
@akses(Objek.BUKTI, Hak.TULIS)
def post_bukti(laporan_id: UUID) -> Any:
    kiriman = berkas_kiriman()
    indikator_id = baca_uuid(request.form.get("indikator_id", ""), "indikator_id")
    with unit_of_work(UnitOfWork) as uow:
        termuat, baru = use_cases.unggah_bukti(
            uow, caller(), laporan_id, kiriman=kiriman, indikator_id=indikator_id, simpanan=penyimpanan()
        )
    return _with_etag(baru, termuat.laporan.version)


@api.post("/laporan/<uuid:laporan_id>/tautan")
@api.arguments(schemas.TautanLaporanInSchema())
@api.response(201, schemas.BuktiSchema())
@akses(Objek.BUKTI, Hak.TULIS)
def post_tautan(data: dict[str, Any], laporan_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        termuat, baru = use_cases.tautkan_bukti(
            uow, caller(), laporan_id, tautan=data["tautan"], nama=data["nama"] or "", indikator_id=data["indikator_id"]
        )
    return _with_etag(use_cases_tautan.diperiksa(baru, periksa_tautan(baru.id, baru.tautan)), termuat.laporan.version)


@api.post("/laporan/<uuid:laporan_id>/dokumen")
@api.arguments(schemas.DokumenInSchema())
@api.response(201, schemas.BuktiSchema())
@akses(Objek.BUKTI, Hak.TULIS)
def post_dokumen(data: dict[str, Any], laporan_id: UUID) -> Any:
    """Name a document instead of uploading it, where the agency has its evaluators confirm (``bukti_mode`` konfirmasi_atasan)."""
    with unit_of_work(UnitOfWork) as uow:
        termuat, baru = use_cases.sebutkan_dokumen(
            uow, caller(), laporan_id, nama=data["dokumen"], letak=data["letak"], indikator_id=data["indikator_id"]
        )
    return _with_etag(baru, termuat.laporan.version)


@api.post("/laporan/<uuid:laporan_id>/bukti/<uuid:bukti_id>/konfirmasi")
@api.arguments(schemas.KonfirmasiSchema())
@api.response(200, schemas.BuktiSchema())
@akses(Objek.REALISASI, Hak.PUTUS)
def post_konfirmasi(data: dict[str, Any], laporan_id: UUID, bukti_id: UUID) -> Any:
    """Whether a document that was named exists; only then it counts as evidence."""
    with unit_of_work(UnitOfWork) as uow:
        termuat, baru = use_cases.konfirmasi_dokumen(
            uow, caller(), laporan_id, bukti_id, ada=data["ada"], catatan=data["catatan"] or "", version=if_match(required=False)
        )
    return _with_etag(baru, termuat.laporan.version)


@api.post("/bukti/<uuid:bukti_id>/periksa")
@api.response(200, schemas.BuktiSchema())
@akses(Objek.BUKTI, Hak.TULIS)
def post_periksa(bukti_id: UUID) -> Any:
    """Look at one's own link again, for instance after its permissions were changed."""
    periksa_lagi(bukti_id)
    with unit_of_work(UnitOfWork) as uow:
        return use_cases.bukti_untuk_dibaca(uow, caller(), bukti_id).bukti


@api.delete("/laporan/<uuid:laporan_id>/bukti/<uuid:bukti_id>")
@api.response(204)
@akses(Objek.BUKTI, Hak.TULIS)
def delete_bukti(laporan_id: UUID, bukti_id: UUID) -> None:
    with unit_of_work(UnitOfWork) as uow:
        use_cases.buang_bukti(uow, caller(), laporan_id, bukti_id)


@api.get("/bukti/<uuid:bukti_id>/isi")
@api.response(200, content_type="application/octet-stream")
@akses(Objek.BUKTI, Hak.BACA)
def get_bukti_isi(bukti_id: UUID) -> Response:
    """The file itself: pictures and PDF to be shown, office files (and ``?unduh=1``) to be saved."""
    with unit_of_work(UnitOfWork) as uow:
        terbuka = use_cases.bukti_untuk_dibaca(uow, caller(), bukti_id)
    bukti = terbuka.bukti
    if bukti.tautan:
        raise Conflict("Bukti ini tautan, tidak ada berkasnya di sini. Buka alamatnya.", code="evidence_is_link")
    if bukti.konfirmasi:
        raise Conflict(f"Dokumen ini tidak diunggah. Letaknya: {bukti.letak}.", code="evidence_is_document")
    pastikan_terbuka(bukti)
    aliran = penyimpanan().buka(terbuka.instansi_id, bukti.sha256)
    unduh = bukti.jenis not in DIBUKA_DI_HALAMAN or "unduh" in request.args
    response = send_file(aliran, mimetype=bukti.jenis, as_attachment=unduh, download_name=bukti.nama, etag=bukti.sha256, conditional=False)
    response.content_length = bukti.ukuran
    response.make_conditional(request, accept_ranges=True, complete_length=bukti.ukuran)
    return _berkas_aman(response, _CSP_BERKAS if bukti.jenis == PDF else f"sandbox; {_CSP_BERKAS}")


@api.get("/bukti/<uuid:bukti_id>/mini")
@api.response(200, content_type="image/jpeg")
@akses(Objek.BUKTI, Hak.BACA)
def get_bukti_mini(bukti_id: UUID) -> Response:
    """The small picture of a picture, once it is made (``bermini``)."""
    with unit_of_work(UnitOfWork) as uow:
        terbuka = use_cases.bukti_untuk_dibaca(uow, caller(), bukti_id, tercatat_untuk=_tercatat(request.args.get("dalam", "")))
    bukti = terbuka.bukti
    pastikan_terbuka(bukti)
    if not bukti.bermini:
        raise Conflict("Bukti ini tidak punya gambar kecil. Buka berkasnya.", code="no_thumbnail")
    aliran = penyimpanan().buka(terbuka.instansi_id, bukti.sha256 + AKHIRAN)
    response = send_file(aliran, mimetype="image/jpeg", etag=f"{bukti.sha256}-mini", conditional=False)
    response.make_conditional(request)
    return _berkas_aman(response, f"sandbox; {_CSP_BERKAS}")


def _berkas_aman(response: Response, csp: str) -> Response:
    response.headers["Content-Security-Policy"] = csp
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def tanda_baca(laporan_id: UUID) -> str:
    """What a page that noted the reading of a report hands to its small pictures, so that each is not noted again."""
    return _penanda().dumps([str(caller().pegawai_id), str(laporan_id)])


def _tercatat(tanda: str) -> UUID | None:
    """The report of a mark that this caller was given in the last minutes; it opens nothing."""
    try:
        siapa, laporan_id = _penanda().loads(tanda, max_age=_TANDA_DETIK)
    except BadSignature:
        return None
    return UUID(laporan_id) if siapa == str(caller().pegawai_id) else None


def _penanda() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(runtime().settings.secret_key, salt="gambar-kecil")


@api.post("/laporan/<uuid:laporan_id>/kirim")
@api.arguments(schemas.KirimSchema())
@api.response(200, schemas.LaporanSchema())
@akses(Objek.REALISASI, Hak.TULIS)
def post_kirim(data: dict[str, Any], laporan_id: UUID) -> Any:
    version = if_match(required=False)
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases.kirim_laporan(
            uow, caller(), laporan_id, alasan=data["alasan_terlambat"] or "", keterangan=data["keterangan"] or "", version=version
        )
    return _with_etag(_jawab(termuat), termuat.laporan.version)


@api.post("/laporan/<uuid:laporan_id>/terima")
@api.response(200, schemas.LaporanSchema())
@akses(Objek.REALISASI, Hak.PUTUS)
def post_terima(laporan_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases.terima_laporan(uow, caller(), laporan_id, if_match(required=False))
    return _with_etag(_jawab(termuat), termuat.laporan.version)


@api.post("/laporan/<uuid:laporan_id>/kembalikan")
@api.arguments(schemas.AlasanSchema())
@api.response(200, schemas.LaporanSchema())
@akses(Objek.REALISASI, Hak.PUTUS)
def post_kembalikan(data: dict[str, Any], laporan_id: UUID) -> Any:
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases.kembalikan_laporan(uow, caller(), laporan_id, data["alasan"], if_match(required=False))
    return _with_etag(_jawab(termuat), termuat.laporan.version)


@api.post("/laporan/<uuid:laporan_id>/maafkan")
@api.arguments(schemas.MaafkanSchema())
@api.response(200, schemas.LaporanSchema())
@akses(Objek.REALISASI, Hak.PUTUS)
def post_maafkan(data: dict[str, Any], laporan_id: UUID) -> Any:
    version = if_match(required=False)
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases.maafkan_laporan(
            uow, caller(), laporan_id, dimaafkan=data["dimaafkan"], catatan=data["catatan"] or "", version=version
        )
    return _with_etag(_jawab(termuat), termuat.laporan.version)


@api.post("/laporan/<uuid:laporan_id>/buka")
@api.arguments(schemas.BukaSchema())
@api.response(200, schemas.LaporanSchema())
@akses(Objek.REALISASI, Hak.KELOLA)
def post_buka(data: dict[str, Any], laporan_id: UUID) -> Any:
    version = if_match(required=False)
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases.buka_laporan(uow, caller(), laporan_id, sampai=data["sampai"], alasan=data["alasan"], version=version)
    return _with_etag(_jawab(termuat), termuat.laporan.version)


@api.post("/laporan/<uuid:laporan_id>/minta-buka")
@api.arguments(schemas.AlasanSchema())
@api.response(200, schemas.LaporanSchema())
@akses(Objek.REALISASI, Hak.TULIS)
def post_minta_buka(data: dict[str, Any], laporan_id: UUID) -> Any:
    """Ask the admin to open a locked report."""
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases.minta_buka_laporan(uow, caller(), laporan_id, data["alasan"], if_match(required=False))
    return _with_etag(_jawab(termuat), termuat.laporan.version)


@api.post("/laporan/<uuid:laporan_id>/tolak-buka")
@api.arguments(schemas.AlasanSchema())
@api.response(200, schemas.LaporanSchema())
@akses(Objek.REALISASI, Hak.KELOLA)
def post_tolak_buka(data: dict[str, Any], laporan_id: UUID) -> Any:
    """Refuse to open it; ``buka`` grants it."""
    with unit_of_work(UnitOfWork) as uow:
        termuat = use_cases.tolak_buka_laporan(uow, caller(), laporan_id, data["alasan"], if_match(required=False))
    return _with_etag(_jawab(termuat), termuat.laporan.version)


# ---- outages


@api.get("/gangguan")
@api.response(200, schemas.DaftarGangguanSchema())
@akses(Objek.PENGATURAN, Hak.BACA, Sasaran.INSTANSI)
def list_gangguan() -> Any:
    """Outages of the system that excuse lateness, newest first."""
    with unit_of_work(UnitOfWork) as uow:
        data = queries.daftar_gangguan(uow, caller())
    return {"data": [{**asdict(satu), "jumlah_dimaafkan": jumlah} for satu, jumlah in data]}


@api.post("/gangguan")
@api.arguments(schemas.GangguanInSchema())
@api.response(201, schemas.GangguanSchema())
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def post_gangguan(data: dict[str, Any]) -> Any:
    """Record an outage; reports whose deadline lay in it and that were sent by the working day after it are excused by the worker."""
    with unit_of_work(UnitOfWork) as uow:
        satu = use_cases_gangguan.catat_gangguan(uow, caller(), **data)
    return {**asdict(satu), "jumlah_dimaafkan": 0}


@api.post("/gangguan/<uuid:gangguan_id>/cabut")
@api.response(204)
@akses(Objek.PENGATURAN, Hak.KELOLA, Sasaran.INSTANSI)
def post_cabut_gangguan(gangguan_id: UUID) -> None:
    """Withdraw an outage that was recorded by mistake; the worker takes back what it excused."""
    with unit_of_work(UnitOfWork) as uow:
        use_cases_gangguan.cabut_gangguan(uow, caller(), gangguan_id)


def berkas_kiriman() -> Kiriman:
    """The one file of a multipart request."""
    berkas = request.files.get("berkas")
    if berkas is None or not berkas.filename:
        raise Invalid("Sertakan berkasnya.", errors={"berkas": ["Kirim berkas pada bidang berkas (multipart)."]})
    return terima(berkas)


def terima(berkas: FileStorage) -> Kiriman:
    """A file that came, looked at and shown to the virus scanner; before any transaction, for both take their time."""
    kiriman = terima_kiriman(berkas.filename or "", berkas.stream)
    hasil = pemindai().pindai(kiriman.aliran)
    if hasil.keadaan is KeadaanBerkas.TERJANGKIT:
        with unit_of_work(UnitOfWork) as uow:
            use_cases_pindai.catat_ditolak(uow, caller(), kiriman.berkas, hasil.temuan)
        raise tolak_terjangkit(kiriman.berkas.nama, hasil.temuan)
    return replace(kiriman, keadaan=hasil.keadaan)


def periksa_tautan(bukti_id: UUID, alamat: str) -> KeadaanTautan:
    """Look at a link that is already stored, and keep what was found.

    One web process at a time: a server that answers slowly must not hold up all of them. Who comes meanwhile leaves it to the worker.
    """
    with runtime().database.alone(SATU_PEMERIKSAAN) as giliran:
        if not giliran:
            return KeadaanTautan.BELUM
        keadaan = pemeriksa().periksa(alamat)
    with unit_of_work(UnitOfWork) as uow:
        use_cases_tautan.simpan_pemeriksaan(uow, bukti_id, keadaan)
    return keadaan


def periksa_lagi(bukti_id: UUID) -> KeadaanTautan:
    """What a new look at one's own link finds, or the last one when that was a moment ago."""
    with unit_of_work(UnitOfWork) as uow:
        tautan = queries.tautan_sendiri(uow, caller(), bukti_id)
    if use_cases_tautan.boleh_diperiksa(tautan):
        return periksa_tautan(bukti_id, tautan.tautan)
    return KeadaanTautan(tautan.keadaan_tautan)


def baca_uuid(teks: str, bidang: str) -> UUID | None:
    """A form's optional id; raises :class:`Invalid` at ``bidang``."""
    if not teks.strip():
        return None
    try:
        return UUID(teks.strip())
    except ValueError as error:
        raise Invalid("Pilihan ini tidak dikenal.", errors={bidang: ["Pilih salah satu dari daftar."]}) from error
