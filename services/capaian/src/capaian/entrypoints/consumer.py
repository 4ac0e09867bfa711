"""Which events capaian listens to."""

from __future__ import annotations

from collections.abc import Mapping

from capaian.application import projections
from shared.contracts import auth, penilaian, skp
from shared.messaging.consumer import Handler
from shared.persistence.pencabutan import on_pencabutan

HANDLERS: Mapping[type, Handler] = {
    auth.Instansi: projections.on_instansi,
    auth.Unor: projections.on_unor,
    auth.Pegawai: projections.on_pegawai,
    auth.Pengganti: projections.on_pengganti,
    auth.Pencabutan: on_pencabutan,
    skp.Periode: projections.on_periode,
    skp.Skp: projections.on_skp,
    penilaian.Evaluasi: projections.on_evaluasi,
}
