"""The worker's rounds over the pictures that wait for their small one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from sqlalchemy.exc import SQLAlchemyError

from capaian.adapters.gambar_kecil import AKHIRAN, kecilkan
from capaian.adapters.penyimpanan import Penyimpanan
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application.use_cases_mini import mini_menunggu, simpan_mini
from capaian.domain.bukti import Mini
from shared.errors import Unavailable
from shared.observability import get_logger

log = get_logger()
JEDA_DETIK = 2.0
JEDA_GAGAL_DETIK = 60.0


@dataclass(frozen=True, slots=True)
class PekerjaMini:
    buka: Callable[[], UnitOfWork]
    simpanan: Penyimpanan
    stop: threading.Event

    def run(self) -> None:
        """Until ``stop``: a round, then a pause. A database or a store that is away is waited for."""
        while not self.stop.is_set():
            jeda = JEDA_DETIK
            try:
                self.satu_putaran()
            except (SQLAlchemyError, Unavailable) as error:
                log.warning("thumbnail_round_failed", error=type(error).__name__)
                jeda = JEDA_GAGAL_DETIK
            self.stop.wait(jeda)

    def satu_putaran(self) -> int:
        """Make what waits, one picture at a time; returns how many were made. Raises :class:`Unavailable` when the store refuses."""
        with self.buka() as uow:
            menunggu = mini_menunggu(uow)
        dibuat = 0
        for instansi_id, sha256 in menunggu:
            if self.stop.is_set():
                break
            with self.simpanan.buka(instansi_id, sha256) as aliran:
                isi = kecilkan(BytesIO(aliran.read()))
            if isi is not None:
                self.simpanan.simpan(instansi_id, sha256 + AKHIRAN, BytesIO(isi))
            with self.buka() as uow:
                simpan_mini(uow, instansi_id, sha256, Mini.GAGAL if isi is None else Mini.ADA)
            dibuat += isi is not None
        return dibuat
