"""The rekap of a year as XLSX: one row an employee, the columns of domain rule 7.5, written row by row in constant memory.

Every text is written as a text cell: a name that begins with ``=`` stays a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import xlsxwriter

from laporan.domain.keadaan import EVALUASI, KEBERATAN, LABEL_PREDIKAT, LABEL_RATING, LABEL_STATUS_PEGAWAI, SKP

KOLOM: Final[tuple[tuple[str, int], ...]] = (
    ("No", 6),
    ("NIP", 21),
    ("Nama", 32),
    ("Status pegawai", 14),
    ("Golongan", 10),
    ("Jabatan", 34),
    ("Jenis jabatan", 16),
    ("Jenjang", 14),
    ("Unit kerja", 34),
    ("Penilai", 30),
    ("Status SKP", 14),
    ("SKP disetujui pada", 18),
    ("Laporan wajib", 13),
    ("Laporan tepat waktu", 13),
    ("Terlambat", 11),
    ("Dimaafkan", 11),
    ("Tidak melaporkan", 13),
    ("Status penilaian", 18),
    ("Rating hasil kerja", 20),
    ("Rating perilaku kerja", 20),
    ("Predikat", 17),
    ("NKP", 9),
    ("Keberatan", 18),
    ("Predikat sebelum keberatan", 20),
    ("AK konversi", 12),
    ("Dikirim ke SIASN pada", 18),
)
_HEADER_ROW: Final = 2


def tulis_rekap(path: Path, rows: Iterable[Any], *, instansi: str, tahun: int, pada: date, zona: str) -> int:
    """Write the workbook to ``path``; returns the number of employees. Dates are dates, figures numbers, NIP text of 18 digits."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    count = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(f"Rekap {tahun}")
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        figure = book.add_format({"num_format": "0.00"})
        for index, (_, width) in enumerate(KOLOM):
            sheet.set_column(index, index, width)
        sheet.freeze_panes(_HEADER_ROW + 1, 3)
        sheet.write_string(0, 0, f"Rekap kinerja pegawai {tahun}, {instansi}", bold)
        sheet.write_string(1, 0, f"Keadaan {pada.day:02}/{pada.month:02}/{pada.year}")
        for index, (label, _) in enumerate(KOLOM):
            sheet.write_string(_HEADER_ROW, index, label, head)
        zone = ZoneInfo(zona)
        for row in rows:
            count += 1
            line = _HEADER_ROW + count
            for index, value in enumerate(_sel(count, row, zone)):
                if isinstance(value, str):
                    sheet.write_string(line, index, value)
                elif isinstance(value, date):
                    sheet.write_datetime(line, index, value, day)
                elif isinstance(value, Decimal):
                    sheet.write_number(line, index, float(value), figure)
                elif value is not None:
                    sheet.write_number(line, index, value)
        sheet.autofilter(_HEADER_ROW, 0, _HEADER_ROW + max(count, 1), len(KOLOM) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER_ROW)
    return count


def _sel(nomor: int, row: Any, zone: ZoneInfo) -> tuple[str | int | date | Decimal | None, ...]:
    fixed = row.dinilai
    return (
        nomor,
        row.nip or "",
        row.nama,
        LABEL_STATUS_PEGAWAI.get(row.status_pegawai, row.status_pegawai),
        row.golongan or "",
        row.jabatan,
        row.jenis_jabatan,
        row.jenjang or "",
        row.unor_nama,
        row.penilai or "",
        SKP[row.skp_status][0] if row.skp_status in SKP else "Belum ada",
        row.disetujui_pada.astimezone(zone).date() if row.disetujui_pada else None,
        row.wajib,
        row.tepat,
        row.terlambat,
        row.dimaafkan,
        row.kosong,
        EVALUASI[row.evaluasi_status][0] if row.evaluasi_status in EVALUASI else "",
        LABEL_RATING.get(row.rating_hasil, "") if fixed else "",
        LABEL_RATING.get(row.rating_perilaku, "") if fixed else "",
        LABEL_PREDIKAT.get(row.predikat, "") if fixed else "",
        row.nkp if fixed else None,
        KEBERATAN.get(row.keberatan, ""),
        LABEL_PREDIKAT.get(row.predikat_sebelum, "") if fixed else "",
        None,
        None,
    )
