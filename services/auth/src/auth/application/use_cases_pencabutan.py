"""Taking back tokens before they expire: what happened here is refused by all five services within a second or two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from auth.adapters.unit_of_work import UnitOfWork
from auth.domain.akun import MASA_TOKEN, Kedudukan
from shared.auth.tokens import LEEWAY_SECONDS
from shared.contracts.auth import Pencabutan

MASA = timedelta(seconds=MASA_TOKEN + LEEWAY_SECONDS + 60)
"""How long a token can be taken for good after it was issued, with a minute for clocks that differ."""
SELAMANYA = timedelta(days=36_500)
"""For a key: whoever has its private half writes into a token whatever times he likes."""
SEMUA_INSTANSI = UUID(int=0)


def cabut_pegawai(uow: UnitOfWork, instansi_id: UUID, pegawai_ids: Iterable[UUID], sebab: str) -> None:
    """The people's tokens so far are refused; their sessions go on and give new ones. Call it last: it holds the accounts until commit.

    People without a token of the last minutes are passed over, so that an import that moves thousands revokes a few.
    """
    ids = sorted(set(pegawai_ids))
    if ids:
        _cabut(uow, instansi_id, "pegawai", map(str, uow.kunci_bertoken(ids, MASA)), sebab)


def cabut_yang_berubah(uow: UnitOfWork, instansi_id: UUID, dulu: Mapping[UUID, Kedudukan], kini: Mapping[UUID, Kedudukan]) -> None:
    """Refuse the tokens of the people whose standing today became another one; who is not active any more is out at once."""
    menurut_sebab: dict[str, list[UUID]] = defaultdict(list)
    for pegawai_id, sebelum in dulu.items():
        if sebab := sebelum.dicabut_oleh(kini[pegawai_id]):
            menurut_sebab[sebab].append(pegawai_id)
    for sebab, ids in sorted(menurut_sebab.items()):
        cabut_pegawai(uow, instansi_id, ids, sebab)
    if keluar := menurut_sebab.get("akun_dinonaktifkan"):
        uow.akhiri_sesi_orang(keluar, uow.saat_ini())


def cabut_sesi(uow: UnitOfWork, instansi_id: UUID, sesi_ids: Iterable[UUID], sebab: str) -> None:
    """Every token of these sessions is refused."""
    _cabut(uow, instansi_id, "sesi", map(str, sesi_ids), sebab)


def cabut_klien(uow: UnitOfWork, instansi_id: UUID, klien_id: str, sebab: str) -> None:
    """The API client's tokens so far are refused. The caller holds the client's row, as who issues a token for it must."""
    _cabut(uow, instansi_id, "klien", [klien_id], sebab)


def cabut_kunci(uow: UnitOfWork, kids: Sequence[str], sebab: str) -> None:
    """Whatever these keys signed or will sign is refused, by services that still hold their public halves too."""
    pada = uow.saat_ini()
    pencabutan = [keadaan(SEMUA_INSTANSI, "kunci", kid, pada, pada + SELAMANYA, sebab) for kid in kids]
    uow.save_pencabutan(pencabutan)
    uow.publish(*pencabutan)
    uow.catat("token.cabut", objek="token", objek_id=None, rincian={"subjek": "kunci", "subjek_id": list(kids), "sebab": sebab})


def _cabut(uow: UnitOfWork, instansi_id: UUID, subjek: str, ids: Iterable[str], sebab: str) -> None:
    pada = uow.saat_ini()
    pencabutan = [keadaan(instansi_id, subjek, satu, pada, pada + MASA, sebab) for satu in ids]
    uow.save_pencabutan(pencabutan)
    uow.publish(*pencabutan)
    if pencabutan:
        orang = [UUID(p.subjek_id) for p in pencabutan] if subjek == "pegawai" else []
        rincian = {"subjek": subjek, "subjek_id": [p.subjek_id for p in pencabutan], "sebab": sebab}
        uow.catat("token.cabut", objek="token", objek_id=None, orang=orang, rincian=rincian, instansi_id=instansi_id)


def keadaan(instansi_id: UUID, subjek: str, subjek_id: str, tidak_sebelum: datetime, berakhir: datetime, sebab: str) -> Pencabutan:
    """The revocation as the others hear it."""
    versi = int(tidak_sebelum.timestamp()) * 1_000_000 + tidak_sebelum.microsecond
    pencabutan_id = uuid5(NAMESPACE_URL, f"pencabutan:{subjek}:{subjek_id}")
    return Pencabutan(pencabutan_id, instansi_id, subjek, subjek_id, tidak_sebelum, berakhir, sebab, versi)
