"""What people do about an objection, and how its parties read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from penilaian.adapters.unit_of_work import KeberatanTermuat, Termuat, UnitOfWork, pengenal
from penilaian.application import use_cases_tindak_lanjut as tindak_lanjut
from penilaian.application.use_cases import muat as muat_evaluasi
from penilaian.domain.evaluasi import Koreksi
from penilaian.domain.keberatan import PEGAWAI, PEMUTUS, PENILAI, Isi, Keberatan, Putusan, StatusKeberatan
from shared import clock
from shared.auth.identity import Identity
from shared.errors import NotFound, Stale
from shared.matriks import Hak, Objek
from shared.persistence.akses import catat_baca, kapasitas

_BERUBAH = "Keberatan ini berubah sejak Anda buka. Muat ulang halaman, lalu ulangi perubahan Anda."


def muat(uow: UnitOfWork, identity: Identity, keberatan_id: UUID, *, kunci: bool = False) -> KeberatanTermuat:
    """An objection that the caller may see, else :class:`NotFound`."""
    dimuat = uow.cari_keberatan_untuk(identity, keberatan_id, kunci=kunci)
    if dimuat is None:
        raise NotFound("Keberatan ini tidak ada, atau tidak dapat Anda buka.")
    return dimuat


def baca(uow: UnitOfWork, identity: Identity, keberatan_id: UUID) -> KeberatanTermuat:
    """An objection for reading; noted in the access log of the person."""
    dimuat = muat(uow, identity, keberatan_id)
    k = dimuat.keberatan
    sebagai = _sebagai(dimuat, identity) or kapasitas(dimuat.peran, Objek.KEBERATAN, Hak.HITUNG)
    catat_baca(uow, Objek.KEBERATAN, f"keberatan atas penilaian {k.tahun}", {sebagai: [k.pegawai_id]}, objek_id=k.id)
    return dimuat


def _sebagai(dimuat: KeberatanTermuat, identity: Identity) -> str:
    """In which capacity the caller reads or acts; empty for who is no party."""
    k, hubungan = dimuat.keberatan, dimuat.hubungan
    if PEGAWAI in hubungan:
        return "pegawai"
    if PENILAI in hubungan:
        return "penilai" if identity.pegawai_id == k.penilai_id else dimuat.termuat.fakta.sebagai or "atasan_penilai"
    if PEMUTUS in hubungan:
        if identity.pegawai_id == k.pemutus_id:
            return "atasan_penilai"
        return "ppk" if "ppk" in dimuat.peran else "plh"
    return "atasan_penilai" if identity.pegawai_id == dimuat.termuat.evaluasi.atasan_penilai_id else ""


def ajukan(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, isi: Isi, dilihat: int | None) -> Keberatan:
    """File an objection to one's own delivered evaluation; ``dilihat`` is the version of the evaluation that the person saw."""
    termuat = muat_evaluasi(uow, identity, evaluasi_id, kunci=True)
    if dilihat is not None and dilihat != termuat.evaluasi.version:
        raise Stale("Evaluasi ini berubah sejak Anda buka. Muat ulang halaman, lalu ulangi perubahan Anda.")
    satu, kabar = Keberatan.ajukan(
        pengenal(),
        termuat.evaluasi,
        isi,
        uow.get_pemutus(termuat.evaluasi),
        oleh=identity.pegawai_id,
        pada=clock.now(),
        fakta=termuat.fakta,
    )
    uow.simpan(termuat)
    uow.tambah_keberatan(satu)
    uow.publish(*kabar)
    _catat(uow, "keberatan.ajukan", satu, termuat, "pegawai", {"bukti": [str(b) for b in satu.isi.bukti]})
    return satu


def jelaskan(uow: UnitOfWork, identity: Identity, keberatan_id: UUID, teks: str, dilihat: int | None) -> KeberatanTermuat:
    """The evaluator's explanation."""
    dimuat = _muat_untuk_ubah(uow, identity, keberatan_id, dilihat)
    dimuat.keberatan.jelaskan(
        identity.pegawai_id, clock.now(), dimuat.hubungan, dimuat.termuat.fakta.zona, teks, _sebagai(dimuat, identity)
    )
    return _simpan(uow, identity, dimuat, "keberatan.jelaskan")


def periksa(uow: UnitOfWork, identity: Identity, keberatan_id: UUID, teks: str, dilihat: int | None) -> KeberatanTermuat:
    """The decider's question to the person."""
    dimuat = _muat_untuk_ubah(uow, identity, keberatan_id, dilihat)
    dimuat.keberatan.periksa(identity.pegawai_id, clock.now(), dimuat.hubungan, dimuat.termuat.fakta.zona, teks)
    return _simpan(uow, identity, dimuat, "keberatan.periksa")


def tanggapi(uow: UnitOfWork, identity: Identity, keberatan_id: UUID, teks: str, dilihat: int | None) -> KeberatanTermuat:
    """The person's answer to that question."""
    dimuat = _muat_untuk_ubah(uow, identity, keberatan_id, dilihat)
    dimuat.keberatan.tanggapi(identity.pegawai_id, clock.now(), dimuat.hubungan, dimuat.termuat.fakta.zona, teks)
    return _simpan(uow, identity, dimuat, "keberatan.tanggapi")


def cabut(uow: UnitOfWork, identity: Identity, keberatan_id: UUID, dilihat: int | None) -> KeberatanTermuat:
    dimuat = _muat_untuk_ubah(uow, identity, keberatan_id, dilihat)
    termuat = dimuat.termuat
    dimuat.keberatan.cabut(identity.pegawai_id, clock.now(), dimuat.hubungan, termuat.fakta.zona, termuat.evaluasi)
    return _simpan(uow, identity, dimuat, "keberatan.cabut")


def putuskan(
    uow: UnitOfWork,
    identity: Identity,
    keberatan_id: UUID,
    putusan: StatusKeberatan,
    alasan: str,
    koreksi: Koreksi,
    dilihat: int | None,
) -> KeberatanTermuat:
    """The final decision; what it corrects is computed anew in the same commit."""
    dimuat = _muat_untuk_ubah(uow, identity, keberatan_id, dilihat)
    termuat = dimuat.termuat
    satu = Putusan(putusan, alasan, koreksi, identity.pegawai_id, _sebagai(dimuat, identity), clock.now())
    berita = dimuat.keberatan.putuskan(satu, dimuat.hubungan, termuat.fakta, termuat.evaluasi)
    uow.publish(*berita)
    diubah = [nama for nama in ("rating_hasil", "rating_perilaku", "perilaku", "realisasi") if getattr(koreksi, nama)]
    return _simpan(uow, identity, dimuat, "keberatan.putuskan", {"putusan": putusan.value, "diubah": diubah})


def _muat_untuk_ubah(uow: UnitOfWork, identity: Identity, keberatan_id: UUID, dilihat: int | None) -> KeberatanTermuat:
    dimuat = muat(uow, identity, keberatan_id, kunci=True)
    if dilihat is not None and dilihat != dimuat.versi:
        raise Stale(_BERUBAH)
    return dimuat


def _simpan(
    uow: UnitOfWork, identity: Identity, dimuat: KeberatanTermuat, aksi: str, rincian: Mapping[str, object] | None = None
) -> KeberatanTermuat:
    """Store both aggregates; the evaluation says to the others where its objection stands."""
    k, termuat = dimuat.keberatan, dimuat.termuat
    termuat.evaluasi.ikuti_keberatan(k.status.value)
    termuat.fakta = replace(termuat.fakta, koreksi={c.indikator_id: c.angka for c in termuat.evaluasi.koreksi})
    uow.simpan(termuat)
    tindak_lanjut.ikuti(uow, termuat)
    uow.simpan_keberatan(dimuat)
    _catat(uow, aksi, k, termuat, _sebagai(dimuat, identity), rincian or {})
    return dimuat


def _catat(uow: UnitOfWork, aksi: str, k: Keberatan, termuat: Termuat, sebagai: str, rincian: Mapping[str, object]) -> None:
    """States, versions and ids; never a text, a rating or a figure."""
    isi = {
        "evaluasi_id": k.evaluasi_id,
        "status": k.status.value,
        "versi": k.version,
        "versi_evaluasi": termuat.evaluasi.version,
        **rincian,
    }
    uow.catat(aksi, objek="keberatan", objek_id=k.id, orang=(k.pegawai_id,), rincian=isi, sebagai=sebagai, instansi_id=k.instansi_id)
