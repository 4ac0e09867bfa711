"""The periods of a year and their deadlines, by the instansi's own settings. Every rule names its source in domain.md 4.5."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.contracts.auth import Pengaturan
from shared.contracts.skp import Periode
from shared.errors import Invalid
from skp.domain.kalender import Kalender

TAHUN_PERTAMA = 2022
"""PermenPANRB 6/2022 governs SKP from 2022 on; older years have other forms."""
TAHUN_TERAKHIR = 2100

BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
TRIWULAN = ("I", "II", "III", "IV")

DASAR_BATAS = {
    "skp": "SKP diajukan 1 sampai 20 Januari, masih terbuka sampai 31 Januari.",
    "laporan": "Realisasi dikirim {normal} hari kerja setelah periode berakhir, masih terbuka {toleransi} hari kerja lagi.",
    "evaluasi": "Evaluasi periodik 10 hari kerja setelah periode berakhir, masih terbuka 5 hari kerja lagi; tahunan sampai 15 Januari, terbuka sampai 31 Januari.",
}


@dataclass(frozen=True, slots=True)
class _Rentang:
    jenis: str
    nomor: int
    nama: str
    mulai: date
    selesai: date


def susun_periode(
    instansi_id: UUID, tahun: int, pengaturan: Pengaturan, kalender: Kalender, id_baru: Callable[[], UUID]
) -> tuple[Periode, ...]:
    """All periods of ``tahun``: one for skp, those for laporan (12 months or 4 quarters) and those for evaluasi.

    Raises :class:`Invalid` for a year outside of :data:`TAHUN_PERTAMA` to :data:`TAHUN_TERAKHIR`.
    """
    periksa_tahun(tahun)

    def periode(untuk: str, rentang: _Rentang, batas: tuple[date, date]) -> Periode:
        return Periode(
            id=id_baru(),
            instansi_id=instansi_id,
            tahun=tahun,
            untuk=untuk,
            jenis=rentang.jenis,
            nomor=rentang.nomor,
            nama=rentang.nama,
            mulai=rentang.mulai,
            selesai=rentang.selesai,
            batas_normal=batas[0],
            batas_toleransi=batas[1],
            version=1,
        )

    setahun = _setahun(tahun)
    return (
        periode("skp", setahun, batas_skp(tahun)),
        *(periode("laporan", r, batas_laporan(r.selesai, pengaturan, kalender)) for r in _rentang(pengaturan.periode_laporan, tahun)),
        *(
            periode("evaluasi", r, batas_evaluasi_periodik(r.selesai, pengaturan, kalender))
            for r in (_rentang(pengaturan.periode_evaluasi, tahun) if pengaturan.periode_evaluasi != "tahunan" else ())
        ),
        periode("evaluasi", setahun, batas_evaluasi_tahunan(tahun)),
    )


def periksa_tahun(tahun: int) -> None:
    if not TAHUN_PERTAMA <= tahun <= TAHUN_TERAKHIR:
        pesan = f"Tahun harus antara {TAHUN_PERTAMA} dan {TAHUN_TERAKHIR}."
        raise Invalid(pesan, errors={"tahun": [pesan]})


def batas_skp(tahun: int) -> tuple[date, date]:
    """Submit 1 to 20 January, open until 31 January (4.5, row "SKP draft/submit"; 3.8: agreed in January)."""
    return date(tahun, 1, 20), date(tahun, 1, 31)


def batas_laporan(selesai: date, pengaturan: Pengaturan, kalender: Kalender) -> tuple[date, date]:
    """Working days after the period's end, set by the instansi; default 5 and +5 (4.5, row "Realisasi period")."""
    normal = kalender.tambah_hari_kerja(selesai, pengaturan.hari_normal_laporan)
    return normal, kalender.tambah_hari_kerja(normal, pengaturan.hari_toleransi_laporan)


def batas_evaluasi_periodik(selesai: date, pengaturan: Pengaturan, kalender: Kalender) -> tuple[date, date]:
    """Working days after the period's end, set by the instansi; default 10 and +5 (4.5, row "Evaluasi period")."""
    normal = kalender.tambah_hari_kerja(selesai, pengaturan.hari_normal_evaluasi)
    return normal, kalender.tambah_hari_kerja(normal, pengaturan.hari_toleransi_evaluasi)


def batas_evaluasi_tahunan(tahun: int) -> tuple[date, date]:
    """15 January, open until 31 January of the next year (4.5, row "Evaluasi tahunan")."""
    return date(tahun + 1, 1, 15), date(tahun + 1, 1, 31)


def _setahun(tahun: int) -> _Rentang:
    return _Rentang("tahunan", 1, f"Tahun {tahun}", date(tahun, 1, 1), date(tahun, 12, 31))


def _rentang(jenis: str, tahun: int) -> tuple[_Rentang, ...]:
    if jenis == "triwulan":
        return tuple(
            _Rentang("triwulan", n + 1, f"Triwulan {TRIWULAN[n]} {tahun}", date(tahun, 3 * n + 1, 1), _akhir_bulan(tahun, 3 * n + 3))
            for n in range(4)
        )
    if jenis == "bulanan":
        return tuple(_Rentang("bulanan", n, f"{BULAN[n - 1]} {tahun}", date(tahun, n, 1), _akhir_bulan(tahun, n)) for n in range(1, 13))
    raise ValueError(f"unknown kind of period {jenis}")


def _akhir_bulan(tahun: int, bulan: int) -> date:
    return date(tahun, bulan, monthrange(tahun, bulan)[1])
