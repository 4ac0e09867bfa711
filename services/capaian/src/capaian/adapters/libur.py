"""Indonesia's public holidays, joint leave and the days of the installation."""

from __future__ import annotations

from capaian.domain.hari_kerja import HariKerja
from shared.hari_libur import LIBUR

KALENDER = HariKerja(LIBUR.__contains__)
"""Monday to Friday without them."""
