"""Which event goes to which projection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from laporan.application import projections
from shared.contracts import auth, capaian, penilaian, skp
from shared.messaging.consumer import Handler
from shared.persistence.pencabutan import on_pencabutan

HANDLERS: Final[Mapping[type, Handler]] = {
    auth.Instansi: projections.on_instansi,
    auth.Unor: projections.on_unor,
    auth.Pegawai: projections.on_pegawai,
    auth.Pengganti: projections.on_pengganti,
    auth.Pencabutan: on_pencabutan,
    skp.Periode: projections.on_periode,
    skp.Skp: projections.on_skp,
    capaian.Laporan: projections.on_laporan,
    capaian.Progres: projections.on_progres,
    penilaian.Evaluasi: projections.on_evaluasi,
    penilaian.Organisasi: projections.on_organisasi,
}
