"""The library as a workbook: its rows as understood, its template, its export. What is exported imports back without a change."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from flask import Response, request, send_file

from shared.auth.identity import Identity
from shared.buku_kerja import tolak
from shared.web.context import unit_of_work
from shared.web.format import parse_angka
from skp.adapters import lembar_kerja
from skp.adapters.lembar_kerja import Sel
from skp.adapters.unit_of_work import UnitOfWork
from skp.application.use_cases import HasilImpor, impor_pustaka
from skp.domain.isi import ARAH, CARA_HITUNG, IsianIndikator
from skp.domain.pustaka import KOLOM, WAJIB, Baris, Butir, Ditolak
from skp.entrypoints.formulir import teks_target, ujung_target

UKURAN_BADAN = lembar_kerja.UKURAN_TERBESAR + 64 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CONTOH = ("Pengolah Data", "utama", "Tersusunnya laporan kegiatan bulanan", "kuantitas", "Laporan selesai tepat waktu", "12", "laporan")


@dataclass(slots=True)
class _Pembaca:
    """Reads rows by their header; ``gagal`` are those with a cell that cannot be understood."""

    letak: dict[str, int]
    gagal: list[Ditolak] = field(default_factory=list)

    def baca(self, nomor: int, sel: Sequence[Sel]) -> Baris:
        isi = {kolom: _teks(sel[i]) if i < len(sel) else "" for kolom, i in self.letak.items()}
        target = batas_bawah = batas_atas = None
        try:
            ujung = [_angka(t) for t in ujung_target(isi.get("Target", ""))]
            target, batas_bawah, batas_atas = (None, *ujung) if len(ujung) == 2 else (ujung[0], None, None)
        except ValueError as error:
            self.gagal.append(Ditolak(nomor, "Target", f"{error} Kalimat target ditulis di kolom Tertulis di formulir."))
        return Baris(
            nomor,
            isi["Jabatan"],
            isi.get("Jenis", "").lower() or "utama",
            isi["RHK"],
            IsianIndikator(
                aspek=isi.get("Aspek", "").lower() or "kuantitas",
                teks=isi["Indikator"],
                target=target,
                target_min=batas_bawah,
                target_max=batas_atas,
                satuan=isi.get("Satuan", ""),
                target_teks=isi.get("Tertulis di formulir", ""),
                arah=_kode(isi.get("Arah", ""), ARAH, "normal"),
                cara_hitung=_kode(isi.get("Cara hitung", ""), CARA_HITUNG, "jumlah"),
            ),
        )


def impor(identity: Identity) -> HasilImpor:
    """Take the workbook of the form's field ``berkas`` into the library; raises Invalid or TooLarge for what is none."""
    isi = _terkirim()
    baris = lembar_kerja.baca(isi)
    pembaca = _Pembaca(_letak(next(baris, (1, []))[1]))
    terbaca = [pembaca.baca(nomor, sel) for nomor, sel in baris]
    if not terbaca:
        raise tolak("Berkas ini hanya berisi nama kolom. Isi paling sedikit satu baris.")
    with unit_of_work(UnitOfWork) as uow:
        return impor_pustaka(uow, identity, terbaca, pembaca.gagal)


def ekspor(uow: UnitOfWork, instansi_id: UUID) -> Response:
    return _kirim(_semua_baris(uow.semua_pustaka(instansi_id)), "pustaka-rhk")


def templat() -> Response:
    return _kirim([_CONTOH], "templat-pustaka-rhk")


def _kirim(baris: Iterable[Sequence[str]], nama: str) -> Response:
    isi = lembar_kerja.tulis("Pustaka", KOLOM, baris)
    return send_file(io.BytesIO(isi), mimetype=XLSX, as_attachment=True, download_name=f"{nama}.xlsx")


def _semua_baris(butir: Iterable[Butir]) -> Iterator[tuple[str, ...]]:
    for satu in butir:
        for i in satu.rhk.indikator:
            arah, cara = ARAH[i.arah], CARA_HITUNG[i.cara_hitung]
            yield satu.jabatan, satu.rhk.jenis, satu.rhk.teks, i.aspek, i.teks, teks_target(i), i.satuan, i.target_teks, arah, cara


def _terkirim() -> bytes:
    berkas = request.files.get("berkas")
    if berkas is None or not berkas.filename:
        raise tolak("Pilih berkas XLSX lebih dulu.")
    try:
        return bytes(berkas.read())
    finally:
        berkas.close()


def _letak(kepala: Sequence[Sel]) -> dict[str, int]:
    """Which column stands where, without regard to case; raises Invalid when one that is needed is not there."""
    menurut = {kolom.casefold(): kolom for kolom in KOLOM}
    letak: dict[str, int] = {}
    for i, sel in enumerate(kepala):
        kolom = menurut.get(_teks(sel).casefold())
        if kolom in letak:
            raise tolak(f"Kolom {kolom} ada dua kali. Hapus salah satu.")
        if kolom:
            letak[kolom] = i
    if kurang := [k for k in WAJIB if k not in letak]:
        raise tolak(f"Kolom {', '.join(kurang)} tidak ada. Baris pertama berisi nama kolom seperti pada templat.")
    return letak


def _teks(sel: Sel) -> str:
    if isinstance(sel, float):
        return f"{Decimal(str(sel)).normalize():f}".replace(".", ",") if sel == sel and abs(sel) < 1e15 else str(sel)  # noqa: PLR0124 - NaN
    return str(sel).strip()


def _angka(teks: str) -> Decimal | None:
    return parse_angka(teks) if teks.strip() else None


def _kode(teks: str, pilihan: dict[str, str], bawaan: str) -> str:
    """The code of a label or a code, as typed when it is neither."""
    rapi = teks.strip().lower()
    return next((kode for kode, label in pilihan.items() if rapi in (kode, label)), rapi) if rapi else bawaan
