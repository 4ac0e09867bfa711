"""An uploaded workbook before it is parsed: unpacked within bounds, without macros, no longer and no wider than allowed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from shared.errors import Invalid, TooLarge

_BAGIAN_TERBANYAK = 200
_SEPOTONG = 1024 * 1024
_TUMPANG = 256
_RUJUKAN = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,4})(\d{1,9})["']""")
EXCEL_LAMA = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class BatasBuku:
    """Bytes of all members unpacked, rows and columns of a sheet."""

    isi: int
    baris: int
    kolom: int


def kemas_ulang(berkas: bytes, tempat: str, batas: BatasBuku) -> None:
    """The archive with its members unpacked within bounds, on disk at ``tempat``: what is parsed afterwards is what was measured here.

    Raises :class:`TooLarge` for what is too big, and :class:`Invalid` for macros and for what is no workbook, both at the field ``berkas``.
    """
    sisa = batas.isi
    try:
        with zipfile.ZipFile(io.BytesIO(berkas)) as asal, zipfile.ZipFile(tempat, "w", zipfile.ZIP_STORED) as tujuan:
            bagian = asal.infolist()
            nama = [b.filename for b in bagian]
            if any(n.lower().endswith("vbaproject.bin") for n in nama):
                raise tolak(
                    "Berkas ini memuat makro (.xlsm). Simpan ulang sebagai Excel Workbook (.xlsx) tanpa makro.", code="workbook_macro"
                )
            if "[Content_Types].xml" not in nama or len(set(nama)) != len(nama) or len(bagian) > _BAGIAN_TERBANYAK:
                raise bukan_xlsx(berkas)
            for satu in bagian:
                ekor = b""
                with asal.open(satu) as aliran, tujuan.open(satu.filename, "w", force_zip64=False) as keluar:
                    while isi := aliran.read(min(_SEPOTONG, sisa + 1)):
                        sisa -= len(isi)
                        if sisa < 0:
                            raise terlalu_besar(
                                f"Isi berkas lebih dari {batas.isi // 1024**2} MB setelah dibuka. Hapus lembar dan gambar yang tidak perlu, atau bagi berkasnya."
                            )
                        if "worksheets/" in satu.filename:
                            _periksa_luas(ekor + isi, batas)
                            ekor = isi[-_TUMPANG:]
                        keluar.write(isi)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, UnicodeDecodeError, ValueError) as error:
        raise bukan_xlsx(berkas) from error


def tolak(kalimat: str, *, code: str = "workbook_invalid") -> Invalid:
    return Invalid(kalimat, code=code, errors={"berkas": [kalimat]})


def terlalu_besar(kalimat: str) -> TooLarge:
    return TooLarge(kalimat, errors={"berkas": [kalimat]})


def terlalu_banyak(terbanyak: int) -> TooLarge:
    jumlah = f"{terbanyak:,}".replace(",", ".")
    return terlalu_besar(
        f"Berkas berisi lebih dari {jumlah} baris. Bagi menjadi beberapa berkas, masing-masing paling banyak {jumlah} baris."
    )


def bukan_xlsx(berkas: bytes) -> Invalid:
    if berkas[:8] == EXCEL_LAMA:
        return tolak(
            "Berkas ini Excel lama (.xls) atau dilindungi kata sandi. Buka, lalu simpan sebagai Excel Workbook (.xlsx) tanpa kata sandi."
        )
    return tolak("Berkas ini bukan XLSX yang utuh. Simpan ulang sebagai Excel Workbook (.xlsx) lalu unggah lagi.")


def _periksa_luas(lembar: bytes, batas: BatasBuku) -> None:
    """A sheet is read as a full rectangle, so one far cell would cost gigabytes."""
    for cocok in _RUJUKAN.finditer(lembar):
        if int(cocok[2]) > batas.baris + 1:
            raise terlalu_banyak(batas.baris)
        kolom = 0
        for huruf in cocok[1]:
            kolom = kolom * 26 + huruf - ord("A") + 1
        if kolom > batas.kolom:
            raise tolak(f"Ada sel di kolom {cocok[1].decode()}. Hapus isi di luar kolom yang dipakai.")
