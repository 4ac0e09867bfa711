"""The access matrix: what each relation and each assigned role may do with each class of objects (domain rule 2.7).

This is the only place where it is written. Services ask it for the assigned roles that read or manage something; every route names the class of
objects it serves and the right it needs (:mod:`shared.web.akses`); a generated test asks every route as every kind of caller and compares the answers
with this table. Relations of law (own record, evaluator, his superior, …) are known per record; assigned roles come with the token.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Objek(StrEnum):
    """Classes of objects. One nobody has a route for yet stands here all the same, so that its first route finds its rule."""

    SKP = "skp"
    REALISASI = "realisasi"
    BUKTI = "bukti"
    USULAN = "usulan"
    UMPAN_BALIK = "umpan_balik"
    RATING = "rating"
    KEBERATAN = "keberatan"
    TINDAK_LANJUT = "tindak_lanjut"
    DIALOG = "dialog"
    ORGANISASI = "organisasi"
    ANGKA_KREDIT = "angka_kredit"
    TALENTA = "talenta"
    KEPEGAWAIAN = "kepegawaian"
    PENGATURAN = "pengaturan"
    PUSTAKA = "pustaka"
    JEJAK = "jejak"
    TEKNIS = "teknis"
    AKUN = "akun"
    UMUM = "umum"


class Hak(StrEnum):
    """Kinds of access. ``SEBAGIAN`` is a named part only; ``HITUNG`` states and counts without content; ``BACA`` the content.

    ``TULIS`` writes one's own; ``PUTUS`` decides about somebody else's (agree, return, accept, rate); ``REVIU`` writes notes before a decision; ``SAHKAN`` countersigns what was decided; ``KELOLA`` manages: opens, imports, assigns.
    """

    SEBAGIAN = "sebagian"
    HITUNG = "hitung"
    BACA = "baca"
    TULIS = "tulis"
    PUTUS = "putus"
    REVIU = "reviu"
    SAHKAN = "sahkan"
    KELOLA = "kelola"


class Kolom(StrEnum):
    """The columns: relations of law to one record, then assigned roles. ``KLIEN`` is another system in a deed that its scope names. ``SEMUA`` is everybody who is signed in, in the own instansi."""

    PEGAWAI = "pegawai"
    PENILAI = "penilai"
    ATASAN_PENILAI = "atasan_penilai"
    REKAN = "rekan"
    BAWAHAN = "bawahan"
    PENGELOLA_KINERJA = "pengelola_kinerja"
    ADMIN_INSTANSI = "admin_instansi"
    PPK = "ppk"
    AUDITOR = "auditor"
    ADMIN_PLATFORM = "admin_platform"
    KLIEN = "klien"
    SEMUA = "semua"


PERAN: Final = frozenset({Kolom.PENGELOLA_KINERJA, Kolom.ADMIN_INSTANSI, Kolom.PPK, Kolom.AUDITOR, Kolom.ADMIN_PLATFORM, Kolom.KLIEN})
"""The columns that are assigned: as they stand in a token, and what a route makes of a system."""

_B: Final = frozenset({Hak.BACA, Hak.HITUNG})
_H: Final = frozenset({Hak.HITUNG})
_BT: Final = _B | {Hak.TULIS}
_BP: Final = _B | {Hak.PUTUS}
_BK: Final = _B | {Hak.KELOLA}
_S: Final = frozenset({Hak.SEBAGIAN})
_W: Final = frozenset({Hak.TULIS})

_K = Kolom
MATRIKS: Final[Mapping[Objek, Mapping[Kolom, frozenset[Hak]]]] = {
    Objek.SKP: {
        _K.PEGAWAI: _BT, _K.PENILAI: _BP, _K.ATASAN_PENILAI: _B, _K.BAWAHAN: _S,
        _K.PENGELOLA_KINERJA: _B | {Hak.REVIU}, _K.ADMIN_INSTANSI: _BK, _K.PPK: _B, _K.AUDITOR: _B,
    },
    Objek.REALISASI: {
        _K.PEGAWAI: _BT, _K.PENILAI: _BP, _K.ATASAN_PENILAI: _B,
        _K.PENGELOLA_KINERJA: _H, _K.ADMIN_INSTANSI: _H | {Hak.KELOLA}, _K.PPK: _B, _K.AUDITOR: _B,
    },
    Objek.BUKTI: {_K.PEGAWAI: _BT, _K.PENILAI: _B, _K.AUDITOR: _B},
    Objek.USULAN: {_K.PEGAWAI: _BT, _K.KLIEN: frozenset({Hak.KELOLA})},
    Objek.UMPAN_BALIK: {
        _K.PEGAWAI: _B | _S, _K.PENILAI: _BT, _K.ATASAN_PENILAI: _BT, _K.REKAN: _W, _K.BAWAHAN: _W,
        _K.PENGELOLA_KINERJA: _H, _K.ADMIN_INSTANSI: _H, _K.AUDITOR: _B,
    },
    Objek.RATING: {
        _K.PEGAWAI: _BT, _K.PENILAI: _BP, _K.ATASAN_PENILAI: _B | {Hak.SAHKAN},
        _K.PENGELOLA_KINERJA: _B, _K.ADMIN_INSTANSI: _B, _K.PPK: _B, _K.AUDITOR: _B,
    },
    Objek.KEBERATAN: {
        _K.PEGAWAI: _BT, _K.PENILAI: _B | _S, _K.ATASAN_PENILAI: _BP,
        _K.PENGELOLA_KINERJA: _B, _K.ADMIN_INSTANSI: _H, _K.PPK: _B, _K.AUDITOR: _B,
    },
    Objek.TINDAK_LANJUT: {
        _K.PEGAWAI: _B, _K.PENILAI: _BP, _K.ATASAN_PENILAI: _B, _K.PENGELOLA_KINERJA: _B, _K.PPK: _B, _K.AUDITOR: _B,
    },
    Objek.DIALOG: {_K.PEGAWAI: _BT, _K.PENILAI: _BP, _K.ATASAN_PENILAI: _B, _K.AUDITOR: _B},
    Objek.ORGANISASI: {
        _K.SEMUA: _B, _K.PENILAI: _BP, _K.PENGELOLA_KINERJA: _B, _K.ADMIN_INSTANSI: _B, _K.PPK: _BP, _K.AUDITOR: _B,
    },
    Objek.ANGKA_KREDIT: {
        _K.PEGAWAI: _B, _K.PENILAI: _BP, _K.PENGELOLA_KINERJA: _B, _K.ADMIN_INSTANSI: _BK, _K.PPK: _BP, _K.AUDITOR: _B,
    },
    Objek.TALENTA: {_K.PPK: _BK, _K.AUDITOR: _B},
    Objek.KEPEGAWAIAN: {
        _K.PEGAWAI: _BT, _K.PENGELOLA_KINERJA: _B, _K.ADMIN_INSTANSI: _BK, _K.PPK: _B, _K.AUDITOR: _B,
    },
    Objek.PENGATURAN: {
        _K.SEMUA: _B, _K.PENGELOLA_KINERJA: _B, _K.ADMIN_INSTANSI: _BK, _K.PPK: _B, _K.AUDITOR: _B,
    },
    Objek.PUSTAKA: {
        _K.SEMUA: _B, _K.PENGELOLA_KINERJA: _BK, _K.ADMIN_INSTANSI: _BK,
    },
    Objek.JEJAK: {
        _K.PEGAWAI: _B, _K.PENGELOLA_KINERJA: _B, _K.ADMIN_INSTANSI: _B, _K.PPK: _B, _K.AUDITOR: _B, _K.ADMIN_PLATFORM: _H,
    },
    Objek.TEKNIS: {_K.ADMIN_PLATFORM: _BK},
    Objek.AKUN: {_K.PEGAWAI: _BT},
    Objek.UMUM: {_K.SEMUA: _BT},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Syarat:
    """What a cell says beyond its letters, or where this installation deliberately differs from domain rule 2.7, and why."""

    objek: Objek
    kolom: Kolom
    isi: str


SYARAT: Final = (
    Syarat(
        Objek.SKP,
        _K.ADMIN_INSTANSI,
        "KELOLA is the cancelling of a draft or a returned SKP (domain rule 3.9); the content is the employee's.",
    ),
    Syarat(
        Objek.SKP,
        _K.PENGELOLA_KINERJA,
        "Review notes before the evaluator agrees, where the instansi uses a review; the content is the employee's.",
    ),
    Syarat(Objek.SKP, _K.BAWAHAN, "Only the RHK text of one's own evaluator, for linking one's own RHK to it."),
    Syarat(
        Objek.UMPAN_BALIK,
        _K.PEGAWAI,
        "Writes one named part: the answer. Reads peers and subordinates without their names, in batches of at least three givers (decision 0011).",
    ),
    Syarat(Objek.UMPAN_BALIK, _K.PENILAI, "Alone knows the names of peers and subordinates."),
    Syarat(
        Objek.UMPAN_BALIK,
        _K.ATASAN_PENILAI,
        "Differs: gives as pimpinan too (domain rule 4.6); reads peers and subordinates as the person does.",
    ),
    Syarat(Objek.UMPAN_BALIK, _K.AUDITOR, "Reads peers and subordinates as the person does."),
    Syarat(Objek.RATING, _K.PEGAWAI, "From the delivery on (disampaikan); before that only that an evaluation exists and where it stands."),
    Syarat(Objek.RATING, _K.PENILAI, "The draft is the evaluator's alone; it is nobody else's to read, whatever the role."),
    Syarat(
        Objek.RATING,
        _K.ATASAN_PENILAI,
        "From the fixing on (ditetapkan). Countersigns the yearly rating of a Plh (domain rule 2.6); deciding comes with an objection.",
    ),
    *(
        Syarat(
            Objek.RATING,
            kolom,
            "From the fixing on (ditetapkan). Nobody but the evaluator, or who decides on an objection, changes a rating.",
        )
        for kolom in (_K.PENGELOLA_KINERJA, _K.ADMIN_INSTANSI, _K.PPK, _K.AUDITOR)
    ),
    *(
        Syarat(Objek.REALISASI, kolom, "The totals that a fixed result rests on are its trace, and open with the result.")
        for kolom in (_K.PENGELOLA_KINERJA, _K.ADMIN_INSTANSI)
    ),
    Syarat(Objek.REALISASI, _K.ADMIN_INSTANSI, "States and counts; KELOLA is the reopening of a locked report."),
    Syarat(
        Objek.REALISASI, _K.PENGELOLA_KINERJA, "States and counts. Differs: content on a stated reason has no way in yet, so it is refused."
    ),
    Syarat(Objek.BUKTI, _K.PENGELOLA_KINERJA, "Differs: files on a stated reason have no way in yet, so they are refused."),
    Syarat(
        Objek.BUKTI,
        _K.ATASAN_PENILAI,
        "Only in an objection, while it is open and his to decide (his Plh in his name). The list of the files he reads in the report.",
    ),
    Syarat(
        Objek.BUKTI,
        _K.PPK,
        "The names of files stand in the report that PPK reads; the files themselves open in an objection that has nobody else to decide it.",
    ),
    Syarat(Objek.KEBERATAN, _K.PENILAI, "Writes one named part: the explanation to who decides."),
    Syarat(
        Objek.KEBERATAN,
        _K.ATASAN_PENILAI,
        "Decides, unless the rating was his own: then the next above. His Plh decides in his name.",
    ),
    Syarat(
        Objek.KEBERATAN,
        _K.PPK,
        "Decides where nobody is left above the evaluator, and once the time for the decision has passed (domain rule 5.8).",
    ),
    Syarat(Objek.KEBERATAN, _K.ADMIN_INSTANSI, "The state and its clocks, no texts."),
    Syarat(
        Objek.TINDAK_LANJUT,
        _K.PENILAI,
        "Not in domain rule 2.7 (object of rule 5.10). The evaluator, and whom he made responsible, look after it.",
    ),
    Syarat(
        Objek.DIALOG,
        _K.PENILAI,
        "Not in domain rule 2.7 (object of rules 4.6, 4.7). A draft is the evaluator's alone.",
    ),
    Syarat(Objek.USULAN, _K.PEGAWAI, "Offers to oneself alone: recorded as one's own entry, or dismissed."),
    Syarat(
        Objek.USULAN,
        _K.KLIEN,
        "Offers a daily entry in its own instansi and mends it while it is open; reads back the state of its own offers, no word of the entry.",
    ),
    Syarat(
        Objek.ORGANISASI,
        _K.SEMUA,
        "Differs: the results of all units are open within the instansi: they explain the pattern of every team.",
    ),
    Syarat(Objek.ORGANISASI, _K.PENILAI, "Decides on units led by somebody whom he evaluates."),
    Syarat(Objek.PENGATURAN, _K.SEMUA, "Differs: periods, deadlines and names of units are open within the instansi: they bind everybody."),
    Syarat(
        Objek.PUSTAKA,
        _K.SEMUA,
        "Not in domain rule 2.7: the agency's RHK and indikator per jabatan hold no person's data and are there to be taken by everybody.",
    ),
    Syarat(
        Objek.KEPEGAWAIAN,
        _K.PEGAWAI,
        "Reads one's own posts, writes that something in them is wrong; of others only the names on one's own papers.",
    ),
    Syarat(
        Objek.KEPEGAWAIAN,
        _K.ADMIN_INSTANSI,
        "Given for a part of the units it reads there, and gives and takes roles there; managing people and units needs the whole instansi.",
    ),
    Syarat(Objek.JEJAK, _K.PEGAWAI, "One's own access log: who opened my data."),
    Syarat(Objek.JEJAK, _K.ADMIN_PLATFORM, "Metadata only."),
)


def hak(objek: Objek, kolom: Collection[str]) -> frozenset[Hak]:
    """The rights on a class of objects of somebody to whom these columns apply; ``SEMUA`` always does."""
    baris = MATRIKS[objek]
    found = set(baris.get(Kolom.SEMUA, frozenset()))
    for satu in kolom:
        found |= baris.get(Kolom(satu), frozenset())
    return frozenset(found)


def peran(objek: Objek, hak_: Hak) -> frozenset[str]:
    """The assigned roles that have a right on a class of objects, as they are named in a token."""
    return frozenset(str(kolom) for kolom in PERAN if hak_ in MATRIKS[objek].get(kolom, frozenset()))
