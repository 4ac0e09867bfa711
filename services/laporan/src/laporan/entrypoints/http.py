"""The API of laporan: reads only, each scoped by the caller."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from laporan.adapters.unit_of_work import UnitOfWork
from laporan.application import rekap
from laporan.application.beranda import get_beranda
from laporan.application.instansi import get_instansi
from laporan.application.pembaca import Pembaca, catat_dibaca, get_dibaca, get_pembaca
from laporan.application.tahun import KinerjaTahun, SkpTahun, get_kinerja_tahun
from laporan.domain.ketepatan import Ketepatan
from laporan.entrypoints.schemas import BerandaSchema, InstansiSchema, KinerjaSchema, TahunQuery, TimQuery, TimSchema
from shared.errors import Forbidden
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work, untuk_klien

api = Blueprint("laporan_api", __name__, description="Membaca kinerja: diri sendiri, lini, instansi")


@api.get("/pegawai/<string:nip>/kinerja")
@untuk_klien("laporan.baca")
@api.arguments(TahunQuery, location="query")
@api.response(200, KinerjaSchema)
@akses(Objek.RATING, Hak.HITUNG)
def kinerja(query: dict[str, Any], nip: str) -> dict[str, Any]:
    """One person's year: result, SKP with capaian, reports with lateness."""
    with unit_of_work(UnitOfWork) as uow:
        reader = get_pembaca(uow, caller())
        year = reader.pilih_tahun(query["tahun"])
        person = get_dibaca(uow, reader, nip, year)
        catat_dibaca(uow, person, f"kinerja {year}")
        return _kinerja(get_kinerja_tahun(uow, reader, person, year))


@api.get("/tim")
@untuk_klien("laporan.baca")
@api.arguments(TimQuery, location="query")
@api.response(200, TimSchema)
@akses(Objek.RATING, Hak.BACA, Sasaran.DAFTAR)
def tim(query: dict[str, Any]) -> dict[str, Any]:
    """The caller's line (``lini``), direct people (``langsung``) or, for officers, the whole ``instansi``; paged by name."""
    with unit_of_work(UnitOfWork) as uow:
        reader = get_pembaca(uow, caller())
        boleh_lingkup(reader, query["lingkup"])
        year = reader.pilih_tahun(query["tahun"])
        page = rekap.list_tim(
            uow, reader, year, lingkup=query["lingkup"], saring=query["saring"], cari=query["cari"], cursor=query["cursor"]
        )
        return {"data": [_anggota(row, reader) for row in page.data], "berikutnya": page.berikutnya, "jumlah": page.jumlah}


@api.get("/instansi")
@untuk_klien("laporan.baca")
@api.arguments(TahunQuery, location="query")
@api.response(200, InstansiSchema)
@akses(Objek.RATING, Hak.HITUNG, Sasaran.INSTANSI)
def instansi(query: dict[str, Any]) -> dict[str, Any]:
    """Counts of the whole instansi with denominators; small cells are null for readers outside the line of command."""
    with unit_of_work(UnitOfWork) as uow:
        reader = get_pembaca(uow, caller())
        reader.wajib_petugas()
        year = reader.pilih_tahun(query["tahun"])
        found = get_instansi(uow, reader, year)
    funnel = dict(
        zip(("skp_diajukan", "skp_disetujui", "realisasi_terisi", "dinilai", "final"), (b for _, b in found.total.corong), strict=True)
    )
    return {
        "tahun": year,
        "instansi": reader.instansi_nama,
        "wajib_skp": found.total.wajib_skp,
        **funnel,
        "ketepatan": found.total.ketepatan,
        "predikat": found.predikat(found.total.predikat),
        "unit": [
            {
                "id": unit.id,
                "nama": unit.nama,
                "induk_id": unit.induk_id,
                "wajib_skp": unit.kepatuhan.wajib_skp,
                "disetujui": unit.kepatuhan.disetujui,
                "dinilai": unit.kepatuhan.dinilai,
                "final": unit.kepatuhan.final,
                "lewat_batas": unit.kepatuhan.lewat_batas,
                "capaian_organisasi": unit.organisasi or None,
                "predikat": found.predikat(unit.predikat),
            }
            for unit in found.unit.values()
        ],
    }


@api.get("/beranda")
@api.response(200, BerandaSchema)
@akses(Objek.UMUM, Hak.BACA, Sasaran.DAFTAR)
def beranda() -> dict[str, Any]:
    """What waits for the caller over all services, by deadline, and what of his waits on others."""
    with unit_of_work(UnitOfWork) as uow:
        found = get_beranda(uow, get_pembaca(uow, caller()))
    return {"tahun": found.tahun, "tugas": found.tugas, "menunggu": found.penantian}


def boleh_lingkup(reader: Pembaca, lingkup: str) -> None:
    if lingkup == "instansi" and not reader.petugas:
        raise Forbidden("Daftar seluruh instansi hanya untuk admin instansi, pengelola kinerja, PPK, dan auditor.")


def ketepatan_baris(row: Any) -> Ketepatan:
    return Ketepatan(row.wajib, row.tepat, row.terlambat, row.dimaafkan, row.kosong)


def _anggota(row: Any, reader: Pembaca) -> dict[str, Any]:
    belum = reader.klien and row.evaluasi_status in ("dinilai", "ditetapkan")
    return {
        **row._asdict(),
        "predikat": row.predikat or None,
        "ketepatan": ketepatan_baris(row),
        "evaluasi_status": "diajukan" if belum else row.evaluasi_status,
    }


def _kinerja(found: KinerjaTahun) -> dict[str, Any]:
    person, result = found.orang, found.hasil
    return {
        "pegawai_id": person.id,
        "nip": person.nip,
        "nama": person.nama,
        "tahun": found.tahun,
        "jabatan": person.jabatan,
        "unit_kerja": person.unit,
        "penilai": person.penilai,
        "rating_hasil": result.rating_hasil or None,
        "rating_perilaku": result.rating_perilaku or None,
        "predikat": result.predikat or None,
        "nilai_skp": result.nilai_skp,
        "nilai_perilaku": result.nilai_perilaku,
        "nkp": result.nkp,
        "ketepatan": found.ketepatan,
        "progres": found.catatan,
        "skp": [_skp(skp) for skp in found.skp],
        "laporan": found.laporan,
        "evaluasi": [
            {
                "id": e.id,
                "jenis": e.jenis,
                "mulai": e.mulai,
                "selesai": e.selesai,
                "status": e.status,
                "capaian_organisasi": e.capaian_organisasi or None,
                "rating_hasil": e.rating_hasil or None,
                "rating_perilaku": e.rating_perilaku or None,
                "predikat": e.predikat or None,
                "nilai_skp": e.nilai_skp,
                "nilai_perilaku": e.nilai_perilaku,
                "nkp": e.nkp,
                "dikoreksi": e.dikoreksi,
                "predikat_sebelum": e.predikat_sebelum or None,
                "nkp_sebelum": e.nkp_sebelum,
            }
            for e in found.evaluasi
        ],
    }


def _skp(skp: SkpTahun) -> dict[str, Any]:
    reached = {row.rhk.id: row for row in skp.capaian.rhk} if skp.capaian else {}
    figures = {i.indikator.id: i for row in reached.values() for i in row.indikator}
    return {
        "id": skp.id,
        "status": skp.status,
        "mulai": skp.mulai,
        "selesai": skp.selesai,
        "revisi": skp.revisi,
        "diajukan": skp.diajukan,
        "disetujui": skp.disetujui,
        "nilai_skp_sementara": skp.capaian.nilai_skp if skp.capaian else None,
        "rhk": [
            {
                "id": rhk.id,
                "nomor": rhk.nomor,
                "jenis": rhk.jenis,
                "teks": rhk.teks,
                "bobot": rhk.bobot,
                "capaian": reached[rhk.id].capaian if reached else None,
                "sumbangan": reached[rhk.id].sumbangan if reached else None,
                "indikator": [
                    {
                        "id": i.id,
                        "aspek": i.aspek,
                        "teks": i.teks,
                        "target": i.target_teks,
                        "realisasi": figures[i.id].realisasi if figures else None,
                        "capaian": figures[i.id].capaian if figures else None,
                    }
                    for i in rhk.indikator
                ],
            }
            for rhk in skp.rhk
        ],
    }
