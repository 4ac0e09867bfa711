"""The virus scanner, when the installation has one: clamd over TCP, by its INSTREAM command.

Own code, since the clients on PyPI are bound to GPL 2, send a kilobyte at a time or know no limit for the whole.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from flask import Flask, current_app

from capaian.domain.bukti import KeadaanBerkas
from shared.observability import get_logger

log = get_logger()
_EXTENSION = "capaian.pemindai"
_SEPOTONG = 64 * 1024
_JAWABAN_TERPANJANG = 4096
BATAS_DETIK = 8.0
DIAM_DETIK = 30.0


@dataclass(frozen=True, slots=True)
class Pindaian:
    """``temuan`` is the name of what was found. ``terhubung`` is false when the scanner could not be asked at all."""

    keadaan: KeadaanBerkas
    temuan: str = ""
    terhubung: bool = True


class Pemindai:
    """Asks for at most ``batas`` seconds in all. One that did not answer is left alone for ``diam`` seconds, so that nobody waits for it in a row."""

    def __init__(self, alamat: tuple[str, int] | None, batas: float = BATAS_DETIK, diam: float = DIAM_DETIK) -> None:
        self._alamat = alamat
        self._batas = batas
        self._diam = diam
        self._diam_sampai = 0.0

    @property
    def ada(self) -> bool:
        return self._alamat is not None

    def pindai(self, aliran: BinaryIO) -> Pindaian:
        """``TANPA`` without a scanner, ``DIPERIKSA`` when it has yet to say. The stream is at its beginning again afterwards."""
        if self._alamat is None:
            return Pindaian(KeadaanBerkas.TANPA)
        if time.monotonic() < self._diam_sampai:
            return Pindaian(KeadaanBerkas.DIPERIKSA, terhubung=False)
        aliran.seek(0)
        try:
            jawaban = _instream(self._alamat, aliran, time.monotonic() + self._batas)
        except OSError as error:
            self._diam_sampai = time.monotonic() + self._diam
            log.warning("scanner_unreachable", cause=type(error).__name__)
            return Pindaian(KeadaanBerkas.DIPERIKSA, terhubung=False)
        finally:
            aliran.seek(0)
        if jawaban == "stream: OK":
            return Pindaian(KeadaanBerkas.BERSIH)
        if jawaban.startswith("stream: ") and jawaban.endswith(" FOUND"):
            return Pindaian(KeadaanBerkas.TERJANGKIT, jawaban.removeprefix("stream: ").removesuffix(" FOUND"))
        log.warning("scanner_failed", answer=jawaban[:200])
        return Pindaian(KeadaanBerkas.DIPERIKSA)


def _instream(alamat: tuple[str, int], aliran: BinaryIO, batas: float) -> str:
    """What clamd answers, without its ending. Raises :class:`OSError` (also :class:`TimeoutError` at ``batas``)."""

    def sisa() -> float:
        if (detik := batas - time.monotonic()) <= 0:
            raise TimeoutError
        return detik

    with socket.create_connection(alamat, timeout=sisa()) as hubungan:
        with suppress(BrokenPipeError, ConnectionResetError):  # it closes early when it has seen enough, and says why
            hubungan.sendall(b"zINSTREAM\0")
            while potong := aliran.read(_SEPOTONG):
                hubungan.settimeout(sisa())
                hubungan.sendall(len(potong).to_bytes(4, "big") + potong)
            hubungan.sendall(bytes(4))
        jawaban = b""
        while b"\0" not in jawaban and len(jawaban) < _JAWABAN_TERPANJANG:
            hubungan.settimeout(sisa())
            potong = hubungan.recv(_JAWABAN_TERPANJANG)
            if not potong:
                break
            jawaban += potong
    if not jawaban:
        raise ConnectionError("no answer")
    return jawaban.partition(b"\0")[0].decode("utf-8", "replace").strip()


def pasang(app: Flask, satu: Pemindai) -> None:
    app.extensions[_EXTENSION] = satu


def pemindai() -> Pemindai:
    """The scanner of the running application."""
    found: Pemindai = current_app.extensions[_EXTENSION]
    return found
