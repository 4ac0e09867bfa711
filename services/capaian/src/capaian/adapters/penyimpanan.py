"""The evidence store: files by their content, a folder an instansi, outside everything the web serves."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from flask import current_app

from shared.errors import Unavailable

_EXTENSION = "capaian.berkas"
SEPOTONG = 256 * 1024
KUOTA = 500 * 1024**2
"""Bytes of evidence that one person may hang on reports and entries of one year. The rules ask for a quota and name none (domain 4.4)."""
TIDAK_TERPAKAI = "Penyimpanan bukti sedang tidak dapat dipakai. Isian Anda tidak berubah. Coba lagi sebentar lagi."
TIDAK_TERBACA = "Berkas bukti ini sedang tidak dapat dibaca. Sampaikan kode permintaan ini kepada admin."


@dataclass(frozen=True, slots=True)
class Tersimpan:
    """A stored file. ``nama`` is its SHA-256 in hex, or that with an ending for what was made of it."""

    instansi_id: UUID
    nama: str
    sejak: datetime

    @property
    def sha256(self) -> str:
        return self.nama.partition(".")[0]


class Penyimpanan(Protocol):
    """A store keeps the same content once an instansi; it is whole or not there at all."""

    @property
    def kuota(self) -> int: ...

    def tempat_masuk(self) -> Path:
        """The folder on a disk in which uploads wait until they are stored. Raises :class:`Unavailable`."""
        ...

    def simpan(self, instansi_id: UUID, nama: str, aliran: BinaryIO) -> None:
        """Store from where the stream begins; what is there already becomes young again. Raises :class:`Unavailable`."""
        ...

    def buka(self, instansi_id: UUID, nama: str) -> BinaryIO:
        """A stream to be closed. Raises :class:`Unavailable` when it is not there, which is a fault of ours."""
        ...

    def ada(self, instansi_id: UUID, nama: str) -> bool: ...

    def buang(self, instansi_id: UUID, nama: str) -> None: ...

    def semua(self) -> Iterator[Tersimpan]:
        """Every stored file, for the cleaning."""
        ...


@dataclass(frozen=True, slots=True)
class PenyimpananLokal:
    """``<folder>/<instansi>/<two hex digits>/<sha256>``."""

    folder: Path
    kuota: int = KUOTA

    def tempat_masuk(self) -> Path:
        return tempat_masuk(self.folder)

    def simpan(self, instansi_id: UUID, nama: str, aliran: BinaryIO) -> None:
        """To a temporary name, then renamed."""
        tujuan = self._path(instansi_id, nama)
        aliran.seek(0)
        try:
            if tujuan.exists():
                os.utime(tujuan)
                return
            tujuan.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=tujuan.parent, prefix=".baru-", delete=False) as baru:
                try:
                    shutil.copyfileobj(aliran, baru, SEPOTONG)
                    baru.flush()
                    os.fsync(baru.fileno())
                    Path(baru.name).replace(tujuan)
                except OSError:
                    Path(baru.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise Unavailable(TIDAK_TERPAKAI) from error

    def buka(self, instansi_id: UUID, nama: str) -> BinaryIO:
        try:
            return self._path(instansi_id, nama).open("rb")
        except OSError as error:
            raise Unavailable(TIDAK_TERBACA) from error

    def ada(self, instansi_id: UUID, nama: str) -> bool:
        return self._path(instansi_id, nama).is_file()

    def buang(self, instansi_id: UUID, nama: str) -> None:
        self._path(instansi_id, nama).unlink(missing_ok=True)

    def semua(self) -> Iterator[Tersimpan]:
        for path in self.folder.glob("*/[0-9a-f][0-9a-f]/*"):
            if not path.name.startswith("."):
                sejak = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                yield Tersimpan(UUID(path.parent.parent.name), path.name, sejak)

    def _path(self, instansi_id: UUID, nama: str) -> Path:
        return self.folder / str(instansi_id) / nama[:2] / nama


def tempat_masuk(folder: Path) -> Path:
    masuk = folder / ".masuk"
    try:
        masuk.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(TIDAK_TERPAKAI) from error
    return masuk


def salin(dari: Penyimpanan, ke: Penyimpanan) -> Iterator[bool]:
    """Copy every file that is not there yet; yields for each whether it was copied. Safe to repeat, and while both are in use."""
    for satu in dari.semua():
        baru = not ke.ada(satu.instansi_id, satu.nama)
        if baru:
            with dari.buka(satu.instansi_id, satu.nama) as aliran:
                ke.simpan(satu.instansi_id, satu.nama, aliran)
        yield baru


def pasang(app: object, penyimpanan: Penyimpanan) -> None:
    app.extensions[_EXTENSION] = penyimpanan  # type: ignore[attr-defined]


def penyimpanan() -> Penyimpanan:
    """The store of the running application."""
    found: Penyimpanan = current_app.extensions[_EXTENSION]
    return found
