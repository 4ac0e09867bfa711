"""Small pictures: turned as taken, without what the camera wrote, and never at the cost of the worker."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from capaian.adapters import gambar_kecil
from capaian.adapters.gambar_kecil import SISI, kecilkan

from .. import mothers


def dibuka(isi: bytes | None) -> Image.Image:
    assert isi is not None
    return Image.open(BytesIO(isi))


@pytest.mark.parametrize("jenis", ["PNG", "JPEG"])
def test_it_keeps_the_shape_within_its_side(jenis: str) -> None:
    kecil = dibuka(kecilkan(BytesIO(mothers.gambar(jenis, 800, 400))))
    assert (kecil.format, kecil.size) == ("JPEG", (SISI, SISI // 2))


def test_it_is_turned_as_taken_and_says_neither_place_nor_device() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    exif[0x010F] = "Kamera Rina"
    exif.get_ifd(0x8825)[2] = (6.0, 12.0, 30.0)
    asal = mothers.gambar("JPEG", 400, 200, exif=exif, comment=b"catatan kamera")
    assert b"Kamera Rina" in asal
    isi = kecilkan(BytesIO(asal))
    kecil = dibuka(isi)
    assert kecil.size == (SISI // 2, SISI)
    assert not kecil.getexif()
    assert b"Kamera" not in (isi or b"")
    assert b"catatan" not in (isi or b"")


def test_what_is_transparent_becomes_white() -> None:
    keluar = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(keluar, "PNG")
    assert dibuka(kecilkan(keluar)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("isi", [mothers.PNG[:45], mothers.JPG[:200], b"bukan gambar", b""])
def test_a_broken_picture_has_none(isi: bytes) -> None:
    assert kecilkan(BytesIO(isi)) is None


def test_only_what_can_be_read_at_a_fraction_may_be_huge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gambar_kecil, "PIKSEL_TERBANYAK", 100 * 100)
    assert kecilkan(BytesIO(mothers.gambar("PNG", 101, 100))) is None
    assert kecilkan(BytesIO(mothers.gambar("JPEG", 101, 100, progressive=True))) is None
    assert kecilkan(BytesIO(mothers.gambar("JPEG", 101, 100))) is not None
