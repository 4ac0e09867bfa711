"""What a file is by its bytes, whatever its name says: measured in one pass over a stream, of which never more than a piece is in memory."""

from __future__ import annotations

import hashlib
import zipfile
from typing import BinaryIO

import puremagic
from PIL import Image

from capaian.domain.bukti import ANGGOTA_TERBANYAK, AWALAN, JPEG, PNG, Anggota, Isi

SEPOTONG = 256 * 1024
_ANGGOTA_ZIP = b"PK\x01\x02"
_GAMBAR = {PNG: "PNG", JPEG: "JPEG"}

Image.MAX_IMAGE_PIXELS = None  # how many are too many is a setting, looked at before anything is decoded


def ukur(aliran: BinaryIO) -> Isi:
    """The facts by which a file is judged; nothing is unpacked or decoded. The stream is at its beginning again afterwards."""
    aliran.seek(0)
    digest, ukuran, anggota, ekor = hashlib.sha256(), 0, 0, b""
    awal = b""
    while potong := aliran.read(SEPOTONG):
        digest.update(potong)
        ukuran += len(potong)
        awal = awal or potong[:16]
        anggota += (ekor + potong).count(_ANGGOTA_ZIP)
        ekor = potong[-len(_ANGGOTA_ZIP) + 1 :]
    dikenali = _kenali(aliran) if ukuran else frozenset()
    daftar = None if anggota > ANGGOTA_TERBANYAK else _anggota(aliran) if awal.startswith(b"PK\x03\x04") else ()
    isi = Isi(ukuran, digest.hexdigest(), awal, dikenali, daftar, _piksel(aliran, awal))
    aliran.seek(0)
    return isi


def _kenali(aliran: BinaryIO) -> frozenset[str]:
    """The media types that its first and last bytes allow (several, as all office files are archives); empty when nothing fits."""
    aliran.seek(0)
    try:
        return frozenset(temuan.mime_type for temuan in puremagic.magic_stream(aliran) if temuan.mime_type)
    except (puremagic.PureError, ValueError):
        return frozenset()


def _anggota(aliran: BinaryIO) -> tuple[Anggota, ...]:
    """The list of members of an archive; empty when it is broken."""
    aliran.seek(0)
    try:
        with zipfile.ZipFile(aliran) as arsip:
            return tuple(Anggota(m.filename, m.file_size) for m in arsip.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        return ()


def _piksel(aliran: BinaryIO, awal: bytes) -> tuple[int, int] | None:
    """Width and height as the header of a picture says them; None for what is none or has no readable header."""
    jenis = next((jenis for jenis in _GAMBAR if awal.startswith(AWALAN[jenis])), None)
    if jenis is None:
        return None
    aliran.seek(0)
    try:
        with Image.open(aliran, formats=[_GAMBAR[jenis]]) as gambar:
            return gambar.size
    except (OSError, ValueError, SyntaxError, OverflowError):
        return None
