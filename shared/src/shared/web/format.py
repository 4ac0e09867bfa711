"""How figures, dates and names are written for people in Indonesia, and how a typed figure is read.

``FILTERS`` holds the same functions as Jinja filters. Everything that is absent (``None``, the empty text) is shown as an en dash.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from zoneinfo import ZoneInfo

KOSONG = "\u2013"
BULAN = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
BULAN_PENDEK = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

_WAKTU_INDONESIA = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}
_ANGKA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_ANGKA_TITIK = re.compile(r"[+-]?\d+\.\d+")

Figure = Decimal | int | str


def angka(value: Figure | None, places: int | None = 2) -> str:
    """``1234.5`` as ``1.234,50``, rounded half up to ``places``; ``places=None`` keeps the digits that carry something.

    A text must be in the machine's form (``"1234.50"``, as the API writes it).
    """
    if value is None or value == "":
        return KOSONG
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(number):,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    sign = "-" if number < 0 else ""
    return sign + text.translate(str.maketrans(",.", ".,"))


def persen(value: Figure | None, places: int | None = None) -> str:
    """A percentage, already times one hundred, with its space: ``85 %``."""
    text = angka(value, places)
    return text if text == KOSONG else f"{text} %"


def parse_angka(text: str) -> Decimal:
    """Read what a person typed: comma for the fraction, full stops only as thousands.

    Raises :class:`ValueError` with a sentence for the person, because ``0.5`` read as five would be a wrong grade.
    """
    typed = text.replace("\u00a0", " ").strip()
    if not typed:
        raise ValueError("Isi angkanya.")
    if _ANGKA.fullmatch(typed):
        return Decimal(typed.replace(".", "").replace(",", "."))
    if _ANGKA_TITIK.fullmatch(typed):
        raise ValueError(f"Tulis pecahan dengan koma: {typed.replace('.', ',')}. Titik hanya untuk ribuan, misalnya 1.234,56.")
    raise ValueError("Tulis angka saja, misalnya 12 atau 1.234,56.")


def _local(value: datetime, zone: str) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return value.astimezone(ZoneInfo(zone))


def _day(value: date | str, zone: str | None) -> date:
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > len("2026-01-31") else date.fromisoformat(value)
    if not isinstance(value, datetime):
        return value
    if zone is None:
        raise ValueError("the day of a moment depends on the zone")
    return _local(value, zone).date()


def tanggal(value: date | str | None, zone: str | None = None, tahun: bool = True) -> str:
    """``31 Desember 2026``, without the year if not wanted. A moment needs the ``zone`` whose calendar counts."""
    if not value:
        return KOSONG
    day = _day(value, zone)
    return f"{day.day} {BULAN[day.month - 1]}" + (f" {day.year}" if tahun else "")


def tanggal_pendek(value: date | str | None, zone: str | None = None, tahun: bool = True) -> str:
    """``31 Des 2026``, for dense rows."""
    if not value:
        return KOSONG
    day = _day(value, zone)
    return f"{day.day} {BULAN_PENDEK[day.month - 1]}" + (f" {day.year}" if tahun else "")


def hari(value: date | str | None, zone: str | None = None, tahun: bool = True) -> str:
    """``Senin, 19 Januari 2026``; inside a sentence, without the year, ``Senin 19 Januari``."""
    if not value:
        return KOSONG
    day = _day(value, zone)
    return f"{HARI[day.weekday()]}{',' if tahun else ''} {tanggal(day, tahun=tahun)}"


def bulan(value: date | str | None, zone: str | None = None) -> str:
    """``November 2025``."""
    if not value:
        return KOSONG
    day = _day(value, zone)
    return f"{BULAN[day.month - 1]} {day.year}"


def _moment(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def jam(value: datetime | str | None, zone: str, detik: bool = False) -> str:
    """The time of day in ``zone``: ``23.59``, with seconds where they count."""
    if not value:
        return KOSONG
    return f"{_local(_moment(value), zone):{'%H.%M.%S' if detik else '%H.%M'}}"


def waktu(value: datetime | str | None, zone: str, detik: bool = False) -> str:
    """``26 Januari 2026 pukul 23.59 WIB``: day, time and the name of the zone (WIB, WITA, WIT)."""
    if not value:
        return KOSONG
    local = _local(_moment(value), zone)
    offset = local.utcoffset() or timedelta(0)
    return f"{tanggal(local.date())} pukul {jam(local, zone, detik)} {_WAKTU_INDONESIA.get(offset, f'{local:%Z}')}"


def nip(value: str | None) -> str:
    """The eighteen digits in their four parts: birth, appointment, sex, sequence. Anything else unchanged."""
    if not value:
        return KOSONG
    if len(value) != 18 or not value.isdigit():
        return value
    return f"{value[:8]} {value[8:14]} {value[14]} {value[15:]}"


def ukuran(size: int | None) -> str:
    """A file's bytes: ``980 B``, ``412 KB``, ``3,1 MB`` (steps of 1024)."""
    if size is None:
        return KOSONG
    if size < 1024:
        return f"{size} B"
    if size < 1024**2:
        return f"{angka(Decimal(size) / 1024, 0)} KB"
    unit, divisor = ("MB", 1024**2) if size < 1024**3 else ("GB", 1024**3)
    return f"{angka((Decimal(size) / divisor).quantize(Decimal('0.1'), rounding=ROUND_HALF_UP), None)} {unit}"


def inisial(nama: str) -> str:
    """The first letters of two names, titles left out: ``Dr. Bambang Suryana, M.Pd.`` is ``BS``."""
    words = [word for word in nama.split(",", maxsplit=1)[0].split() if not word.endswith(".")]
    return "".join(word[0] for word in words[:2]).upper()


_BILANGAN = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")


def bilangan(value: int) -> str:
    """Up to ten in words (``tiga``), beyond that in figures."""
    return _BILANGAN[value] if 0 <= value < len(_BILANGAN) else angka(value, 0)


def lebar(value: Figure | float | None, maksimum: int = 100) -> str:
    """A figure as an SVG length between 0 and ``maksimum``, at most two decimals, with the point of the machine."""
    try:
        number = Decimal(str(value if value is not None else 0))
    except InvalidOperation as exc:
        raise ValueError(f"not a number: {value!r}") from exc
    number = max(Decimal(0), min(number, Decimal(maksimum))).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".")


FILTERS: dict[str, Callable[..., object]] = {
    "angka": angka,
    "persen": persen,
    "tanggal": tanggal,
    "tanggal_pendek": tanggal_pendek,
    "hari": hari,
    "bulan": bulan,
    "jam": jam,
    "waktu": waktu,
    "nip": nip,
    "ukuran": ukuran,
    "inisial": inisial,
    "bilangan": bilangan,
    "lebar": lebar,
}
