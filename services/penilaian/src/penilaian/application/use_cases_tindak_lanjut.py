"""Follow-up: made by the system with a final result, and looked after by people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from penilaian.adapters import penyimpanan_tindak_lanjut as penyimpanan
from penilaian.adapters.penyimpanan_tindak_lanjut import BERUBAH, TindakLanjutTermuat
from penilaian.adapters.unit_of_work import Termuat, UnitOfWork, pengenal
from penilaian.application import queries_tindak_lanjut
from penilaian.domain.evaluasi import SAMPAI, Status
from penilaian.domain.tindak_lanjut import Jenis, Keputusan, Perubahan, TindakLanjut, ikuti_hasil, tambahkan
from shared import clock
from shared.auth.identity import Identity
from shared.errors import Forbidden, Invalid, NotAllowed, NotFound, Stale
from shared.matriks import Hak, Objek
from shared.persistence.akses import catat_baca, kapasitas


def ikuti(uow: UnitOfWork, termuat: Termuat) -> None:
    """After each storing of an evaluation: once it is final, the follow-up fits its result. The evaluation is locked."""
    e = termuat.evaluasi
    if e.status is not Status.FINAL or e.hasil is None or e.jenis != "tahunan":
        return
    pada = clock.now()
    ada = penyimpanan.list_evaluasi(uow, e.id)
    versi = {satu.id: satu.version for satu in ada}
    baru, batal = ikuti_hasil(e, ada, pada=pada, hari=termuat.fakta.hari(pada), id_=pengenal)
    for satu in batal:
        penyimpanan.simpan(uow, satu, versi[satu.id])
        _catat(uow, "batalkan", satu)
    for satu in baru:
        if penyimpanan.tambah(uow, satu):
            _catat(uow, "buat", satu)


def _catat(uow: UnitOfWork, apa: str, satu: TindakLanjut, sebagai: str = "") -> None:
    """States and ids; never a text. The kind tells the predikat, so it stays out as well."""
    isi = {"evaluasi_id": satu.evaluasi_id, "status": satu.status.value, "versi": satu.version, "otomatis": satu.otomatis}
    uow.catat(
        f"tindak_lanjut.{apa}",
        objek="tindak_lanjut",
        objek_id=satu.id,
        orang=(satu.pegawai_id,),
        rincian=isi,
        sebagai=sebagai,
        instansi_id=satu.instansi_id,
    )


def muat(uow: UnitOfWork, identity: Identity, tindak_id: UUID, *, kunci: bool = False) -> TindakLanjutTermuat:
    """One that the caller may see, else :class:`NotFound`."""
    dimuat = penyimpanan.cari_untuk(uow, identity, tindak_id, kunci=kunci)
    if dimuat is None:
        raise NotFound("Tindak lanjut ini tidak ada, atau tidak dapat Anda buka.")
    return dimuat


def baca(uow: UnitOfWork, identity: Identity, tindak_id: UUID) -> TindakLanjutTermuat:
    """One for reading; noted in the access log of the person."""
    dimuat = muat(uow, identity, tindak_id)
    satu = dimuat.satu
    sebagai = dimuat.sebagai or kapasitas(dimuat.peran, Objek.TINDAK_LANJUT, Hak.BACA)
    catat_baca(uow, Objek.TINDAK_LANJUT, f"tindak lanjut penilaian {satu.tahun}", {sebagai: [satu.pegawai_id]}, objek_id=satu.id)
    return dimuat


def tambah(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, jenis: Jenis, uraian: str, tenggat: date) -> TindakLanjut:
    """One that the evaluator adds to a delivered result."""
    termuat = uow.cari_evaluasi_untuk(identity, evaluasi_id, kunci=True)
    if termuat is None:
        raise NotFound("Evaluasi ini tidak ada, atau tidak dapat Anda buka.")
    e = termuat.evaluasi
    if not termuat.fakta.sebagai or identity.pegawai_id == e.pegawai_id:
        raise Forbidden("Hanya pejabat penilai pegawai ini yang dapat menambah tindak lanjut.")
    if e.status not in SAMPAI:
        raise NotAllowed("Tindak lanjut dibuat setelah hasil disampaikan.")
    pada = clock.now()
    satu = tambahkan(pengenal(), e, jenis, uraian, tenggat, oleh=identity.pegawai_id, pada=pada, hari=termuat.fakta.hari(pada))
    penyimpanan.tambah(uow, satu)
    _catat(uow, "tambah", satu, termuat.fakta.sebagai)
    return satu


def _lakukan(
    uow: UnitOfWork, identity: Identity, tindak_id: UUID, apa: str, dilihat: int | None, deed: Callable[[TindakLanjutTermuat], None]
) -> TindakLanjutTermuat:
    dimuat = muat(uow, identity, tindak_id, kunci=True)
    if dilihat is not None and dilihat != dimuat.versi:
        raise Stale(BERUBAH)
    deed(dimuat)
    penyimpanan.simpan(uow, dimuat.satu, dimuat.versi)
    _catat(uow, apa, dimuat.satu, dimuat.sebagai)
    return muat(uow, identity, tindak_id) if apa != "ubah" else dimuat


def mulai(uow: UnitOfWork, identity: Identity, tindak_id: UUID, dilihat: int | None) -> TindakLanjutTermuat:
    def deed(d: TindakLanjutTermuat) -> None:
        d.satu.mulai_kerjakan(identity.pegawai_id, clock.now(), boleh=d.kelola)

    return _lakukan(uow, identity, tindak_id, "mulai", dilihat, deed)


def catat(uow: UnitOfWork, identity: Identity, tindak_id: UUID, teks: str, dilihat: int | None) -> TindakLanjutTermuat:
    """A note of progress."""

    def deed(d: TindakLanjutTermuat) -> None:
        d.satu.tambah_catatan(identity.pegawai_id, clock.now(), teks, boleh=d.kelola)

    return _lakukan(uow, identity, tindak_id, "catat", dilihat, deed)


def selesaikan(
    uow: UnitOfWork, identity: Identity, tindak_id: UUID, hasil: str, keputusan: Keputusan, dilihat: int | None
) -> TindakLanjutTermuat:
    def deed(d: TindakLanjutTermuat) -> None:
        d.satu.selesaikan(identity.pegawai_id, clock.now(), hasil, keputusan, boleh=d.kelola)

    return _lakukan(uow, identity, tindak_id, "selesaikan", dilihat, deed)


def batalkan(uow: UnitOfWork, identity: Identity, tindak_id: UUID, alasan: str, dilihat: int | None) -> TindakLanjutTermuat:
    def deed(d: TindakLanjutTermuat) -> None:
        d.satu.batalkan(identity.pegawai_id, clock.now(), alasan, boleh=d.kelola)

    return _lakukan(uow, identity, tindak_id, "batalkan", dilihat, deed)


def ubah(uow: UnitOfWork, identity: Identity, tindak_id: UUID, isi: Perubahan, dilihat: int | None) -> TindakLanjutTermuat:
    """Another description, due date or owner; who gave it away may no longer see it."""
    if isi.penanggung_jawab_id is not None and not queries_tindak_lanjut.ada_pegawai(uow, isi.penanggung_jawab_id):
        raise Invalid("Penanggung jawab belum dapat diganti.", errors={"penanggung_jawab_id": ["Orang ini tidak dikenal."]})

    def deed(d: TindakLanjutTermuat) -> None:
        d.satu.ubah(identity.pegawai_id, clock.now(), isi, boleh=d.kelola)

    return _lakukan(uow, identity, tindak_id, "ubah", dilihat, deed)
