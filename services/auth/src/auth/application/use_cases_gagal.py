"""Failed sign-ins in the audit trail: counted as they happen, one row a minute and instansi, however many there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from auth.adapters.penyimpanan_gagal import TAK_DIKENAL
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import sekarang
from auth.domain.akun import Akun

ALAMAT_TERBANYAK = 20
ORANG_TERBANYAK = 500


def hitung_gagal(uow: UnitOfWork, calon: Sequence[Akun], alamat: str, *, ditahan: bool = False) -> None:
    """Count one attempt that did not succeed (``ditahan``: that was not even looked at) for the accounts it may have meant."""
    menit = sekarang().replace(second=0, microsecond=0)
    akun: list[tuple[UUID, UUID | None]] = [(a.pegawai_id, a.instansi_id) for a in calon]
    uow.tambah_gagal(menit, alamat[:64], akun or [(TAK_DIKENAL, None)], ditahan=ditahan)


def rangkum_gagal(uow: UnitOfWork) -> int:
    """Write the minutes that are over into the audit trail; returns how many rows that made. Each owner finds himself in ``orang``."""
    menurut_instansi: dict[Any, list[Any]] = defaultdict(list)
    for row in uow.ambil_gagal(sekarang().replace(second=0, microsecond=0)):
        menurut_instansi[row.instansi_id].append(row)
    for instansi_id, rows in menurut_instansi.items():
        alamat: Counter[str] = Counter()
        orang: Counter[Any] = Counter()
        for row in rows:
            alamat[row.alamat] += row.gagal + row.ditahan
            orang[row.pegawai_id] += row.gagal + row.ditahan
        orang.pop(TAK_DIKENAL, None)
        rincian = {
            "gagal": sum(row.gagal for row in rows),
            "ditahan": sum(row.ditahan for row in rows),
            "sejak": min(row.menit for row in rows),
            "sampai": max(row.menit for row in rows),
            "akun": len(orang),
            "jumlah_alamat": len(alamat),
            "alamat": dict(alamat.most_common(ALAMAT_TERBANYAK)),
        }
        terbanyak = [pegawai_id for pegawai_id, _ in orang.most_common(ORANG_TERBANYAK)]
        uow.catat("akun.gagal_masuk", objek="akun", objek_id=None, orang=terbanyak, rincian=rincian, instansi_id=instansi_id)
    return len(menurut_instansi)
