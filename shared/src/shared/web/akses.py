"""Every closed view says what it opens: a class of objects and the right that it needs (:mod:`shared.matriks`).

The declaration decides nothing; queries are scoped in SQL. It is what the tests walk: a route that says nothing fails them, and the answers of each
route to each kind of caller are compared with the matrix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from shared.matriks import Hak, Objek

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
    objek: Objek
    hak: Hak
    sasaran: Sasaran


def akses(objek: Objek, hak: Hak, sasaran: Sasaran = Sasaran.SATU) -> Callable[[F], F]:
    """Declare what a view opens; stands anywhere below its route."""

    def declare(view: F) -> F:
        view.akses = Akses(objek, hak, sasaran)  # type: ignore[attr-defined]
        return view

    return declare


def akses_dari(view: object) -> Akses | None:
    found: Akses | None = getattr(view, "akses", None)
    return found
