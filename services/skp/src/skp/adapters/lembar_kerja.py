"""Workbooks in and out: bounded in size before anything is parsed; cells are text and numbers, formulas are never run and never written."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from shared.errors import Invalid, TooLarge

UKURAN_TERBESAR = 5 * 1024 * 1024
BARIS_TERBANYAK = 5_000
_ISI_TERBESAR = 64 * 1024 * 1024
_BAGIAN_TERBANYAK = 200
_KOLOM_TERBANYAK = 40
_SEPOTONG = 1024 * 1024
_TUMPANG = 256
_RUJUKAN = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,4})(\d{1,9})["']""")
_LEBAR = 28

Sel = str | float


def baca(berkas: bytes) -> Iterator[tuple[int, list[Sel]]]:
    """The rows of the first sheet that has any, with their numbers as the spreadsheet counts; the first is its header.

    Raises :class:`TooLarge` for what is too big, also unpacked, and :class:`Invalid` for what is no workbook.
    """
    if len(berkas) > UKURAN_TERBESAR:
        raise _terlalu_besar(f"Berkas lebih besar daripada {UKURAN_TERBESAR // 1024**2} MB. Bagi menjadi beberapa berkas.")
    with tempfile.TemporaryDirectory(prefix="kinerja-pustaka-") as folder:
        tempat = f"{folder}/buku.xlsx"
        _kemas_ulang(berkas, tempat)
        try:
            buku = CalamineWorkbook.from_path(tempat)
            halaman = next((h for h in (buku.get_sheet_by_name(n) for n in buku.sheet_names) if h.total_height), None)
        except CalamineError as error:
            raise _bukan_xlsx() from error
        if halaman is None:
            raise _tolak("Berkas ini kosong. Unduh templat, isi, lalu unggah lagi.")
        awal = (halaman.start or (0, 0))[0] + 1
        for nomor, sel in enumerate(halaman.iter_rows(), start=awal):
            if any(nilai not in (None, "") for nilai in sel):
                yield nomor, [_sel(nilai) for nilai in sel]


def tulis(nama: str, kepala: Sequence[str], baris: Iterable[Sequence[str]]) -> bytes:
    """A workbook with one sheet of text cells."""
    with tempfile.TemporaryDirectory(prefix="kinerja-pustaka-") as folder:
        tempat = Path(folder) / "buku.xlsx"
        with xlsxwriter.Workbook(str(tempat), {"constant_memory": True, "tmpdir": folder}) as buku:
            tebal, teks = buku.add_format({"bold": True, "bottom": 1}), buku.add_format({"num_format": "@", "text_wrap": True})
            halaman = buku.add_worksheet(nama)
            halaman.freeze_panes(1, 0)
            halaman.set_column(0, len(kepala) - 1, _LEBAR, teks)
            for k, judul in enumerate(kepala):
                halaman.write_string(0, k, judul, tebal)
            for r, isi in enumerate(baris, start=1):
                for k, sel in enumerate(isi):
                    if sel:
                        halaman.write_string(r, k, sel, teks)
        return tempat.read_bytes()


def _sel(nilai: object) -> Sel:
    if isinstance(nilai, bool) or nilai is None:
        return "" if nilai is None else ("Ya" if nilai else "Tidak")
    return nilai if isinstance(nilai, str | int | float) else str(nilai)


def _tolak(kalimat: str) -> Invalid:
    return Invalid(kalimat, code="workbook_invalid", errors={"berkas": [kalimat]})


def _bukan_xlsx() -> Invalid:
    return _tolak("Berkas ini bukan XLSX yang utuh. Simpan ulang sebagai Excel Workbook (.xlsx) tanpa kata sandi, lalu unggah lagi.")


def _terlalu_besar(kalimat: str) -> TooLarge:
    return TooLarge(kalimat, errors={"berkas": [kalimat]})


def _kemas_ulang(berkas: bytes, tempat: str) -> None:
    """The archive with its members unpacked within bounds: what is parsed afterwards is what was measured here."""
    sisa = _ISI_TERBESAR
    try:
        with zipfile.ZipFile(io.BytesIO(berkas)) as asal, zipfile.ZipFile(tempat, "w", zipfile.ZIP_STORED) as tujuan:
            bagian = asal.infolist()
            nama = [b.filename for b in bagian]
            if any(n.lower().endswith("vbaproject.bin") for n in nama):
                raise _tolak("Berkas ini memuat makro (.xlsm). Simpan ulang sebagai Excel Workbook (.xlsx) tanpa makro.")
            if "[Content_Types].xml" not in nama or len(set(nama)) != len(nama) or len(bagian) > _BAGIAN_TERBANYAK:
                raise _bukan_xlsx()
            for satu in bagian:
                ekor = b""
                with asal.open(satu) as aliran, tujuan.open(satu.filename, "w") as keluar:
                    while isi := aliran.read(min(_SEPOTONG, sisa + 1)):
                        sisa -= len(isi)
                        if sisa < 0:
                            raise _terlalu_besar(f"Isi berkas lebih dari {_ISI_TERBESAR // 1024**2} MB setelah dibuka. Bagi berkasnya.")
                        if "worksheets/" in satu.filename:
                            _periksa_luas(ekor + isi)
                            ekor = isi[-_TUMPANG:]
                        keluar.write(isi)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, UnicodeDecodeError, ValueError) as error:
        raise _bukan_xlsx() from error


def _periksa_luas(lembar: bytes) -> None:
    """A sheet is read as a full rectangle, so one far cell would cost gigabytes."""
    for cocok in _RUJUKAN.finditer(lembar):
        if int(cocok[2]) > BARIS_TERBANYAK + 1:
            raise _terlalu_besar(f"Berkas berisi lebih dari {BARIS_TERBANYAK} baris. Bagi menjadi beberapa berkas.")
        kolom = 0
        for huruf in cocok[1]:
            kolom = kolom * 26 + huruf - ord("A") + 1
        if kolom > _KOLOM_TERBANYAK:
            raise _tolak(f"Ada sel di kolom {cocok[1].decode()}. Hapus isi di luar kolom yang dipakai.")
