"""Performance dialogue and pembinaan: drafting, answering, confirming, reviewing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from penilaian.adapters import penyimpanan_dialog as penyimpanan
from penilaian.adapters.penyimpanan_dialog import BERUBAH, PEMBACA, DialogTermuat
from penilaian.adapters.unit_of_work import Termuat, UnitOfWork, pengenal
from penilaian.application.use_cases import muat as muat_evaluasi
from penilaian.domain.dialog import PEMBINAAN, Capaian, Dialog, Isi, Jenis
from shared import clock
from shared.auth.identity import Identity
from shared.errors import Forbidden, NotFound, Stale
from shared.matriks import Hak, Objek
from shared.persistence.akses import catat_baca, kapasitas


def mulai(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, jenis: Jenis, tanggal: date, isi: Isi) -> Dialog:
    """A draft; pembinaan joins the open follow-up of its kind."""
    termuat = muat_evaluasi(uow, identity, evaluasi_id)
    e = termuat.evaluasi
    if not termuat.fakta.sebagai or identity.pegawai_id == e.pegawai_id:
        raise Forbidden("Hanya pejabat penilai pegawai ini yang dapat memulai dialog.")
    tindak = penyimpanan.tindak_lanjut_terbuka(uow, e.pegawai_id, PEMBINAAN[jenis]) if jenis in PEMBINAAN else None
    satu = Dialog.mulai(pengenal(), e, jenis, tanggal, isi, oleh=identity.pegawai_id, pada=clock.now(), tindak_lanjut_id=tindak)
    penyimpanan.tambah(uow, satu)
    _catat(uow, "buat", satu, termuat.fakta.sebagai)
    return satu


def _catat(uow: UnitOfWork, apa: str, satu: Dialog, sebagai: str) -> None:
    """States and ids; never a text."""
    isi = {"evaluasi_id": satu.evaluasi_id, "status": satu.status.value, "versi": satu.version}
    uow.catat(
        f"dialog.{apa}",
        objek="dialog",
        objek_id=satu.id,
        orang=(satu.pegawai_id,),
        rincian=isi,
        sebagai=sebagai,
        instansi_id=satu.instansi_id,
    )


def muat(uow: UnitOfWork, identity: Identity, dialog_id: UUID, *, kunci: bool = False) -> DialogTermuat:
    """One that the caller may see, else :class:`NotFound`."""
    dimuat = penyimpanan.cari_untuk(uow, identity, dialog_id=dialog_id, kunci=kunci)
    if not dimuat:
        raise NotFound("Dialog ini tidak ada, atau tidak dapat Anda buka.")
    return dimuat[0]


def baca(uow: UnitOfWork, identity: Identity, dialog_id: UUID) -> DialogTermuat:
    """One for reading; noted in the access log of the person."""
    dimuat = muat(uow, identity, dialog_id)
    satu = dimuat.satu
    sebagai = dimuat.sebagai or kapasitas(dimuat.peran, Objek.DIALOG, Hak.BACA)
    catat_baca(uow, Objek.DIALOG, f"dialog kinerja {satu.tahun}", {sebagai: [satu.pegawai_id]}, objek_id=satu.id)
    return dimuat


def baca_evaluasi(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID) -> tuple[Termuat, list[DialogTermuat]]:
    """The dialogues of an evaluated year; noted in the access log of the person."""
    termuat = muat_evaluasi(uow, identity, evaluasi_id)
    e, saya = termuat.evaluasi, identity.pegawai_id
    boleh = termuat.peran & PEMBACA
    if not (termuat.fakta.sebagai or saya in (e.pegawai_id, e.atasan_penilai_id) or boleh):
        raise NotFound("Evaluasi ini tidak ada, atau tidak dapat Anda buka.")
    sebagai = termuat.fakta.sebagai or ("atasan_penilai" if saya == e.atasan_penilai_id else kapasitas(boleh, Objek.DIALOG, Hak.BACA))
    catat_baca(uow, Objek.DIALOG, f"dialog kinerja {e.tahun}", {sebagai: [e.pegawai_id]}, objek_id=e.id)
    return termuat, penyimpanan.cari_untuk(uow, identity, evaluasi_id=evaluasi_id)


def _lakukan(
    uow: UnitOfWork, identity: Identity, dialog_id: UUID, apa: str, dilihat: int | None, deed: Callable[[DialogTermuat], None]
) -> DialogTermuat:
    dimuat = muat(uow, identity, dialog_id, kunci=True)
    if dilihat is not None and dilihat != dimuat.versi:
        raise Stale(BERUBAH)
    deed(dimuat)
    penyimpanan.simpan(uow, dimuat.satu, dimuat.versi)
    _catat(uow, apa, dimuat.satu, dimuat.sebagai)
    return dimuat


def simpan(uow: UnitOfWork, identity: Identity, dialog_id: UUID, isi: Isi, dilihat: int | None) -> DialogTermuat:
    def deed(d: DialogTermuat) -> None:
        d.satu.simpan(identity.pegawai_id, clock.now(), isi, penilai=d.penilai)

    return _lakukan(uow, identity, dialog_id, "simpan", dilihat, deed)


def kirim(uow: UnitOfWork, identity: Identity, dialog_id: UUID, dilihat: int | None) -> DialogTermuat:
    def deed(d: DialogTermuat) -> None:
        d.satu.kirim(identity.pegawai_id, clock.now(), penilai=d.penilai)

    return _lakukan(uow, identity, dialog_id, "kirim", dilihat, deed)


def tanggapi(uow: UnitOfWork, identity: Identity, dialog_id: UUID, teks: str, dilihat: int | None) -> DialogTermuat:
    def deed(d: DialogTermuat) -> None:
        d.satu.tanggapi(identity.pegawai_id, clock.now(), teks, pegawai=d.pegawai)

    return _lakukan(uow, identity, dialog_id, "tanggapi", dilihat, deed)


def sepakati(uow: UnitOfWork, identity: Identity, dialog_id: UUID, dilihat: int | None) -> DialogTermuat:
    def deed(d: DialogTermuat) -> None:
        d.satu.sepakati(identity.pegawai_id, clock.now(), penilai=d.penilai)

    return _lakukan(uow, identity, dialog_id, "sepakati", dilihat, deed)


def validasi(uow: UnitOfWork, identity: Identity, dialog_id: UUID, dilihat: int | None) -> DialogTermuat:
    def deed(d: DialogTermuat) -> None:
        d.satu.validasi(identity.pegawai_id, clock.now(), pegawai=d.pegawai)

    return _lakukan(uow, identity, dialog_id, "validasi", dilihat, deed)


def tinjau(
    uow: UnitOfWork, identity: Identity, dialog_id: UUID, capaian: Sequence[tuple[Capaian, str]], dilihat: int | None
) -> DialogTermuat:
    """The review; what was not reached becomes the draft of the next dialogue in the same commit."""
    baru: list[Dialog] = []

    def deed(d: DialogTermuat) -> None:
        pada, id_ = clock.now(), pengenal()
        isi = d.satu.tinjau(identity.pegawai_id, pada, capaian, id_, penilai=d.penilai)
        if isi is not None:
            hari = clock.today(uow.get_zona(identity.instansi_id))
            baru.append(d.satu.lanjutan(id_, isi, oleh=identity.pegawai_id, pada=pada, hari=hari))

    dimuat = _lakukan(uow, identity, dialog_id, "tinjau", dilihat, deed)
    for satu in baru:
        penyimpanan.tambah(uow, satu)
        _catat(uow, "buat", satu, dimuat.sebagai)
    return dimuat
