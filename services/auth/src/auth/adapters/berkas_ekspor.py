"""Writing XLSX and CSV: cells are text, numbers and days, never anything that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from auth.domain.bentuk import Sel

_AWAL_RUMUS = ("=", "+", "-", "@", "\t", "\r")
_LEBAR_TERBESAR = 60
_POTONGAN = 1000


def aman(nilai: Sel) -> str:
    """A CSV cell: what a spreadsheet would take for a formula gets an apostrophe, which our import takes off again."""
    teks = nilai.isoformat() if isinstance(nilai, date | datetime) else "" if nilai is None else str(nilai)
    return f"'{teks}" if teks.lstrip("'").startswith(_AWAL_RUMUS) else teks


def csv_baris(kepala: Sequence[str], baris: Iterable[Sequence[Sel]]) -> Iterator[bytes]:
    """UTF-8 with its mark, so that Excel reads it right, in pieces."""
    keluar = io.StringIO()
    penulis = csv.writer(keluar)
    keluar.write("\ufeff")
    penulis.writerow([aman(k) for k in kepala])
    for nomor, isi in enumerate(baris):
        penulis.writerow([aman(sel) for sel in isi])
        if nomor % _POTONGAN == _POTONGAN - 1:
            yield keluar.getvalue().encode()
            keluar.seek(0)
            keluar.truncate()
    yield keluar.getvalue().encode()


def xlsx(
    lembar: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Sel]]]], *, penjelasan: Sequence[Sequence[str]] = (), judul: str = "Kinerja"
) -> bytes:
    """A workbook: sheet → (header, rows). Rows are written as they come, so that a large one does not stay in memory."""
    with tempfile.TemporaryDirectory(prefix="kinerja-ekspor-") as folder:
        tempat = Path(folder) / "ekspor.xlsx"
        pilihan = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": folder,
        }
        with xlsxwriter.Workbook(str(tempat), pilihan) as buku:
            buku.set_properties({"title": judul})
            tebal = buku.add_format({"bold": True, "bottom": 1})
            teks = buku.add_format({"num_format": "@"})
            hari = buku.add_format({"num_format": "yyyy-mm-dd"})
            if penjelasan:
                halaman = buku.add_worksheet("Penjelasan")
                halaman.set_column(0, 1, 22)
                halaman.set_column(2, 2, 100)
                for r, kalimat in enumerate(penjelasan):
                    for k, teks_sel in enumerate(kalimat):
                        halaman.write_string(r, k, teks_sel, tebal if r == 0 else None)
            for nama, (kepala, baris) in lembar.items():
                halaman = buku.add_worksheet(nama)
                halaman.freeze_panes(1, 0)
                for k, judul_kolom in enumerate(kepala):
                    halaman.set_column(k, k, min(_LEBAR_TERBESAR, max(14, len(judul_kolom) + 4)), teks)
                    halaman.write_string(0, k, judul_kolom, tebal)
                for r, isi in enumerate(baris, start=1):
                    for k, sel in enumerate(isi):
                        _tulis(halaman, r, k, sel, teks, hari)
        return tempat.read_bytes()


def _tulis(halaman: Worksheet, r: int, k: int, sel: Sel, teks: Format, hari: Format) -> None:
    if isinstance(sel, datetime):
        halaman.write_datetime(r, k, sel, hari)
    elif isinstance(sel, date):
        halaman.write_datetime(r, k, datetime(sel.year, sel.month, sel.day), hari)  # noqa: DTZ001 - a day has no zone
    elif isinstance(sel, bool):
        halaman.write_string(r, k, "Ya" if sel else "Tidak", teks)
    elif isinstance(sel, int | float):
        halaman.write_number(r, k, sel)
    elif sel:
        halaman.write_string(r, k, sel, teks)
