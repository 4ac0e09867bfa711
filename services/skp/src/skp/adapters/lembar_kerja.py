"""Workbooks in and out: bounded in size before anything is parsed; cells are text and numbers, formulas are never run and never written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from shared.buku_kerja import BatasBuku, bukan_xlsx, kemas_ulang, terlalu_besar, tolak

UKURAN_TERBESAR = 5 * 1024 * 1024
BARIS_TERBANYAK = 5_000
_BATAS = BatasBuku(isi=64 * 1024 * 1024, baris=BARIS_TERBANYAK, kolom=40)
_LEBAR = 28

Sel = str | float


def baca(berkas: bytes) -> Iterator[tuple[int, list[Sel]]]:
    """The rows of the first sheet that has any, with their numbers as the spreadsheet counts; the first is its header.

    Raises :class:`TooLarge` for what is too big, also unpacked, and :class:`Invalid` for what is no workbook.
    """
    if len(berkas) > UKURAN_TERBESAR:
        raise terlalu_besar(f"Berkas lebih besar daripada {UKURAN_TERBESAR // 1024**2} MB. Bagi menjadi beberapa berkas.")
    with tempfile.TemporaryDirectory(prefix="kinerja-pustaka-") as folder:
        tempat = f"{folder}/buku.xlsx"
        kemas_ulang(berkas, tempat, _BATAS)
        try:
            buku = CalamineWorkbook.from_path(tempat)
            halaman = next((h for h in (buku.get_sheet_by_name(n) for n in buku.sheet_names) if h.total_height), None)
        except CalamineError as error:
            raise bukan_xlsx(berkas) from error
        if halaman is None:
            raise tolak("Berkas ini kosong. Unduh templat, isi, lalu unggah lagi.")
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
