"""A file on its way in: from the request to a temporary file on the disk of the evidence store, and measured there."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast

from flask import Flask, Request, current_app

from capaian.adapters.pengenal import ukur
from capaian.adapters.penyimpanan import TIDAK_TERPAKAI, penyimpanan
from capaian.domain.bukti import Berkas, KeadaanBerkas, periksa
from shared.errors import Unavailable

_DALAM_MEMORI = 64 * 1024
_PIKSEL = "BUKTI_PIKSEL"


@dataclass(frozen=True, slots=True)
class Kiriman:
    """A file that has passed, with its content as a stream."""

    berkas: Berkas
    aliran: BinaryIO
    keadaan: KeadaanBerkas = KeadaanBerkas.TANPA


class PermintaanBerkas(Request):
    """Takes files to the folder ``masuk`` of the evidence store: ``/tmp`` of a container is memory."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return cast("IO[bytes]", _Sementara(max_size=_DALAM_MEMORI, dir=str(penyimpanan().tempat_masuk())))


class _Sementara(tempfile.SpooledTemporaryFile[bytes]):
    def write(self, s: Any) -> int:
        try:
            return super().write(s)
        except OSError as error:
            raise Unavailable(TIDAK_TERPAKAI) from error


def pasang(app: Flask, piksel: int) -> None:
    app.request_class = PermintaanBerkas
    app.config[_PIKSEL] = piksel


def terima_kiriman(nama: str, aliran: IO[bytes]) -> Kiriman:
    """Raises what :func:`capaian.domain.bukti.periksa` raises. Outside any transaction: ten megabytes are read."""
    isi = cast("BinaryIO", aliran)
    return Kiriman(periksa(nama, ukur(isi), current_app.config[_PIKSEL]), isi)
