"""Reading an XLSX that somebody uploaded: bounded in size before anything is parsed, and only the three sheets we know."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from auth.domain.impor import KOLOM, Baris, Isi, Sel, periksa_kolom
from shared.errors import Invalid, TooLarge

UKURAN_BERKAS = 10 * 1024 * 1024
UKURAN_ISI = 64 * 1024 * 1024
BANYAK_BAGIAN = 200
BARIS_TERBANYAK = 20_000
KOLOM_TERBANYAK = 100
_RUJUKAN = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,4})(\d{1,9})["']""")


def baca(berkas: bytes) -> Isi:
    """The rows of Unit, Pegawai and Penugasan.

    Raises :class:`TooLarge` for what is too big (also unpacked), :class:`Invalid` for what is no XLSX or lacks sheets or columns.
    """
    if len(berkas) > UKURAN_BERKAS:
        raise TooLarge(f"Berkas lebih besar daripada {UKURAN_BERKAS // 1024**2} MB. Bagi menjadi beberapa berkas.")
    try:
        buku = CalamineWorkbook.from_filelike(io.BytesIO(_kemas_ulang(berkas)))
    except CalamineError as error:
        raise _bukan_xlsx() from error
    kurang = [nama for nama in KOLOM if nama not in buku.sheet_names]
    if kurang:
        raise _tolak([f"Lembar {nama} tidak ada. Berkas harus berisi lembar {', '.join(KOLOM)}." for nama in kurang])
    lembar: dict[str, list[Baris]] = {}
    faults: list[str] = []
    for nama in KOLOM:
        lembar[nama], salah = _baca_lembar(buku, nama)
        faults += salah
    if faults:
        raise _tolak(faults)
    isi = Isi(lembar["Unit"], lembar["Pegawai"], lembar["Penugasan"])
    if isi.jumlah > BARIS_TERBANYAK:
        raise _terlalu_banyak()
    return isi


def _tolak(faults: Sequence[str]) -> Invalid:
    return Invalid(
        faults[0] if len(faults) == 1 else "Berkas ini tidak dapat dibaca sebagai data pegawai.",
        code="workbook_invalid",
        errors={"berkas": faults},
    )


def _bukan_xlsx() -> Invalid:
    kalimat = "Berkas ini bukan XLSX. Simpan ulang sebagai Excel Workbook (.xlsx) lalu unggah lagi."
    return Invalid(kalimat, code="workbook_invalid", errors={"berkas": [kalimat]})


def _terlalu_banyak() -> TooLarge:
    jumlah = f"{BARIS_TERBANYAK:,}".replace(",", ".")
    kalimat = f"Berkas berisi lebih dari {jumlah} baris. Bagi menjadi beberapa berkas, masing-masing paling banyak {jumlah} baris."
    return TooLarge(kalimat, errors={"berkas": [kalimat]})


def _kemas_ulang(berkas: bytes) -> bytes:
    """The archive with its members unpacked within bounds: what is parsed afterwards is what was measured here."""
    keluar = io.BytesIO()
    sisa = UKURAN_ISI
    try:
        with zipfile.ZipFile(io.BytesIO(berkas)) as asal, zipfile.ZipFile(keluar, "w", zipfile.ZIP_STORED) as tujuan:
            bagian = asal.infolist()
            nama = [b.filename for b in bagian]
            if "[Content_Types].xml" not in nama or len(set(nama)) != len(nama) or len(bagian) > BANYAK_BAGIAN:
                raise _bukan_xlsx()
            for satu in bagian:
                with asal.open(satu) as aliran:
                    isi = aliran.read(sisa + 1)
                sisa -= len(isi)
                if sisa < 0:
                    kalimat = f"Isi berkas lebih dari {UKURAN_ISI // 1024**2} MB setelah dibuka. Hapus lembar dan gambar yang tidak perlu, atau bagi berkasnya."
                    raise TooLarge(kalimat, errors={"berkas": [kalimat]})
                if "worksheets/" in satu.filename:
                    _periksa_luas(isi)
                tujuan.writestr(satu.filename, isi)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, UnicodeDecodeError, ValueError) as error:
        raise _bukan_xlsx() from error
    return keluar.getvalue()


def _periksa_luas(lembar: bytes) -> None:
    """A sheet is read as a full rectangle, so one far cell would cost gigabytes."""
    for cocok in _RUJUKAN.finditer(lembar):
        if int(cocok[2]) > BARIS_TERBANYAK + 1:
            raise _terlalu_banyak()
        if _nomor_kolom(cocok[1]) > KOLOM_TERBANYAK:
            kalimat = f"Ada sel di kolom {cocok[1].decode()}. Hapus isi di luar kolom yang dipakai."
            raise Invalid(kalimat, code="workbook_invalid", errors={"berkas": [kalimat]})


def _nomor_kolom(huruf: bytes) -> int:
    nomor = 0
    for h in huruf:
        nomor = nomor * 26 + h - ord("A") + 1
    return nomor


def _baca_lembar(buku: CalamineWorkbook, nama: str) -> tuple[list[Baris], list[str]]:
    try:
        baris = buku.get_sheet_by_name(nama).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _bukan_xlsx() from error
    if not baris:
        return [], periksa_kolom(nama, [])
    kepala = [" ".join(str(sel).split()) for sel in baris[0]]
    if faults := periksa_kolom(nama, kepala):
        return [], faults
    isi = []
    for nomor, sel in enumerate(baris[1:], start=2):
        bernama = {k: _sel(nilai) for k, nilai in zip(kepala, sel, strict=False) if k}
        if any(nilai not in (None, "") for nilai in bernama.values()):
            isi.append(Baris(nomor, bernama))
    return isi, []


def _sel(nilai: object) -> Sel:
    if nilai is None or isinstance(nilai, str | float | int | bool | date | datetime):
        return nilai
    return str(nilai)
