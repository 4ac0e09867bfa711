"""What people do to an evaluation and to an organisation's result; and what the calendar does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from penilaian.adapters.unit_of_work import Termuat, UnitOfWork, pengenal
from penilaian.application import use_cases_tindak_lanjut as tindak_lanjut
from penilaian.domain.distribusi import ModeKurva
from penilaian.domain.evaluasi import HARI_KEBERATAN, CatatanRhk, Formulir, SkorPerilaku, Status
from penilaian.domain.organisasi import Organisasi, Penetapan, boleh_tetapkan
from shared import clock
from shared.auth.identity import Identity
from shared.errors import Forbidden, NotAllowed, NotFound, Stale, VersionRequired
from shared.matriks import Hak, Objek
from shared.persistence.akses import catat_baca, kapasitas

_LANGSUNG = (
    "rating_hasil",
    "alasan_hasil",
    "rating_perilaku",
    "alasan_perilaku",
    "gagasan_baru",
    "catatan",
    "organisasi_belum",
    "alasan_pola",
)


def muat(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, *, kunci: bool = False) -> Termuat:
    """An evaluation that the caller may see, else :class:`NotFound`."""
    termuat = uow.cari_evaluasi_untuk(identity, evaluasi_id, kunci=kunci)
    if termuat is None:
        raise NotFound("Evaluasi ini tidak ada, atau tidak dapat Anda buka.")
    return termuat


def baca(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID) -> Termuat:
    """An evaluation for reading, noted in the access log of the person; for its evaluator with the unit's distribution and last year's result."""
    termuat = muat(uow, identity, evaluasi_id)
    if termuat.fakta.sebagai:
        uow.lengkapi_sebaran(termuat)
    e = termuat.evaluasi
    pihak = {e.penilai_id: "penilai", e.atasan_penilai_id: "atasan_penilai"}
    sebagai = pihak.get(identity.pegawai_id) or termuat.fakta.sebagai or kapasitas(termuat.peran, Objek.RATING, Hak.BACA)
    apa = f"penilaian {e.tahun}, dengan hasil {e.tahun - 1}" if termuat.sebelum and termuat.fakta.sebagai else f"penilaian {e.tahun}"
    catat_baca(uow, Objek.RATING, apa, {sebagai: [e.pegawai_id]}, objek_id=e.id)
    return termuat


def _muat_untuk_ubah(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, dilihat: int | None) -> Termuat:
    termuat = muat(uow, identity, evaluasi_id, kunci=True)
    if dilihat is not None and dilihat != termuat.evaluasi.version:
        raise Stale("Evaluasi ini berubah sejak Anda buka. Muat ulang halaman, lalu ulangi perubahan Anda.")
    termuat.evaluasi.ikuti_laporan(termuat.fakta, clock.now())
    return termuat


def nilai(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, perubahan: Mapping[str, Any], dilihat: int | None) -> Termuat:
    """Store the given fields of the evaluator's form; the others stay."""
    termuat = _muat_untuk_ubah(uow, identity, evaluasi_id, dilihat)
    lihat = bool(perubahan.get("laporan_dilihat")) or "rating_hasil" in perubahan or "rating_perilaku" in perubahan
    formulir = gabung(termuat.evaluasi.formulir, perubahan)
    if termuat.fakta.kurva.mode is ModeKurva.WAJIB_ALASAN and not formulir.alasan_pola and "alasan_pola" not in perubahan:
        formulir = replace(formulir, alasan_pola=uow.get_alasan_pola(termuat.evaluasi.penilai_id, termuat.evaluasi.tahun))
    uow.publish(*termuat.evaluasi.nilai(identity.pegawai_id, clock.now(), termuat.fakta, formulir, lihat_laporan=lihat))
    _simpan(uow, termuat, "evaluasi.nilai", {"isian": sorted(perubahan)})
    uow.lengkapi_sebaran(termuat, bila_mengikat=True)
    return termuat


def _simpan(uow: UnitOfWork, termuat: Termuat, aksi: str, rincian: Mapping[str, object] | None = None) -> None:
    """Store, and write into the audit trail what was done: states, versions and names of fields, never a rating or a note."""
    dari = termuat.versi
    uow.simpan(termuat)
    tindak_lanjut.ikuti(uow, termuat)
    satu = termuat.evaluasi
    isi = {"skp_id": satu.skp_id, "status": satu.status.value, "dari_versi": dari, "versi": satu.version, **(rincian or {})}
    orang = {"pegawai": satu.pegawai_id, "penilai": satu.penilai_id, "atasan_penilai": satu.atasan_penilai_id}
    sebagai = next((nama for nama, id_ in orang.items() if str(id_) == uow.actor), "")
    uow.catat(
        aksi,
        objek="evaluasi",
        objek_id=satu.id,
        orang=(satu.pegawai_id,),
        rincian=isi,
        sebagai=sebagai,
        instansi_id=satu.instansi_id,
    )


def gabung(formulir: Formulir, perubahan: Mapping[str, Any]) -> Formulir:
    """The form with the fields that ``perubahan`` names; rows of perilaku and catatan_rhk are taken over one by one."""
    baru: dict[str, Any] = {nama: perubahan[nama] for nama in _LANGSUNG if nama in perubahan}
    if "perilaku" in perubahan:
        ubah = {satu["kode"]: {k: v for k, v in satu.items() if k != "kode"} for satu in perubahan["perilaku"]}
        lama = {satu.kode: satu for satu in formulir.perilaku}
        baru["perilaku"] = tuple(replace(lama.get(kode, SkorPerilaku(kode)), **ubah.get(kode, {})) for kode in Formulir().skor)
    if "catatan_rhk" in perubahan:
        rhk = {satu.rhk_id: satu for satu in formulir.catatan_rhk}
        for rhk_id, isi in perubahan["catatan_rhk"].items():
            rhk[rhk_id] = replace(rhk.get(rhk_id, CatatanRhk(rhk_id)), **isi)
        baru["catatan_rhk"] = tuple(rhk.values())
    return replace(formulir, **baru)


def tetapkan(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, dilihat: int | None) -> Termuat:
    termuat = _muat_untuk_ubah(uow, identity, evaluasi_id, dilihat)
    uow.lengkapi_sebaran(termuat, bila_mengikat=True, kunci=True)
    uow.publish(*termuat.evaluasi.tetapkan(identity.pegawai_id, clock.now(), termuat.fakta))
    _simpan(uow, termuat, "evaluasi.tetapkan")
    return termuat


def nilai_sekaligus(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, dilihat: int | None) -> Termuat:
    termuat = _muat_untuk_ubah(uow, identity, evaluasi_id, dilihat)
    uow.publish(*termuat.evaluasi.nilai_sekaligus(identity.pegawai_id, clock.now(), termuat.fakta))
    _simpan(uow, termuat, "evaluasi.nilai_sekaligus")
    return termuat


def urungkan_sekaligus(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, dilihat: int | None) -> Termuat:
    termuat = _muat_untuk_ubah(uow, identity, evaluasi_id, dilihat)
    uow.publish(*termuat.evaluasi.urungkan_sekaligus(identity.pegawai_id, clock.now(), termuat.fakta))
    _simpan(uow, termuat, "evaluasi.urungkan_sekaligus")
    return termuat


def lakukan_sekaligus(
    uow: UnitOfWork, identity: Identity, deed: Callable[[UnitOfWork, Identity, UUID, int | None], Termuat], pilihan: Mapping[UUID, int]
) -> tuple[int, dict[str, str]]:
    """One deed for several evaluations, each by itself with the version that was seen: how many were done, and by name why the others were not."""
    jumlah, tidak = 0, {}
    for evaluasi_id, versi in pilihan.items():
        try:
            deed(uow, identity, evaluasi_id, versi)
        except (NotAllowed, Forbidden, Stale) as salah:
            tidak[muat(uow, identity, evaluasi_id).evaluasi.pegawai.nama] = salah.detail
        else:
            jumlah += 1
    return jumlah, tidak


def sampaikan(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, dilihat: int | None) -> Termuat:
    termuat = _muat_untuk_ubah(uow, identity, evaluasi_id, dilihat)
    uow.publish(*termuat.evaluasi.sampaikan(identity.pegawai_id, clock.now(), termuat.fakta))
    _simpan(uow, termuat, "evaluasi.sampaikan")
    return termuat


def tetapkan_dan_sampaikan(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, dilihat: int | None) -> Termuat:
    """Both in one commit: the usual way of an evaluator who signs alone."""
    termuat = tetapkan(uow, identity, evaluasi_id, dilihat)
    if termuat.evaluasi.menunggu_atasan:
        return termuat
    uow.publish(*termuat.evaluasi.sampaikan(identity.pegawai_id, clock.now(), termuat.fakta))
    _simpan(uow, termuat, "evaluasi.sampaikan")
    return termuat


def tanda_tangani(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, dilihat: int | None) -> Termuat:
    """The evaluator's superior countersigns a Plh's rating and delivers it, in one commit."""
    termuat = _muat_untuk_ubah(uow, identity, evaluasi_id, dilihat)
    uow.lengkapi_sebaran(termuat, bila_mengikat=True, kunci=True)
    uow.publish(*termuat.evaluasi.tanda_tangani(identity.pegawai_id, clock.now(), termuat.fakta))
    uow.publish(*termuat.evaluasi.sampaikan(identity.pegawai_id, clock.now(), termuat.fakta))
    _simpan(uow, termuat, "evaluasi.tanda_tangani")
    return termuat


def tolak_paraf(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, alasan: str, dilihat: int | None) -> Termuat:
    termuat = _muat_untuk_ubah(uow, identity, evaluasi_id, dilihat)
    uow.publish(*termuat.evaluasi.tolak_paraf(identity.pegawai_id, clock.now(), termuat.fakta, alasan))
    _simpan(uow, termuat, "evaluasi.tolak_paraf")
    return termuat


def kembalikan(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, alasan: str, dilihat: int | None) -> Termuat:
    termuat = _muat_untuk_ubah(uow, identity, evaluasi_id, dilihat)
    uow.publish(*termuat.evaluasi.kembalikan(identity.pegawai_id, clock.now(), termuat.fakta, alasan))
    _simpan(uow, termuat, "evaluasi.kembalikan")
    return termuat


def ajukan(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, dilihat: int | None) -> Termuat:
    termuat = _muat_untuk_ubah(uow, identity, evaluasi_id, dilihat)
    uow.publish(*termuat.evaluasi.ajukan(identity.pegawai_id, clock.now(), termuat.fakta))
    _simpan(uow, termuat, "evaluasi.ajukan")
    return termuat


def terima(uow: UnitOfWork, identity: Identity, evaluasi_id: UUID, dilihat: int | None) -> Termuat:
    termuat = _muat_untuk_ubah(uow, identity, evaluasi_id, dilihat)
    uow.publish(*termuat.evaluasi.terima(identity.pegawai_id, clock.now(), termuat.fakta))
    _simpan(uow, termuat, "evaluasi.terima")
    return termuat


def tetapkan_organisasi(uow: UnitOfWork, identity: Identity, putusan: Penetapan, dilihat: int | None) -> Organisasi:
    """First without a version; a change of an existing result needs the version that the caller saw."""
    from penilaian.application import queries

    if not queries.ada_unor(uow, putusan.unor_id):
        raise NotFound("Unit ini tidak ada pada instansi Anda.")
    pada = clock.now()
    hari = min(pada.date(), date(putusan.tahun, 12, 31))
    lama = uow.cari_organisasi(putusan.unor_id, putusan.tahun)
    penilai_kepala = uow.kepala_unor(putusan.unor_id, hari)
    if penilai_kepala in uow.get_wewenang(identity.instansi_id, identity.pegawai_id).digantikan:
        penilai_kepala = identity.pegawai_id
    boleh = boleh_tetapkan(penilai_kepala, identity.pegawai_id, ppk=uow.dicapai_ppk(identity, putusan.unor_id))
    if boleh and lama is not None and dilihat is None:
        raise VersionRequired('Capaian unit ini sudah ditetapkan. Sertakan If-Match: "<version>" dari bacaan terakhir Anda.')
    if boleh and lama is not None and dilihat != lama.version:
        raise Stale("Capaian organisasi ini berubah sejak Anda buka. Muat ulang halaman.")
    satu = Organisasi.tetapkan(
        lama.id if lama else pengenal(),
        identity.instansi_id,
        putusan,
        oleh=identity.pegawai_id,
        pada=pada,
        boleh=boleh,
        version=lama.version + 1 if lama else 1,
    )
    uow.simpan_organisasi(satu)
    uow.catat(
        "organisasi.tetapkan",
        objek="organisasi",
        objek_id=satu.id,
        rincian={"unor_id": satu.unor_id, "tahun": satu.tahun, "versi": satu.version},
        sebagai="" if identity.has("ppk") else "penilai",
    )
    return satu


# ---- the calendar ----


def ajukan_yang_terkunci(uow: UnitOfWork) -> int:
    """Hand over what nobody can complete any more; returns how many."""
    pada = clock.now()
    jumlah = 0
    for skp_id in uow.terkunci_belum_diajukan((pada + timedelta(days=1)).date()):  # east of Greenwich the day is over sooner
        termuat = uow.cari_evaluasi_skp(skp_id)
        if termuat is not None and termuat.evaluasi.ikuti_laporan(termuat.fakta, pada):
            termuat.evaluasi.hitung_ketepatan(termuat.fakta, termuat.fakta.hari(pada))
            _simpan(uow, termuat, "evaluasi.ajukan_otomatis")
            jumlah += 1
    return jumlah


def terima_yang_lewat(uow: UnitOfWork) -> int:
    """Silence accepts after the objection's last moment; returns how many."""
    pada = clock.now()
    jumlah = 0
    for evaluasi_id in uow.disampaikan_sebelum(pada - timedelta(days=HARI_KEBERATAN)):
        termuat = uow.cari_evaluasi(evaluasi_id, kunci=True)
        if termuat is None or termuat.evaluasi.status is not Status.DISAMPAIKAN:
            continue
        if termuat.evaluasi.keberatan_lewat(pada, termuat.fakta):
            uow.publish(*termuat.evaluasi.terima_otomatis(pada, termuat.fakta))
            _simpan(uow, termuat, "evaluasi.terima_otomatis")
            jumlah += 1
    return jumlah
