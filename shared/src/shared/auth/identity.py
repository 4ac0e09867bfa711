"""Who is calling: the claims of a verified access token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from shared.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Identity:
    """``pegawai_id`` is the person (also for an account without a post); ``peran`` the assigned roles, not the relations of law.

    ``peran_unit`` holds, for the roles that are given for a part of the tree only, the units at whose tops they hold; a role that is not in
    it holds in the whole instansi.

    A system has ``klien_id``, which then is also its ``pegawai_id`` (nobody's record has that id), no session, and the ``scope`` it was granted.
    """

    pegawai_id: UUID
    instansi_id: UUID
    nama: str
    peran: frozenset[str]
    sesi_id: str
    peran_unit: Mapping[str, frozenset[UUID]] = field(default_factory=dict, hash=False)
    klien_id: str = ""
    scope: frozenset[str] = frozenset()

    @property
    def inisial(self) -> str:
        words = [word for word in self.nama.split(",")[0].split() if not word.endswith(".")]
        return "".join(word[0] for word in words[:2]).upper()

    @property
    def peran_seluruh(self) -> frozenset[str]:
        """The roles that hold in the whole instansi."""
        return self.peran - self.peran_unit.keys()

    def has(self, *peran: str) -> bool:
        """Whether one of the roles holds in the whole instansi. One that is given for a part of it counts only where a query is scoped by it."""
        return not self.peran_seluruh.isdisjoint(peran)

    def require(self, *peran: str) -> None:
        """Raise :class:`Forbidden` naming who may, unless the caller has one of the roles."""
        if not self.has(*peran):
            raise Forbidden("Tindakan ini hanya untuk " + " atau ".join(p.replace("_", " ") for p in peran) + ".")
