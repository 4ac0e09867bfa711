"""The pages of laporan and the two files one can take away."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, current_app, render_template, request

from laporan.adapters.unit_of_work import UnitOfWork
from laporan.application import rekap
from laporan.application.beranda import get_beranda
from laporan.application.instansi import get_instansi
from laporan.application.pembaca import Pembaca, catat_dibaca, get_dibaca, get_pembaca
from laporan.application.tahun import EvaluasiTahun, get_kinerja_tahun
from laporan.domain import keadaan
from laporan.entrypoints import susun
from laporan.entrypoints.dokumen import buat_dokumen
from laporan.entrypoints.http import boleh_lingkup, ketepatan_baris
from laporan.entrypoints.rekap_xlsx import tulis_rekap
from shared import clock
from shared.errors import Forbidden, Invalid, NotFound
from shared.matriks import Hak, Objek
from shared.web.akses import Sasaran, akses
from shared.web.context import caller, unit_of_work

pages = Blueprint("laporan_ui", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNIT_SATU_HALAMAN = 30


def _tahun_diminta() -> int | None:
    raw = request.args.get("tahun", "")
    if not raw:
        return None
    if not raw.isdecimal() or len(raw) != 4:
        raise Invalid("Tahun harus empat angka, misalnya 2025.", code="tahun_invalid")
    return int(raw)


def _alamat(**changes: object) -> str:
    """This page with some parameters changed; empty ones and the cursor are left out."""
    args: dict[str, object] = {**request.args.to_dict(), "cursor": "", **changes}
    query = urlencode({name: value for name, value in args.items() if value not in ("", None)})
    return f"{request.path}?{query}" if query else request.path


def _page(name: str, reader: Pembaca, area: str, **context: object) -> str:
    return render_template(
        f"laporan/{name}.html",
        area=area,
        instansi_nama=reader.instansi_nama,
        pembaca=reader,
        zona=reader.zona,
        keadaan=keadaan,
        alamat=_alamat,
        **context,
    )


def _pilihan_tahun(reader: Pembaca, tahun: int) -> list[dict[str, object]]:
    years = sorted({*reader.tahun_ada, tahun}, reverse=True)[:5]
    return [{"alamat": _alamat(tahun=y), "label": str(y), "kini": y == tahun} for y in years]


@pages.get("/beranda")
@akses(Objek.UMUM, Hak.BACA, Sasaran.DAFTAR)
def beranda() -> str:
    with unit_of_work(UnitOfWork) as uow:
        reader = get_pembaca(uow, caller())
        found = get_beranda(uow, reader)
        admin = rekap.total(rekap.list_per_unit(uow, reader, found.tahun, lewat=False)) if reader.petugas else None
    counts = rekap.predikat_lini(found.lini)
    return _page(
        "beranda", reader, "beranda", b=found, judul=susun.judul_beranda(found.tugas), admin=admin, corong=susun.corong(admin) if admin else [],
        predikat={code: {"jumlah": n} for code, n in counts.items()}, jumlah_predikat=sum(counts.values()), jendela=susun.jendela_bulan(found.jendela, reader.hari_ini),
        lewat_nilai=susun.lewat_nilai(rekap.batas_evaluasi(found.jendela, found.tahun), reader.hari_ini),
        tautan_tim=susun.tautan("/laporan/tim", "Lihat sampai nama"), tautan_dasbor=susun.tautan("/laporan/instansi", "Dasbor"), rincian=susun.tautan("/laporan/", "Rincian"),
    )  # fmt: skip


@pages.get("/")
@akses(Objek.RATING, Hak.BACA, Sasaran.SENDIRI)
def saya() -> str:
    return _tahun(caller().pegawai_id)


@pages.get("/pegawai/<uuid:pegawai_id>")
@akses(Objek.RATING, Hak.HITUNG)
def pegawai(pegawai_id: UUID) -> str:
    return _tahun(pegawai_id)


def _tahun(pegawai_id: UUID) -> str:
    with unit_of_work(UnitOfWork) as uow:
        reader = get_pembaca(uow, caller())
        year = reader.pilih_tahun(_tahun_diminta())
        own = pegawai_id == reader.pegawai_id
        try:
            person = get_dibaca(uow, reader, pegawai_id, year)
        except NotFound:
            if own:  # an account without a person, or one that has not arrived yet
                return _page("tanpa_data", reader, "laporan", pilihan=[])
            raise
        catat_dibaca(uow, person, f"kinerja {year}")
        found = get_kinerja_tahun(uow, reader, person, year)
    return _page(
        "tahun",
        reader,
        "laporan",
        k_tahun=found,
        sendiri=own,
        giliran=susun.giliran_tahun(found, reader),
        pilihan=_pilihan_tahun(reader, year),
    )


@pages.get("/tim")
@akses(Objek.RATING, Hak.BACA, Sasaran.DAFTAR)
def tim() -> str:
    saring, cari = request.args.get("saring", "semua"), request.args.get("cari", "").strip()[:100]
    with unit_of_work(UnitOfWork) as uow:
        reader = get_pembaca(uow, caller())
        lingkup = request.args.get("lingkup", "lini" if reader.memimpin or not reader.petugas else "instansi")
        if saring not in rekap.SARINGAN or lingkup not in ("langsung", "lini", "instansi"):
            raise Invalid("Saringan ini tidak dikenal. Buka lagi halaman Tim tanpa saringan.", code="saringan_invalid")
        boleh_lingkup(reader, lingkup)
        year = reader.pilih_tahun(_tahun_diminta())
        units = _unit_diminta(uow, reader, year) if lingkup == "instansi" else ()
        page = rekap.list_tim(uow, reader, year, lingkup=lingkup, saring=saring, cari=cari, cursor=request.args.get("cursor"), unit=units)
    return _page(
        "tim", reader, "laporan", tahun=year, pilihan=_pilihan_tahun(reader, year), halaman=page, saring=saring, cari=cari, lingkup=lingkup, cursor=request.args.get("cursor"),
        saringan=rekap.SARINGAN, ketepatan=ketepatan_baris,
    )  # fmt: skip


def _unit_diminta(uow: UnitOfWork, reader: Pembaca, year: int) -> list[UUID]:
    """The units of ``?unit=`` with everything below it; empty for all."""
    raw = request.args.get("unit", "")
    if not raw:
        return []
    units = rekap.list_unit(uow, reader, year, {})
    chosen = _unit(units, raw)
    stack, found = [chosen.id], []
    while stack:
        found.append(stack.pop())
        stack += units[found[-1]].anak
    return found


def _unit(units: Mapping[UUID, rekap.Unit], raw: str) -> rekap.Unit:
    try:
        return units[UUID(raw)]
    except (ValueError, KeyError) as error:
        raise NotFound("Unit ini tidak ada pada tahun itu.") from error


@pages.get("/instansi")
@akses(Objek.RATING, Hak.HITUNG, Sasaran.INSTANSI)
def instansi() -> str:
    with unit_of_work(UnitOfWork) as uow:
        reader = get_pembaca(uow, caller())
        reader.wajib_petugas()
        year = reader.pilih_tahun(_tahun_diminta())
        found = get_instansi(uow, reader, year)
    raw = request.args.get("unit", "")
    chosen = _unit(found.unit, raw) if raw else None
    roots = [u for u in found.unit.values() if u.induk_id is None]
    above = chosen or (roots[0] if len(roots) == 1 else None)  # a single root says nothing that the title does not
    children = [found.unit[u] for u in above.anak] if above else roots
    children.sort(key=lambda u: (-_bagian(u), u.nama))
    page = max(int(request.args.get("hal", "1")) if request.args.get("hal", "1").isdecimal() else 1, 1)
    rated = [u for u in found.unit.values() if u.organisasi] if chosen is None else [chosen]
    rated = sorted(rated, key=lambda u: -u.kepatuhan.wajib_skp)[:4]
    figures = chosen.kepatuhan if chosen else found.total
    return _page(
        "instansi", reader, "laporan", tahun=year, pilihan=_pilihan_tahun(reader, year), d=found, unit=chosen, sekarang=clock.now(),
        atas=above,
        induk=found.unit.get(chosen.induk_id) if chosen and chosen.induk_id else None, angka_unit=figures, corong=susun.corong(figures), tren=susun.tren(found.tren),
        anak=children[(page - 1) * _UNIT_SATU_HALAMAN : page * _UNIT_SATU_HALAMAN], hal=page, banyak_hal=-(-len(children) // _UNIT_SATU_HALAMAN),
        sebaran=[susun.sebaran(found, u.nama, u.predikat, u.organisasi) for u in rated] or [susun.sebaran(found, reader.instansi_nama, found.total.predikat, "")],
        lewat_nilai=susun.lewat_nilai(found.batas_evaluasi, reader.hari_ini),
    )  # fmt: skip


def _bagian(unit: rekap.Unit) -> float:
    return unit.kepatuhan.dinilai / unit.kepatuhan.disetujui if unit.kepatuhan.disetujui else -1.0


@pages.get("/dokumen/<uuid:evaluasi_id>.pdf")
@akses(Objek.RATING, Hak.BACA)
def dokumen(evaluasi_id: UUID) -> Response:
    with unit_of_work(UnitOfWork) as uow:
        reader = get_pembaca(uow, caller())
        pegawai_id, year = rekap.get_pemilik_evaluasi(uow, reader, evaluasi_id)
        person = get_dibaca(uow, reader, pegawai_id, year)
        found = get_kinerja_tahun(uow, reader, person, year)
        evaluasi = _boleh_dibaca(next((e for e in found.evaluasi if e.id == evaluasi_id), None))
        catat_dibaca(uow, person, f"dokumen evaluasi {year}", evaluasi_id)
    made = buat_dokumen(reader, found, evaluasi, current_app.config.get("LAPORAN_LAMBANG"))
    headers = {
        "Content-Disposition": f'inline; filename="{made.nama_berkas}"',
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    }
    return Response(made.isi, mimetype="application/pdf", headers=headers)


def _boleh_dibaca(evaluasi: EvaluasiTahun | None) -> EvaluasiTahun:
    if evaluasi is None:
        raise NotFound("Dokumen ini tidak ada, atau tidak dapat Anda buka.")
    if not evaluasi.terlihat:
        raise Forbidden(
            "Hasil ini belum dapat dibaca. Pegawai membacanya sejak disampaikan, penilai dan lininya sejak ditetapkan.",
            code="not_delivered",
        )
    return evaluasi


@pages.get("/rekap.xlsx")
@akses(Objek.RATING, Hak.BACA, Sasaran.DAFTAR)
def rekap_xlsx() -> Response:
    with tempfile.TemporaryDirectory(prefix="rekap-") as folder:
        path = Path(folder) / "rekap.xlsx"
        with unit_of_work(UnitOfWork) as uow:
            reader = get_pembaca(uow, caller())
            if not reader.petugas and not reader.memimpin:
                raise Forbidden("Rekap hanya untuk pimpinan (lininya sendiri) dan petugas instansi. Data Anda ada di halaman Laporan.")
            year = reader.pilih_tahun(_tahun_diminta())
            rows = rekap.iter_rekap(uow, reader, year)
            tulis_rekap(path, rows, instansi=reader.instansi_nama, tahun=year, pada=reader.hari_ini, zona=reader.zona)
        body = path.read_bytes()
    headers = {"Content-Disposition": f"attachment; filename=rekap-kinerja-{year}.xlsx", "Cache-Control": "private, no-store"}
    return Response(body, mimetype=XLSX, headers=headers)
