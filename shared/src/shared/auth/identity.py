"""Who is calling: the claims of a verified access token."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from shared.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Identity:
    """``pegawai_id`` is the person (also for an account without a post); ``peran`` the assigned roles, not the relations of law."""

    pegawai_id: UUID
    instansi_id: UUID
    nama: str
    peran: frozenset[str]
    sesi_id: str

    @property
    def inisial(self) -> str:
        words = [word for word in self.nama.split(",")[0].split() if not word.endswith(".")]
        return "".join(word[0] for word in words[:2]).upper()

    def has(self, *peran: str) -> bool:
        return not self.peran.isdisjoint(peran)

    def require(self, *peran: str) -> None:
        """Raise :class:`Forbidden` naming who may, unless the caller has one of the roles."""
        if not self.has(*peran):
            raise Forbidden("Tindakan ini hanya untuk " + " atau ".join(p.replace("_", " ") for p in peran) + ".")
