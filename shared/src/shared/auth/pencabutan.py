"""Whose tokens are refused before they expire. The list is small (it keeps a token's five minutes), so every process holds all of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from shared.observability import get_logger

log = get_logger()
SEGAR_DETIK = 1.0
_TANPA_WAKTU = ("sesi", "kunci")


@dataclass(frozen=True, slots=True)
class Cabutan:
    """Tokens of the subject issued before ``tidak_sebelum`` (Unix seconds) are refused; of a sesi or kunci all of them."""

    subjek: str
    subjek_id: str
    tidak_sebelum: float


class DaftarCabut:
    """The revocations in force, read anew by ``baca`` when they are older than ``segar`` seconds.

    The request that finds them old reads them; the others go on with what there is. When they cannot be read the old ones stay in force, and
    tokens end by their own time.
    """

    def __init__(self, baca: Callable[[], Iterable[Cabutan]], *, segar: float = SEGAR_DETIK) -> None:
        self._baca = baca
        self.segar = segar
        self._dibaca = float("-inf")
        self._lock = threading.Lock()
        self._daftar: Mapping[tuple[str, str], float] = {}

    def menolak(self, subjek: Iterable[tuple[str, str]], terbit: float) -> bool:
        """Whether a token of these subjects, issued at ``terbit`` (Unix seconds), is revoked."""
        if time.monotonic() - self._dibaca >= self.segar and self._lock.acquire(blocking=False):
            try:
                self._perbarui()
            finally:
                self._lock.release()
        if not self._daftar:
            return False
        return any(terbit < self._daftar.get(satu, float("-inf")) for satu in subjek)

    def _perbarui(self) -> None:
        try:
            baru = {(c.subjek, c.subjek_id): float("inf") if c.subjek in _TANPA_WAKTU else c.tidak_sebelum for c in self._baca()}
        except Exception as error:
            log.warning("revocations_not_read", error=type(error).__name__)
        else:
            self._daftar = baru
        self._dibaca = time.monotonic()
