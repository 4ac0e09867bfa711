"""The state events of capaian: what the other services copy."""

from __future__ import annotations

from dataclasses import fields

from capaian.domain.laporan import Laporan
from capaian.domain.progres import Progres
from shared.contracts import capaian

_SAMA = [f.name for f in fields(capaian.Laporan) if f.name not in ("catatan_penilai", "bukti")]
_SAMA_BUKTI = [f.name for f in fields(capaian.Bukti)]


def keadaan(satu: Laporan) -> capaian.Laporan:
    """The contract's view of the report, with the evidence that counts; the evaluator's note is the last return's reason, else what was said about the lateness."""
    bukti = tuple(capaian.Bukti(**{name: getattr(b, name) for name in _SAMA_BUKTI}) for b in satu.bukti if b.berlaku)
    sama = {name: getattr(satu, name) for name in _SAMA}
    return capaian.Laporan(catatan_penilai=satu.catatan_penilai or satu.catatan_maaf, bukti=bukti, **sama)


def keadaan_progres(satu: Progres, *, ada: bool = True) -> capaian.Progres:
    """The contract's view of a daily entry; a removed one is told once more, a version later, as gone."""
    return capaian.Progres(
        satu.id,
        satu.instansi_id,
        satu.pegawai_id,
        satu.skp_id,
        satu.tanggal,
        satu.terlambat,
        satu.hari_terlambat,
        ada,
        satu.version + (not ada),
    )
