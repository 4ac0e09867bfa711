"""Reading the pages' forms: what was typed becomes the use cases' input, or a fault at its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from capaian.domain.laporan import IsianRealisasi
from capaian.domain.progres import Isian
from capaian.domain.rencana import IsianRencana
from shared.errors import DomainError, Invalid
from shared.web.format import parse_angka

LUAR = "luar"
RENCANA = "rencana:"
"""Before the id of a plan, where the form chooses an RHK."""
BIDANG_REALISASI = ("angka", "teks", "dasar", "kendala", "tindak_lanjut")


class Pembaca:
    """Collects the faults of a form; :meth:`selesai` raises once for all of them."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self._form = form
        self._errors: dict[str, list[str]] = {}

    def teks(self, nama: str) -> str:
        return self._form.get(nama, "").replace("\r\n", "\n").replace("\x00", "")

    def angka(self, nama: str) -> Decimal | None:
        if not (teks := self.teks(nama).strip()):
            return None
        try:
            return parse_angka(teks)
        except ValueError as salah:
            self._errors[nama] = [str(salah)]
            return None

    def jam(self, nama: str) -> time | None:
        if not (teks := self.teks(nama).strip().replace(".", ":")):
            return None
        try:
            return time.fromisoformat(teks)
        except ValueError:
            self._errors[nama] = ["Tulis jamnya, misalnya 08.30."]
            return None

    def tanggal(self, nama: str) -> date | None:
        try:
            return date.fromisoformat(self.teks(nama).strip())
        except ValueError:
            self._errors[nama] = ["Tulis tanggalnya, misalnya 2026-01-31."]
            return None

    def saat(self, nama: str, tempat: ZoneInfo) -> datetime | None:
        """A day and an hour of a clock, from the fields ``<nama>`` and ``<nama>_jam``."""
        hari, jam = self.tanggal(nama), self.jam(f"{nama}_jam")
        if jam is None and f"{nama}_jam" not in self._errors:
            self._errors[f"{nama}_jam"] = ["Tulis jamnya, misalnya 08.30."]
        return datetime.combine(hari, jam, tempat) if hari and jam else None

    def uuid(self, nama: str, sesudah: str = "") -> UUID | None:
        """``sesudah`` stands before the id."""
        if not (teks := self.teks(nama).strip().removeprefix(sesudah)):
            return None
        try:
            return UUID(teks)
        except ValueError:
            self._errors[nama] = ["Pilih salah satu dari daftar."]
            return None

    def selesai(self, detail: str = "Ada isian yang perlu dibetulkan.") -> None:
        if self._errors:
            raise Invalid(detail, errors=self._errors)


def isian_progres(form: Mapping[str, str]) -> tuple[date, Isian]:
    baca = Pembaca(form)
    pilihan = baca.teks("rhk_id")
    luar, rencana = pilihan == LUAR, pilihan.startswith(RENCANA)
    tanggal = baca.tanggal("tanggal")
    isian = Isian(
        uraian=baca.teks("uraian"),
        lokasi_kerja=baca.teks("lokasi_kerja"),
        rhk_id=None if luar or rencana else baca.uuid("rhk_id"),
        rencana_aksi_id=baca.uuid("rhk_id", RENCANA) if rencana else None,
        di_luar_skp=baca.teks("di_luar_skp") if luar else "",
        kuantitas=baca.angka("kuantitas"),
        satuan=baca.teks("satuan"),
        mulai=baca.jam("mulai"),
        selesai=baca.jam("selesai"),
    )
    baca.selesai("Ada isian catatan yang perlu dibetulkan.")
    if luar and not isian.di_luar_skp.strip():
        pesan = "Tulis alasan pekerjaan ini di luar SKP."
        raise Invalid(pesan, errors={"di_luar_skp": [pesan]})
    if tanggal is None:
        raise AssertionError("unreachable: a missing day is a fault of the form")
    return tanggal, isian


def isian_rencana(form: Mapping[str, str]) -> IsianRencana:
    baca = Pembaca(form)
    rhk_id = baca.uuid("rhk_id")
    isian = (baca.teks("teks"), baca.angka("target"), baca.teks("satuan"))
    baca.selesai("Ada isian rencana yang perlu dibetulkan.")
    if rhk_id is None:
        pesan = "Pilih RHK yang direncanakan."
        raise Invalid(pesan, errors={"rhk_id": [pesan]})
    return IsianRencana(rhk_id, *isian)


def kunci_indikator(indikator_id: UUID) -> str:
    """The short name of an indikator in a form's field names; an SKP with many indikator would else be too heavy a page."""
    return indikator_id.hex[-8:]


def isian_realisasi(form: Mapping[str, str], indikator: Iterable[UUID]) -> list[IsianRealisasi]:
    """The realisasi that the form holds; an indikator whose fields are not in it is left alone."""
    baca = Pembaca(form)
    isian = []
    for indikator_id in indikator:
        kunci = kunci_indikator(indikator_id)
        if f"angka-{kunci}" not in form:
            continue
        teks = {bidang: baca.teks(f"{bidang}-{kunci}") for bidang in BIDANG_REALISASI[1:]}
        isian.append(IsianRealisasi(indikator_id, baca.angka(f"angka-{kunci}"), **teks))
    baca.selesai("Ada realisasi yang perlu dibetulkan.")
    return isian


def galat_halaman(salah: DomainError, isian: list[IsianRealisasi]) -> DomainError:
    """The same refusal with the API's ``realisasi.<n>.<field>`` turned into the page's field names."""
    errors: dict[str, list[str]] = {}
    for bidang, pesan in salah.errors.items():
        bagian = bidang.split(".")
        if bagian[0] == "realisasi" and len(bagian) == 3 and bagian[1].isdigit() and int(bagian[1]) < len(isian):
            bidang = f"{bagian[2]}-{kunci_indikator(isian[int(bagian[1])].indikator_id)}"  # noqa: PLW2901
        errors[bidang] = list(pesan)
    salah.errors = errors
    return salah
