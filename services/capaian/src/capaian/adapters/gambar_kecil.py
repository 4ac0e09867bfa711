"""The small picture of a picture: turned as it was taken, on white, and without anything that the camera wrote beside it (place, device, time)."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

SISI = 192
"""Pixels of the longer side: twice what the lists show, for sharp screens."""
PIKSEL_TERBANYAK = 25_000_000
"""Beyond these only a JPEG that can be read at a fraction of its size gets a small picture; the rest would cost the worker 100 MB and more."""
AKHIRAN = ".mini"


def kecilkan(aliran: BinaryIO) -> bytes | None:
    """JPEG of at most ``SISI`` pixels a side; None when the picture is broken or too large to be opened."""
    aliran.seek(0)
    try:
        with Image.open(aliran, formats=["JPEG", "PNG"]) as gambar:
            lebar, tinggi = gambar.size
            sepotong = gambar.format == "JPEG" and not gambar.info.get("progressive")
            if lebar * tinggi > PIKSEL_TERBANYAK and not sepotong:
                return None
            gambar.draft("RGB", (SISI * 2, SISI * 2))
            gambar.thumbnail((SISI, SISI))
            return _jpeg(ImageOps.exif_transpose(gambar))
    except Exception:
        return None


def _jpeg(gambar: Image.Image) -> bytes:
    berlapis = gambar.convert("RGBA")
    polos = Image.new("RGB", berlapis.size, "white")
    polos.paste(berlapis, mask=berlapis)
    keluar = BytesIO()
    polos.save(keluar, "JPEG", quality=80)
    return keluar.getvalue()
