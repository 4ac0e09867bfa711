"""Reading an XLSX or CSV that somebody uploaded: bounded in size before anything is parsed, row by row afterwards."""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from auth.domain.bentuk import KOLOM, Bentuk, Sel, dikenal, kenali, pemberitahuan
from shared.buku_kerja import EXCEL_LAMA, BatasBuku, bukan_xlsx, kemas_ulang, terlalu_besar
from shared.errors import Invalid

SEL_TERBANYAK = 5_000_000
KOLOM_TERBANYAK = 120
PENJELASAN = "Penjelasan"
_SEPOTONG = 1024 * 1024
_PEMISAH = (",", ";", "\t")
_AWAL_RUMUS = ("=", "+", "-", "@", "\t", "\r")
_TEKS_CSV_TERPANJANG = 20_000


@dataclass(frozen=True, slots=True)
class Batas:
    """Bytes of all files, bytes of one file unpacked, rows."""

    berkas: int
    isi: int
    baris: int


PENUH = Batas(40 * 1024 * 1024, 400 * 1024 * 1024, 500_000)
SEKETIKA = Batas(10 * 1024 * 1024, 64 * 1024 * 1024, 20_000)
"""For what is done while somebody waits."""


@dataclass(frozen=True, slots=True)
class Lembar:
    """One sheet: where it comes from, its shape, and its rows (number as the spreadsheet counts, cells), read as they are asked for."""

    asal: str
    bentuk: Bentuk
    baris: Iterator[tuple[int, list[Sel]]]


@dataclass(frozen=True, slots=True)
class Berkas:
    nama: str
    isi: bytes


def tolak(faults: Sequence[str], *, code: str = "workbook_invalid") -> Invalid:
    return Invalid(
        faults[0] if len(faults) == 1 else "Berkas ini tidak dapat dibaca sebagai data pegawai.", code=code, errors={"berkas": list(faults)}
    )


def periksa_ukuran(berkas: Sequence[Berkas], batas: Batas = PENUH) -> None:
    """Raises :class:`TooLarge`: what may be uploaded at once."""
    if sum(len(b.isi) for b in berkas) > batas.berkas:
        raise terlalu_besar(f"Berkas lebih besar daripada {batas.berkas // 1024**2} MB. Bagi menjadi beberapa berkas.")


@contextmanager
def buka(berkas: Sequence[Berkas], batas: Batas = PENUH) -> Iterator[tuple[Iterator[Lembar], list[str]]]:
    """The sheets of all files one after the other, and the list that notices are added to while they are read.

    Raises :class:`TooLarge` for what is too big (also unpacked) and :class:`Invalid` for what cannot be read, at the latest while iterating.
    """
    periksa_ukuran(berkas, batas)
    catatan: list[str] = []
    with tempfile.TemporaryDirectory(prefix="kinerja-impor-") as folder:
        yield _semua(berkas, folder, catatan, batas), catatan


def _semua(berkas: Sequence[Berkas], folder: str, catatan: list[str], batas: Batas) -> Iterator[Lembar]:
    terlihat: dict[str, str] = {}
    banyak = len(berkas) > 1
    for nomor, satu in enumerate(berkas):
        lembar = _xlsx(satu, f"{folder}/{nomor}.xlsx", catatan, batas) if satu.isi[:2] == b"PK" else _csv(satu, catatan)
        for halaman in lembar:
            for nama in halaman.bentuk.pengubah:
                if nama in terlihat:
                    raise tolak([f"{nama} ada di {terlihat[nama]} dan di {halaman.asal}. Unggah satu saja."])
                terlihat[nama] = halaman.asal
            asal = f"{satu.nama}: {halaman.asal}" if banyak and satu.isi[:2] == b"PK" else halaman.asal
            catatan += pemberitahuan(halaman.bentuk, asal)
            yield Lembar(asal, halaman.bentuk, halaman.baris)


# XLSX


def _xlsx(berkas: Berkas, tempat: str, catatan: list[str], batas: Batas) -> Iterator[Lembar]:
    kemas_ulang(berkas.isi, tempat, BatasBuku(batas.isi, batas.baris, KOLOM_TERBANYAK))
    try:
        buku = CalamineWorkbook.from_path(tempat)
    except CalamineError as error:
        raise bukan_xlsx(berkas.isi) from error
    terbaca, faults = 0, []
    for nama in buku.sheet_names:
        try:
            halaman = buku.get_sheet_by_name(nama)
            gabungan = halaman.merged_cell_ranges or []
        except CalamineError as error:
            raise bukan_xlsx(berkas.isi) from error
        if halaman.total_height == 0 or nama == PENJELASAN:
            continue
        if halaman.total_height * halaman.total_width > SEL_TERBANYAK:
            raise terlalu_besar(f"Lembar {nama} terlalu luas. Hapus kolom yang tidak dipakai, atau simpan sebagai CSV.")
        baris = iter(halaman.iter_rows())
        awal = (halaman.start or (0, 0))[0] + 1
        kepala = [str(sel).strip() if sel is not None else "" for sel in next(baris, [])]
        bentuk, salah = kenali(kepala, nama)
        if bentuk is None:
            if nama in KOLOM or len(buku.sheet_names) == 1:
                faults += salah
            else:
                catatan.append(f"Lembar {nama} tidak dikenal, jadi tidak dibaca.")
            continue
        if gabungan:
            faults.append(_sel_gabungan(nama, gabungan[0], len(gabungan)))
            continue
        terbaca += 1
        yield Lembar(nama, bentuk, _isi_xlsx(baris, awal + 1))
    buku.close()
    if faults or not terbaca:
        raise tolak(faults or [f"Lembar {', '.join(KOLOM)} tidak ada. Berkas harus berisi paling sedikit satu di antaranya."])


def _isi_xlsx(baris: Iterator[list[Any]], nomor: int) -> Iterator[tuple[int, list[Sel]]]:
    for n, sel in enumerate(baris, start=nomor):
        if any(nilai not in (None, "") for nilai in sel):
            yield n, [_sel(nilai) for nilai in sel]


def _sel_gabungan(nama: str, rentang: tuple[tuple[int, int], tuple[int, int]], jumlah: int) -> str:
    (baris, kolom), (baris_akhir, kolom_akhir) = rentang
    tempat = f"{_huruf(kolom)}{baris + 1}:{_huruf(kolom_akhir)}{baris_akhir + 1}"
    lain = f" dan {jumlah - 1} tempat lain" if jumlah > 1 else ""
    return f"Lembar {nama}: sel {tempat}{lain} digabung. Batalkan penggabungan sel (Unmerge Cells), lalu isi setiap sel."


def _huruf(kolom: int) -> str:
    huruf = ""
    kolom += 1
    while kolom:
        kolom, sisa = divmod(kolom - 1, 26)
        huruf = chr(ord("A") + sisa) + huruf
    return huruf


def _sel(nilai: object) -> Sel:
    if nilai is None or isinstance(nilai, str | float | int | bool | date | datetime):
        return nilai
    return str(nilai)


# CSV


def _csv(berkas: Berkas, catatan: list[str]) -> Iterator[Lembar]:
    if not berkas.isi.strip():
        raise tolak([f"{berkas.nama} kosong. Pilih berkas yang berisi data."])
    if berkas.isi[:4] == b"%PDF" or berkas.isi[:8] == EXCEL_LAMA:
        raise bukan_xlsx(berkas.isi)
    pengodean, lewati = _pengodean(berkas, catatan)
    aliran = io.TextIOWrapper(io.BytesIO(berkas.isi[lewati:]), encoding=pengodean, newline="")
    try:
        pertama = aliran.readline(_TEKS_CSV_TERPANJANG)
        lewat = 1
        if penunjuk := re.fullmatch(r"sep=(.)\s*", pertama, re.IGNORECASE):
            pemisah, lewat = penunjuk[1], 2
            pertama = aliran.readline(_TEKS_CSV_TERPANJANG)
        else:
            pemisah = _pemisah(pertama)
        kepala = next(csv.reader([pertama], delimiter=pemisah), [])
        bentuk, salah = kenali(kepala)
    except (UnicodeError, csv.Error) as error:
        raise _bukan_csv(berkas) from error
    if bentuk is None:
        if not dikenal(kepala):
            raise _bukan_csv(berkas)
        raise tolak([f"{berkas.nama}: {salah[0]}", *salah[1:]])
    yield Lembar(berkas.nama, bentuk, _isi_csv(berkas, aliran, pemisah, lewat))


def _bukan_csv(berkas: Berkas) -> Invalid:
    return tolak([f"{berkas.nama} bukan XLSX dan bukan CSV. Simpan sebagai Excel Workbook (.xlsx) atau CSV UTF-8 lalu unggah lagi."])


def _isi_csv(berkas: Berkas, aliran: io.TextIOWrapper, pemisah: str, lewat: int) -> Iterator[tuple[int, list[Sel]]]:
    pembaca = csv.reader(aliran, delimiter=pemisah, strict=True)
    while True:
        nomor = pembaca.line_num + lewat + 1
        try:
            baris = next(pembaca)
        except StopIteration:
            return
        except (csv.Error, UnicodeError) as error:
            raise tolak(
                [f"{berkas.nama} baris {nomor} tidak dapat dibaca. Periksa tanda kutip di baris itu, atau simpan ulang sebagai CSV UTF-8."]
            ) from error
        if len(baris) > KOLOM_TERBANYAK or any(len(nilai) > _TEKS_CSV_TERPANJANG for nilai in baris):
            raise tolak([f"{berkas.nama} baris {nomor} terlalu panjang. Periksa tanda kutip yang tidak ditutup."])
        if any(baris):
            yield nomor, [_polos(nilai) for nilai in baris]


def _polos(nilai: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from running it (our own exports write it)."""
    return nilai[1:] if nilai[:1] == "'" and nilai.lstrip("'").startswith(_AWAL_RUMUS) else nilai


def _pengodean(berkas: Berkas, catatan: list[str]) -> tuple[str, int]:
    """(encoding, bytes of the mark to skip)."""
    isi = berkas.isi
    for tanda, nama in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if isi.startswith(tanda):
            if _terbaca(isi[len(tanda) :], nama):
                return nama, len(tanda)
            raise tolak([f"{berkas.nama} rusak: bertanda {nama.upper()} tetapi isinya bukan. Simpan ulang sebagai CSV UTF-8."])
    contoh = isi[:2000]
    if contoh.count(0) * 3 > len(contoh):
        nama = "utf-16-le" if contoh[1::2].count(0) >= contoh[::2].count(0) else "utf-16-be"
        if _terbaca(isi, nama):
            return nama, 0
    if 0 in isi:
        raise _bukan_csv(berkas)
    if _terbaca(isi, "utf-8"):
        return "utf-8", 0
    if _terbaca(isi, "cp1252"):
        catatan.append(f"{berkas.nama} tidak berkode UTF-8, jadi dibaca sebagai Windows-1252. Periksa huruf khusus dalam nama.")
        return "cp1252", 0
    raise tolak([f"Kode huruf {berkas.nama} tidak dikenal. Simpan ulang sebagai CSV UTF-8."], code="encoding_unknown")


def _terbaca(isi: bytes, pengodean: str) -> bool:
    pembaca = codecs.getincrementaldecoder(pengodean)()
    try:
        for awal in range(0, len(isi), _SEPOTONG):
            pembaca.decode(isi[awal : awal + _SEPOTONG])
        pembaca.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _pemisah(kepala: str) -> str:
    """The separator under which the header says most; a comma when none does."""
    return max(_PEMISAH, key=lambda p: (kenali(next(csv.reader([kepala], delimiter=p), []))[0] is not None, kepala.count(p)))
