"""Plt and Plh: who acts as head of a unit, from when to when, on whose decision (domain.md 2.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from auth.domain.keadaan import TIDAK_BERTUGAS
from auth.domain.organisasi import Organisasi, Pegawai, segmen_pada
from auth.domain.tanggal import sebut
from shared.contracts import auth as contracts
from shared.errors import Invalid, NotAllowed

JENIS = {"plt": "Plt", "plh": "Plh"}
PENJELASAN = {"plt": "Plt: jabatan lowong", "plh": "Plh: kepala berhalangan"}
SK_TERPANJANG, ALASAN_TERPENDEK, ALASAN_TERPANJANG = 100, 10, 500
TERLAMA = 366
"""Days of one appointment; a longer one is extended by a new decision."""


@dataclass(frozen=True, slots=True)
class Pengganti:
    """``pegawai_id`` acts as head of ``unor_id`` from ``dari`` to ``sampai`` (both inclusive); ``digantikan_id`` is the absent head of a Plh."""

    id: UUID
    pegawai_id: UUID
    unor_id: UUID
    jenis: str
    digantikan_id: UUID | None
    dari: date
    sampai: date
    sk_nomor: str
    alasan: str
    alasan_cabut: str = ""
    dicabut: bool = False
    version: int = 1

    def keadaan(self, hari: date) -> str:
        """berlaku, akan, lewat or dicabut, seen on the day."""
        if self.dicabut:
            return "dicabut"
        return "akan" if hari < self.dari else "lewat" if hari > self.sampai else "berlaku"

    def akhiri(self, sampai: date, hari_ini: date) -> Pengganti:
        """End earlier; raises :class:`NotAllowed` when it is over, :class:`Invalid` for a day that is not earlier or is past."""
        self._masih_ada(hari_ini)
        if not self.dari <= sampai < self.sampai:
            pesan = f"Pilih hari dari {sebut(self.dari)} sampai {sebut(self.sampai - timedelta(days=1))}."
            raise Invalid(pesan, errors={"sampai": [pesan]})
        if sampai < hari_ini - timedelta(days=1):
            pesan = "Yang sudah dilakukannya tidak dapat ditarik. Pilih kemarin, hari ini atau sesudahnya."
            raise Invalid(pesan, errors={"sampai": [pesan]})
        return replace(self, sampai=sampai, version=self.version + 1)

    def cabut(self, alasan: str, hari_ini: date) -> Pengganti:
        """Revoke with a reason: from now on it never counts; what was decided under it stays as recorded."""
        self._masih_ada(hari_ini)
        if not ALASAN_TERPENDEK <= len(alasan.strip()) <= ALASAN_TERPANJANG:
            pesan = f"Tulis alasan mencabut, {ALASAN_TERPENDEK} sampai {ALASAN_TERPANJANG} karakter."
            raise Invalid(pesan, errors={"alasan": [pesan]})
        return replace(self, dicabut=True, alasan_cabut=alasan.strip(), version=self.version + 1)

    def _masih_ada(self, hari_ini: date) -> None:
        if self.dicabut:
            raise NotAllowed("Penggantian ini sudah dicabut.")
        if self.sampai < hari_ini:
            raise NotAllowed(f"Penggantian ini sudah berakhir {sebut(self.sampai)}.")

    def ke_kontrak(self, instansi_id: UUID) -> contracts.Pengganti:
        return contracts.Pengganti(
            self.id, instansi_id, self.pegawai_id, self.unor_id, self.jenis, self.digantikan_id, self.dari, self.sampai, self.sk_nomor,
            self.dicabut, self.version,
        )  # fmt: skip


def angkat(baru: Pengganti, organisasi: Organisasi, lain: Iterable[Pengganti], hari_ini: date) -> Pengganti:
    """The appointment with its absent head, checked; raises :class:`Invalid` with each fault at its field.

    ``organisasi`` needs the substitute, the heads, and the substitute's evaluator; ``lain`` the other appointments of the unit.
    """
    salah: dict[str, str] = {}
    _periksa_bentuk(baru, hari_ini, salah)
    unor = organisasi.unor.get(baru.unor_id)
    orang = organisasi.pegawai.get(baru.pegawai_id)
    if unor is None:
        salah["unor_id"] = "Pilih unit yang kepalanya diganti."
    if orang is None:
        salah["pegawai_id"] = "Pilih pegawai pengganti."
    digantikan: UUID | None = None
    if unor is not None and orang is not None and not salah:
        if unor.berlaku_dari > baru.dari or (unor.berlaku_sampai and unor.berlaku_sampai < baru.sampai):
            salah["unor_id"] = f"{unor.nama} tidak berlaku sepanjang masa itu."
        digantikan = _kepala(baru, organisasi, salah)
        _periksa_orang(baru, orang, salah)
        ganda = next((p for p in lain if p.id != baru.id and not p.dicabut and p.dari <= baru.sampai and p.sampai >= baru.dari), None)
        if ganda:
            nama = organisasi.pegawai[ganda.pegawai_id].nama if ganda.pegawai_id in organisasi.pegawai else "orang lain"
            salah["dari"] = (
                f"{JENIS[ganda.jenis]} {nama} sudah berlaku {sebut(ganda.dari)} sampai {sebut(ganda.sampai)}. Akhiri yang itu dulu, atau geser tanggalnya."
            )
    if not salah and orang is not None:
        _periksa_garis(replace(baru, digantikan_id=digantikan), orang, organisasi, salah)
    if salah:
        raise Invalid(" ".join(salah.values()), errors={bidang: [pesan] for bidang, pesan in salah.items()}, code="substitute_invalid")
    return replace(baru, digantikan_id=digantikan, sk_nomor=baru.sk_nomor.strip(), alasan=baru.alasan.strip())


def _periksa_bentuk(baru: Pengganti, hari_ini: date, salah: dict[str, str]) -> None:
    if baru.jenis not in JENIS:
        salah["jenis"] = "Pilih Plt atau Plh."
    if baru.sampai < baru.dari:
        salah["sampai"] = f"Sampai {sebut(baru.sampai)}, lebih awal daripada {sebut(baru.dari)}."
    elif baru.sampai < hari_ini:
        salah["sampai"] = f"Masa itu sudah lewat, hari ini {sebut(hari_ini)}. Periksa tahunnya."
    elif (baru.sampai - baru.dari).days >= TERLAMA:
        salah["sampai"] = "Paling lama satu tahun. Perpanjangan dicatat dengan SK yang baru."
    if not baru.sk_nomor.strip() or len(baru.sk_nomor) > SK_TERPANJANG:
        salah["sk_nomor"] = f"Isi nomor surat perintah atau SK, paling panjang {SK_TERPANJANG} karakter."
    if len(baru.alasan) > ALASAN_TERPANJANG:
        salah["alasan"] = f"Paling panjang {ALASAN_TERPANJANG} karakter."


def _kepala(baru: Pengganti, organisasi: Organisasi, salah: dict[str, str]) -> UUID | None:
    """The one head over the whole span for a Plh, nobody over the whole span for a Plt."""
    kepala = organisasi.kepala_selama(baru.unor_id, baru.dari, baru.sampai)
    nama = organisasi.unor[baru.unor_id].nama
    if baru.jenis == "plt":
        if kepala:
            dari, sampai, siapa = kepala[0]
            salah["jenis"] = (
                f"{nama} dikepalai {organisasi.pegawai[siapa].nama} dari {sebut(dari)} sampai {sebut(sampai)}. "
                "Plt hanya untuk jabatan lowong; bila kepala berhalangan pakai Plh."
            )
        return None
    if len(kepala) != 1 or kepala[0][:2] != (baru.dari, baru.sampai):
        salah["jenis"] = (
            f"{nama} tidak dikepalai satu orang yang sama sepanjang masa itu. Plh mewakili kepala yang berhalangan; untuk jabatan lowong pakai Plt."
        )
        return None
    if kepala[0][2] == baru.pegawai_id:
        salah["pegawai_id"] = f"{organisasi.pegawai[baru.pegawai_id].nama} sendiri kepala {nama}. Pilih orang lain."
    return kepala[0][2]


def _periksa_orang(baru: Pengganti, orang: Pegawai, salah: dict[str, str]) -> None:
    halangan = next((k for k in orang.keadaan if k.jenis in TIDAK_BERTUGAS and k.kena(baru.dari, baru.sampai)), None)
    if not orang.aktif:
        salah["pegawai_id"] = f"{orang.nama} tidak aktif. Pilih orang lain."
    elif halangan:
        salah["pegawai_id"] = f"{orang.nama}: {halangan.sebutan}. Pilih orang lain, atau sesuaikan masanya."
    elif bolong := _tanpa_jabatan(orang, baru.dari, baru.sampai):
        salah["pegawai_id"] = (
            f"{orang.nama} tidak punya penugasan pada {sebut(bolong)}. Masa penggantian tidak boleh melewati masa dinasnya."
        )


def _tanpa_jabatan(orang: Pegawai, dari: date, sampai: date) -> date | None:
    """The first day of the span on which the person has no post."""
    kini = dari
    for jabatan in orang.jabatan:
        if jabatan.mulai <= kini <= jabatan.akhir:
            if jabatan.akhir >= sampai:
                return None
            kini = jabatan.akhir + timedelta(days=1)
    return kini


def _periksa_garis(baru: Pengganti, orang: Pegawai, organisasi: Organisasi, salah: dict[str, str]) -> None:
    """Nobody may, standing in, become the evaluator of his own evaluator; himself he never evaluates (the next above does)."""
    sendiri = segmen_pada(orang.segmen, baru.dari)
    penilai = organisasi.pegawai.get(sendiri.penilai_id) if sendiri and sendiri.penilai_id else None
    segmen = segmen_pada(penilai.segmen, baru.dari) if penilai else None
    if penilai is None or segmen is None or penilai.id == baru.digantikan_id:
        return
    if baru.unor_id in segmen.unor_lowong or (baru.digantikan_id is not None and segmen.penilai_id == baru.digantikan_id):
        salah["pegawai_id"] = f"{orang.nama} akan menilai penilainya sendiri, {penilai.nama}. Pilih orang yang tidak dinilai olehnya."


def potong(pengganti: Iterable[Pengganti], orang: Pegawai) -> list[Pengganti]:
    """The person's own substitutions that end earlier because he is not in service any more, as they are then."""
    hasil = []
    for satu in pengganti:
        if satu.dicabut:
            continue
        batas = [k.mulai for k in orang.keadaan if k.jenis in TIDAK_BERTUGAS and k.kena(satu.dari, satu.sampai)]
        batas += [j.akhir + timedelta(days=1) for j in orang.jabatan[-1:] if j.akhir < satu.sampai]
        if not batas:
            continue
        sampai = min(batas) - timedelta(days=1)
        versi = satu.version + 1
        if sampai < satu.dari:
            hasil.append(replace(satu, dicabut=True, alasan_cabut="Pengganti tidak bertugas lagi.", version=versi))
        else:
            hasil.append(replace(satu, sampai=sampai, version=versi))
    return hasil
