"""Small pictures: which wait, and that they are there. They are made (adapters) between two transactions, never inside one."""

from __future__ import annotations

from uuid import UUID

from capaian.adapters.unit_of_work import UnitOfWork
from capaian.domain.bukti import Mini

SEPUTARAN = 20


def mini_menunggu(uow: UnitOfWork) -> list[tuple[UUID, str]]:
    """The contents (instansi, sha256) that a small picture is to be made of, longest waiting first."""
    return uow.list_mini_menunggu(SEPUTARAN)


def simpan_mini(uow: UnitOfWork, instansi_id: UUID, sha256: str, mini: Mini) -> None:
    """For every evidence with that content."""
    uow.save_mini(instansi_id, sha256, mini)
