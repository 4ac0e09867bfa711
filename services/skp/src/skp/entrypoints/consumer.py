"""Which events this service hears, and the projection of each."""

from __future__ import annotations

from collections.abc import Mapping

from shared.contracts import auth, penilaian
from shared.messaging.consumer import Handler
from shared.persistence.pencabutan import on_pencabutan
from skp.application import projections

HANDLERS: Mapping[type, Handler] = {
    auth.Instansi: projections.on_instansi,
    auth.Unor: projections.on_unor,
    auth.Pegawai: projections.on_pegawai,
    auth.Pengganti: projections.on_pengganti,
    auth.Pencabutan: on_pencabutan,
    penilaian.Evaluasi: projections.on_evaluasi,
}
