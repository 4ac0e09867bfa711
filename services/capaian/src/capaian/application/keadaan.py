"""The state event of a report: what the other services copy."""

from __future__ import annotations

from dataclasses import fields

from capaian.domain.laporan import Laporan
from shared.contracts import capaian

_SAMA = [f.name for f in fields(capaian.Laporan) if f.name != "catatan_penilai"]


def keadaan(satu: Laporan) -> capaian.Laporan:
    """The contract's view of the report; the evaluator's note is the last return's reason, else what was said about the lateness."""
    return capaian.Laporan(catatan_penilai=satu.catatan_penilai or satu.catatan_maaf, **{name: getattr(satu, name) for name in _SAMA})
