"""Every closed view says what it opens: a class of objects and the right that it needs (:mod:`shared.matriks`).

Who may read which record is decided by queries, scoped in SQL. The declaration stands before them: a deed that only assigned roles may do is refused
at the door to everybody without such a role, before its body is looked at. And it is what the tests walk: a route that says nothing fails them, and the
answers of each route to each kind of caller are compared with the matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from shared.errors import Forbidden
from shared.matriks import MATRIKS, PERAN, Hak, Objek

F = TypeVar("F", bound=Callable[..., Any])


class Sasaran(StrEnum):
    """What a request is about. ``SATU``: the one object that the address (or the body) names. ``DAFTAR``: a list, each row by its own rule; everybody may ask.

    ``SENDIRI``: the caller's own, nobody else can be named. ``INSTANSI``: the instansi as a whole; the assigned roles decide.
    """

    SATU = "satu"
    DAFTAR = "daftar"
    SENDIRI = "sendiri"
    INSTANSI = "instansi"


@dataclass(frozen=True, slots=True)
class Akses:
    """``atau`` is a second right that opens the view as well."""

    objek: Objek
    hak: Hak
    sasaran: Sasaran
    atau: Hak | None = None

    def terbuka(self, hak: Collection[Hak]) -> bool:
        """Whether somebody with these rights on the object may ask."""
        return self.hak in hak or (self.atau is not None and self.atau in hak)

    def pastikan_mungkin(self, peran: Collection[str]) -> None:
        """Raise :class:`Forbidden` when only assigned roles have this right, and the caller holds none of them, not even for a part of the units."""
        kolom = [k for k, rights in MATRIKS[self.objek].items() if self.terbuka(rights)]
        petugas = [k for k in kolom if k in PERAN]
        if (self.sasaran is Sasaran.INSTANSI or len(petugas) == len(kolom)) and not set(petugas) & set(peran):
            raise Forbidden("Tindakan ini hanya untuk " + " atau ".join(sorted(k.replace("_", " ") for k in petugas)) + ".")


def akses(objek: Objek, hak: Hak, sasaran: Sasaran = Sasaran.SATU, *, atau: Hak | None = None) -> Callable[[F], F]:
    """Declare what a view opens; stands anywhere below its route."""

    def declare(view: F) -> F:
        view.akses = Akses(objek, hak, sasaran, atau)  # type: ignore[attr-defined]
        return view

    return declare


def akses_dari(view: object) -> Akses | None:
    found: Akses | None = getattr(view, "akses", None)
    return found
