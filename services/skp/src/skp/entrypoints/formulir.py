"""The editor's form: an SKP as fields, the fields as typed, and what was typed as content.

What was typed stays as text until it is understood, so that a refused form comes back exactly as it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from shared.contracts.skp import Indikator, Lampiran, Rhk
from shared.errors import Invalid
from shared.web.format import angka, parse_angka
from skp.domain.isi import LAMPIRAN, PALING_BANYAK_INDIKATOR, PALING_BANYAK_RHK, Isian, IsianIndikator, IsianRhk
from skp.domain.saran import sebagai_hasil
from skp.domain.skp import Skp

INDIKATOR_SEKALI_TAMPIL = 14
"""A longer SKP shows one RHK open at a time; the others are folded, and what is folded is not sent."""
LAIN = "lain"
"""Choice of the link: none of the superior's RHK, with a text instead."""

_NAMA = re.compile(r"rhk\.(\d{1,3})(?:\.indikator\.(\d{1,3}))?\.([a-z_]+)")
_RENTANG = re.compile(r"\s*(?:-|–|s\.?\s?d\.?|sampai)\s*")


@dataclass(slots=True)
class FormIndikator:
    id: str = ""
    aspek: str = "kuantitas"
    teks: str = ""
    target: str = ""
    satuan: str = ""
    target_teks: str = ""
    arah: str = "normal"
    cara_hitung: str = "jumlah"
    target_maksimal: bool = False


@dataclass(slots=True)
class FormRhk:
    id: str = ""
    jenis: str = "utama"
    teks: str = ""
    bobot: str = ""
    rhk_atasan_id: str = ""
    rhk_atasan_teks: str = ""
    penugasan_dari: str = ""
    perspektif: str = ""
    klasifikasi: str = ""
    indikator: list[FormIndikator] = field(default_factory=list)
    lipat: bool = False


@dataclass(slots=True)
class FormSkp:
    rhk: list[FormRhk] = field(default_factory=list)
    lampiran: dict[str, str] = field(default_factory=dict)


def dari_skp(skp: Skp) -> FormSkp:
    """The stored content as it is shown in the fields."""
    return FormSkp([_dari_rhk(r) for r in skp.rhk], {kunci: "\n".join(getattr(skp.lampiran, kunci)) for kunci in LAMPIRAN})


def lipat(form: FormSkp, buka: int, salah: Mapping[str, object]) -> FormSkp:
    """Fold all but one RHK of a long SKP, and those with a message."""
    if sum(len(r.indikator) for r in form.rhk) > INDIKATOR_SEKALI_TAMPIL:
        kena = {int(bidang.split(".")[1]) for bidang in salah if bidang.startswith("rhk.")}
        for i, rhk in enumerate(form.rhk):
            rhk.lipat = i != buka and i not in kena
    return form


def lengkapi(form: FormSkp, skp: Skp) -> FormSkp:
    """Put the stored content back where a folded RHK sent none; only its bobot was on the screen."""
    tersimpan = {str(r.id): _dari_rhk(r) for r in skp.rhk}
    form.rhk = [replace(tersimpan[r.id], bobot=r.bobot, lipat=True) if r.lipat and r.id in tersimpan else r for r in form.rhk]
    return form


def _dari_rhk(rhk: Rhk) -> FormRhk:
    return FormRhk(
        id=str(rhk.id),
        jenis=rhk.jenis,
        teks=rhk.teks,
        bobot=angka(rhk.bobot) if rhk.bobot is not None else "",
        rhk_atasan_id=str(rhk.rhk_atasan_id) if rhk.rhk_atasan_id else (LAIN if rhk.rhk_atasan_teks else ""),
        rhk_atasan_teks="" if rhk.rhk_atasan_id else rhk.rhk_atasan_teks,
        penugasan_dari=rhk.penugasan_dari,
        perspektif=rhk.perspektif,
        klasifikasi=rhk.klasifikasi,
        indikator=[_dari_indikator(i) for i in rhk.indikator],
    )


def _dari_indikator(indikator: Indikator) -> FormIndikator:
    return FormIndikator(
        id=str(indikator.id),
        aspek=indikator.aspek,
        teks=indikator.teks,
        target=teks_target(indikator),
        satuan=indikator.satuan,
        target_teks=indikator.target_teks,
        arah=indikator.arah,
        cara_hitung=indikator.cara_hitung,
        target_maksimal=indikator.target_maksimal,
    )


def teks_target(indikator: Indikator | IsianIndikator) -> str:
    """``12`` or ``80 sampai 90``, in the Indonesian way; empty without a target."""
    if indikator.target is not None:
        return angka(indikator.target, None)
    if indikator.target_min is not None and indikator.target_max is not None:
        return f"{angka(indikator.target_min, None)} sampai {angka(indikator.target_max, None)}"
    return ""


def dari_kiriman(kiriman: Mapping[str, str]) -> FormSkp:
    """The fields as they were sent. Gaps in the numbering close; what is no field of ours is ignored."""
    rhk: dict[int, FormRhk] = {}
    indikator: dict[tuple[int, int], FormIndikator] = {}
    for nama, nilai in kiriman.items():
        cocok = _NAMA.fullmatch(nama)
        if cocok is None:
            continue
        i, j, kunci = int(cocok[1]), cocok[2], cocok[3]
        sasaran: FormRhk | FormIndikator = rhk.setdefault(i, FormRhk()) if j is None else indikator.setdefault((i, int(j)), FormIndikator())
        if isinstance(sasaran, FormIndikator) and kunci == "target_maksimal":
            sasaran.target_maksimal = True
        elif isinstance(sasaran, FormIndikator) and kunci == "sifat":
            _pakai_sifat(sasaran, nilai)
        elif isinstance(sasaran, FormRhk) and kunci == "lipat":
            sasaran.lipat = True
        elif kunci in sasaran.__dataclass_fields__ and kunci != "indikator":
            setattr(sasaran, kunci, nilai)
    for (i, _), isi in sorted(indikator.items()):
        rhk.setdefault(i, FormRhk()).indikator.append(isi)
    return FormSkp([rhk[i] for i in sorted(rhk)], {kunci: kiriman.get(f"lampiran.{kunci}", "") for kunci in LAMPIRAN})


def _pakai_sifat(indikator: FormIndikator, nilai: str) -> None:
    """How it is counted, in one hidden field: ``normal jumlah maksimal``."""
    bagian = nilai.split()
    if len(bagian) >= 2:
        indikator.arah, indikator.cara_hitung = bagian[:2]
        indikator.target_maksimal = "maksimal" in bagian[2:]


def ke_isian(form: FormSkp) -> Isian:
    """What the domain takes; raises Invalid with a sentence at each field that cannot be read."""
    salah: dict[str, list[str]] = {}
    rhk = tuple(_ke_rhk(i, r, salah) for i, r in enumerate(form.rhk))
    if salah:
        raise Invalid("Ada isian yang tidak terbaca. Tidak ada yang disimpan.", errors=salah)
    return Isian(rhk, Lampiran(**{kunci: tuple(form.lampiran.get(kunci, "").splitlines()) for kunci in LAMPIRAN}))


def _ke_rhk(i: int, rhk: FormRhk, salah: dict[str, list[str]]) -> IsianRhk:
    jalur = f"rhk.{i}"
    tertaut = rhk.rhk_atasan_id not in ("", LAIN)
    return IsianRhk(
        id=_id(rhk.id, f"{jalur}.id", salah),
        jenis=rhk.jenis,
        teks=rhk.teks,
        bobot=_angka(rhk.bobot, f"{jalur}.bobot", f"RHK {i + 1}, bobot", salah),
        rhk_atasan_id=_id(rhk.rhk_atasan_id, f"{jalur}.rhk_atasan_id", salah) if tertaut else None,
        rhk_atasan_teks="" if tertaut else rhk.rhk_atasan_teks,
        penugasan_dari=rhk.penugasan_dari,
        perspektif=rhk.perspektif,
        klasifikasi=rhk.klasifikasi,
        indikator=tuple(_ke_indikator(i, j, isi, salah) for j, isi in enumerate(rhk.indikator)),
    )


def ujung_target(teks: str) -> list[str]:
    """``80 sampai 90`` as its two ends; anything else as one."""
    return _RENTANG.split(teks.strip()) if teks.strip() and not teks.strip().startswith("-") else [teks]


def _ke_indikator(i: int, j: int, isi: FormIndikator, salah: dict[str, list[str]]) -> IsianIndikator:
    jalur, nama = f"rhk.{i}.indikator.{j}", f"RHK {i + 1}, indikator {j + 1}, target"
    bagian = ujung_target(isi.target)
    target = batas_bawah = batas_atas = None
    if len(bagian) == 2:
        batas_bawah, batas_atas = (_angka(b, f"{jalur}.target", nama, salah) for b in bagian)
    else:
        target = _angka(isi.target, f"{jalur}.target", nama, salah)
    return IsianIndikator(
        id=_id(isi.id, f"{jalur}.id", salah),
        aspek=isi.aspek,
        teks=isi.teks,
        target_teks=isi.target_teks,
        target=target,
        target_min=batas_bawah,
        target_max=batas_atas,
        satuan=isi.satuan,
        arah=isi.arah,
        target_maksimal=isi.target_maksimal,
        cara_hitung=isi.cara_hitung,
    )


def _angka(teks: str, bidang: str, nama: str, salah: dict[str, list[str]]) -> Decimal | None:
    if not teks.strip():
        return None
    try:
        return parse_angka(teks)
    except ValueError as error:
        salah.setdefault(bidang, []).append(f"{nama}: {error}")
        return None


def _id(teks: str, bidang: str, salah: dict[str, list[str]]) -> UUID | None:
    if not teks:
        return None
    try:
        return UUID(teks)
    except ValueError:
        salah.setdefault(bidang, []).append("Isian ini tidak dikenal. Muat ulang halaman.")
        return None


def lakukan(form: FormSkp, tindakan: str) -> str:
    """A button of the form that changes its rows; returns the anchor to go to, empty when the button is none of these."""
    nama, _, letak = tindakan.partition(":")
    angka_ = [int(n) for n in letak.split(":") if n.isdigit() and len(n) <= 3]
    i = angka_[0] if angka_ else -1
    if nama in ("tambah-rhk-utama", "tambah-rhk-tambahan"):
        if len(form.rhk) >= PALING_BANYAK_RHK:
            raise Invalid(
                f"Satu SKP paling banyak {PALING_BANYAK_RHK} RHK.", errors={"rhk": [f"Satu SKP paling banyak {PALING_BANYAK_RHK} RHK."]}
            )
        form.rhk.append(FormRhk(jenis=nama.removeprefix("tambah-rhk-"), indikator=[FormIndikator()]))
        return f"rhk-{len(form.rhk) - 1}"
    if not 0 <= i < len(form.rhk):
        return ""
    if nama == "tambah-indikator":
        if len(form.rhk[i].indikator) >= PALING_BANYAK_INDIKATOR:
            pesan = f"RHK {i + 1}: paling banyak {PALING_BANYAK_INDIKATOR} indikator."
            raise Invalid(pesan, errors={f"rhk.{i}.indikator": [pesan]})
        form.rhk[i].indikator.append(FormIndikator())
    elif nama == "hapus-rhk":
        del form.rhk[i]
        return f"rhk-{i}" if i < len(form.rhk) else "tambah"
    elif nama == "naikkan-rhk" and i:
        form.rhk[i - 1], form.rhk[i] = form.rhk[i], form.rhk[i - 1]
        return f"rhk-{i - 1}"
    elif nama == "hapus-indikator" and len(angka_) == 2 and angka_[1] < len(form.rhk[i].indikator):
        del form.rhk[i].indikator[angka_[1]]
    elif nama == "pakai-saran":
        form.rhk[i].teks = sebagai_hasil(form.rhk[i].teks) or form.rhk[i].teks
    return f"rhk-{i}"


def komentar(kiriman: Mapping[str, str]) -> dict[UUID, str]:
    """The remarks on single RHK (``komentar.<id>``)."""
    try:
        return {UUID(nama.removeprefix("komentar.")): nilai for nama, nilai in kiriman.items() if nama.startswith("komentar.")}
    except ValueError as error:
        raise Invalid("Komentar tidak dikenal. Muat ulang halaman.") from error
