"""The evidence store: files by their content, a folder an instansi, outside everything the web serves."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import current_app

from shared.errors import Unavailable

_EXTENSION = "capaian.berkas"
KUOTA = 500 * 1024**2
"""Bytes of evidence that one person may hang on reports and entries of one year. The rules ask for a quota and name none (domain 4.4)."""


@dataclass(frozen=True, slots=True)
class Penyimpanan:
    """``<folder>/<instansi>/<two hex digits>/<sha256>``; the same content is stored once an instansi."""

    folder: Path
    kuota: int = KUOTA

    def simpan(self, instansi_id: UUID, sha256: str, isi: bytes) -> None:
        """Write whole or not at all: to a temporary name, then renamed. Raises :class:`Unavailable` when the disk refuses."""
        tujuan = self._path(instansi_id, sha256)
        try:
            if tujuan.exists():
                os.utime(tujuan)
                return
            tujuan.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=tujuan.parent, prefix=".baru-", delete=False) as baru:
                try:
                    baru.write(isi)
                    baru.flush()
                    os.fsync(baru.fileno())
                    Path(baru.name).replace(tujuan)
                except OSError:
                    Path(baru.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise Unavailable("Penyimpanan bukti sedang tidak dapat dipakai. Isian Anda tidak berubah. Coba lagi sebentar lagi.") from error

    def buka(self, instansi_id: UUID, sha256: str) -> Path:
        """Raises :class:`Unavailable` when the file is not there, which is a fault of ours."""
        path = self._path(instansi_id, sha256)
        if not path.is_file():
            raise Unavailable("Berkas bukti ini sedang tidak dapat dibaca. Sampaikan kode permintaan ini kepada admin.")
        return path

    def semua(self) -> Iterator[tuple[UUID, str, Path]]:
        """Every stored file, for the cleaning."""
        for path in self.folder.glob("*/[0-9a-f][0-9a-f]/*"):
            if not path.name.startswith("."):
                yield UUID(path.parent.parent.name), path.name, path

    def _path(self, instansi_id: UUID, sha256: str) -> Path:
        return self.folder / str(instansi_id) / sha256[:2] / sha256


def pasang(app: object, penyimpanan: Penyimpanan) -> None:
    app.extensions[_EXTENSION] = penyimpanan  # type: ignore[attr-defined]


def penyimpanan() -> Penyimpanan:
    """The store of the running application."""
    found: Penyimpanan = current_app.extensions[_EXTENSION]
    return found
