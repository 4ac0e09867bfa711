"""The deeds of capaian: one function a deed. The entrypoint owns the transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import uuid6

from capaian.adapters.kiriman import Kiriman
from capaian.adapters.libur import KALENDER
from capaian.adapters.penyimpanan import Penyimpanan
from capaian.adapters.unit_of_work import Termuat, UnitOfWork
from capaian.application.keadaan import keadaan, keadaan_progres
from capaian.domain.bukti import BERKAS_CATATAN_TERBANYAK, GAMBAR, Bukti, Mini, pastikan_dalam_kuota, pastikan_muat
from capaian.domain.dokumen import BERKAS as BENTUK_BERKAS
from capaian.domain.dokumen import DOKUMEN, SEBUTAN, Konfirmasi, catatan_bersih, dokumen_bersih, pastikan_bentuk
from capaian.domain.dokumen import TAUTAN as BENTUK_TAUTAN
from capaian.domain.laporan import BERISI, BERKAS, PEMUTUS, IsianRealisasi, Laporan
from capaian.domain.progres import Isian, Progres, tanpa_skp
from capaian.domain.tautan import TAUTAN, KeadaanTautan, alamat_bersih, host, nama_tautan
from shared import clock
from shared.auth.identity import Identity
from shared.contracts.skp import Indikator, Skp
from shared.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Stale
from shared.matriks import Objek
from shared.persistence.akses import catat_baca, kapasitas

_TAUTAN_TERTINGGAL = timedelta(minutes=1)
"""A new link is looked at as soon as it is stored; one that was not, because its process ended, is the worker's after this time."""


def _id() -> UUID:
    return UUID(str(uuid6.uuid7()))


# ---- daily log


def catat_progres(uow: UnitOfWork, identity: Identity, *, tanggal: date, isian: Isian, skp_id: UUID | None = None) -> Progres:
    """Write down what was done: one read, one row and its event, for this is the busiest path of the system."""
    found = uow.get_jendela(identity.pegawai_id, tanggal, skp_id)
    if found is None:
        if skp_id is not None:
            raise NotFound("SKP itu tidak ada, belum disetujui, atau bukan milik Anda.")
        raise tanpa_skp(tanggal, uow.get_skp_pertama(identity.pegawai_id))
    jendela, zona = found
    isian = _dengan_rencana(uow, identity, isian, jendela.skp_id, tanggal)
    progres = Progres.catat(
        id=_id(),
        instansi_id=identity.instansi_id,
        pegawai_id=identity.pegawai_id,
        jendela=jendela,
        tanggal=tanggal,
        isian=isian,
        pada=clock.now(),
        hari_ini=clock.today(zona),
        hari_kerja=KALENDER,
    )
    uow.add_progres(progres)
    uow.publish(keadaan_progres(progres))
    _catat_progres(uow, "progres.catat", progres)
    return progres


def ubah_progres(uow: UnitOfWork, identity: Identity, progres_id: UUID, isian: Isian, version: int | None) -> Progres:
    progres = _progres_sendiri(uow, identity, progres_id, version)
    found = uow.get_jendela(identity.pegawai_id, progres.tanggal, progres.skp_id)
    if isian.rencana_aksi_id != progres.isian.rencana_aksi_id or isian.rhk_id != progres.isian.rhk_id:
        isian = _dengan_rencana(uow, identity, isian, progres.skp_id, progres.tanggal)
    progres.ubah(isian, found[0].rhk if found else frozenset())
    uow.save_progres(progres)
    uow.publish(keadaan_progres(progres))
    _catat_progres(uow, "progres.ubah", progres)
    return progres


def _dengan_rencana(uow: UnitOfWork, identity: Identity, isian: Isian, skp_id: UUID, tanggal: date) -> Isian:
    """A plan that was chosen brings its RHK; another RHK beside it is a contradiction."""
    if isian.rencana_aksi_id is None:
        return isian
    rhk_id = uow.get_rencana_hari(isian.rencana_aksi_id, skp_id, identity.pegawai_id, tanggal)
    if rhk_id is None:
        pesan = "Rencana aksi ini tidak ada dalam periode tanggal itu. Pilih yang lain, atau RHK-nya saja."
        raise Invalid(pesan, errors={"rencana_aksi_id": [pesan], "rhk_id": [pesan]})
    if isian.rhk_id not in (None, rhk_id):
        pesan = "RHK ini bukan RHK dari rencana aksi yang dipilih."
        raise Invalid(pesan, errors={"rhk_id": [pesan]})
    return replace(isian, rhk_id=rhk_id)


def hapus_progres(uow: UnitOfWork, identity: Identity, progres_id: UUID, version: int | None = None) -> Progres:
    progres = _progres_sendiri(uow, identity, progres_id, version)
    progres.hapus()
    uow.delete_progres(progres.id)
    uow.publish(keadaan_progres(progres, ada=False))
    _catat_progres(uow, "progres.hapus", progres)
    return progres


def unggah_bukti_progres(uow: UnitOfWork, identity: Identity, progres_id: UUID, *, kiriman: Kiriman, simpanan: Penyimpanan) -> Bukti:
    """Take a file to a daily entry, by the rules of a report's evidence."""
    progres = _progres_untuk_bukti(uow, identity, progres_id, BENTUK_BERKAS)
    baru = _simpan_berkas(uow, progres, identity, kiriman, None, simpanan)
    _catat_progres(uow, "bukti.unggah", progres, _rincian_berkas(baru))
    return baru


def tautkan_bukti_progres(uow: UnitOfWork, identity: Identity, progres_id: UUID, *, tautan: str, nama: str = "") -> Bukti:
    """Take a link to a daily entry. It is not looked at here: nothing waits for another server inside a transaction."""
    progres = _progres_untuk_bukti(uow, identity, progres_id, BENTUK_TAUTAN)
    baru = _simpan_tautan(uow, progres, identity, tautan, nama, None)
    _catat_progres(uow, "bukti.tautkan", progres, _rincian_tautan(baru))
    return baru


def _progres_untuk_bukti(uow: UnitOfWork, identity: Identity, progres_id: UUID, bentuk: str) -> Progres:
    progres = _progres_sendiri(uow, identity, progres_id, None)
    progres.pastikan_dapat_diubah()
    pastikan_bentuk(uow.bukti_mode(progres.instansi_id, progres.tanggal), bentuk)
    pastikan_muat(len(progres.bukti), "Catatan", BERKAS_CATATAN_TERBANYAK)
    return progres


def buang_bukti_progres(uow: UnitOfWork, identity: Identity, progres_id: UUID, bukti_id: UUID) -> Progres:
    progres = _progres_sendiri(uow, identity, progres_id, None)
    if bukti_id not in {b.id for b in progres.bukti}:
        raise NotFound("Bukti ini tidak ada dalam catatan itu.")
    progres.pastikan_dapat_diubah()
    uow.delete_bukti(bukti_id)
    _catat_progres(uow, "bukti.buang", progres, {"bukti_id": bukti_id})
    return progres


def _simpan_berkas(
    uow: UnitOfWork,
    tempat: Laporan | Progres,
    identity: Identity,
    kiriman: Kiriman,
    indikator_id: UUID | None,
    simpanan: Penyimpanan,
) -> Bukti:
    """Its row is written in the commit of the deed; content without a row is removed by the cleaning."""
    berkas = kiriman.berkas
    mini = Mini.MENUNGGU if berkas.jenis in GAMBAR else Mini.TANPA
    baru = Bukti(_id(), indikator_id, berkas.nama, berkas.jenis, berkas.ukuran, berkas.sha256, mini=mini, keadaan_berkas=kiriman.keadaan)
    tahun = tempat.tahun if isinstance(tempat, Laporan) else tempat.tanggal.year
    uow.kunci_bukti(tempat.pegawai_id)
    pastikan_dalam_kuota(uow.ukuran_bukti(tempat.pegawai_id, tahun, berkas.sha256), berkas.ukuran, simpanan.kuota, tahun)
    simpanan.simpan(tempat.instansi_id, berkas.sha256, kiriman.aliran)
    kini = clock.now()
    uow.add_bukti(tempat, baru, identity.pegawai_id, kini, kini if baru.alasan_terkunci else None)
    return baru


def _simpan_tautan(
    uow: UnitOfWork, tempat: Laporan | Progres, identity: Identity, tautan: str, nama: str, indikator_id: UUID | None
) -> Bukti:
    alamat = alamat_bersih(tautan)
    baru = Bukti(_id(), indikator_id, nama_tautan(nama, alamat), TAUTAN, 0, "", alamat, KeadaanTautan.BELUM)
    kini = clock.now()
    uow.add_bukti(tempat, baru, identity.pegawai_id, kini, kini + _TAUTAN_TERTINGGAL)
    return baru


def _rincian_tautan(baru: Bukti) -> dict[str, object]:
    return {"bukti_id": baru.id, "server": host(baru.tautan)}


def _rincian_berkas(baru: Bukti) -> dict[str, object]:
    return {"bukti_id": baru.id, "sha256": baru.sha256, "ukuran": baru.ukuran, "jenis_berkas": baru.jenis}


def _catat_progres(uow: UnitOfWork, aksi: str, progres: Progres, rincian: Mapping[str, object] | None = None) -> None:
    """Into the audit trail: which day's entry; not its words."""
    isi = {"tanggal": progres.tanggal, "skp_id": progres.skp_id, "versi": progres.version, **(rincian or {})}
    uow.catat(aksi, objek="progres", objek_id=progres.id, orang=(progres.pegawai_id,), rincian=isi, sebagai="pegawai")


def _progres_sendiri(uow: UnitOfWork, identity: Identity, progres_id: UUID, version: int | None) -> Progres:
    progres = uow.get_progres(progres_id, identity.pegawai_id)
    if progres is None:
        raise NotFound("Catatan ini tidak ada, atau bukan milik Anda.")
    if version is not None and version != progres.version:
        raise Stale("Catatan ini berubah sejak Anda buka. Muat ulang lalu simpan lagi.")
    return progres


# ---- reports


def indikator_skp(skp: Skp) -> dict[UUID, tuple[UUID, Indikator]]:
    """The SKP's indikator in their order, which a report is due on: id → (RHK id, indikator)."""
    return {indikator.id: (rhk.id, indikator) for rhk in skp.rhk for indikator in rhk.indikator}


def indikator_laporan(termuat: Termuat) -> dict[UUID, tuple[UUID, Indikator]]:
    """Those of the SKP, and those that a revision stopped and that this report has a realisasi of: it stays, and stays to be mended."""
    terisi = {r.indikator_id for r in termuat.laporan.realisasi}
    berhenti = {i.id: (rhk.id, i) for rhk in termuat.skp.dihentikan for i in rhk.indikator if i.id in terisi}
    return indikator_skp(termuat.skp) | berhenti


def muat_laporan(
    uow: UnitOfWork, identity: Identity, laporan_id: UUID, version: int | None = None, *, lock: bool = True
) -> tuple[Termuat, frozenset[str]]:
    """The report and how the caller stands to it; :class:`NotFound` for everybody who has nothing to do with it."""
    termuat = uow.get_laporan(laporan_id, identity, lock=lock)
    if termuat is None:
        raise NotFound("Laporan ini tidak ada, atau tidak dapat Anda buka.")
    _pastikan_versi(termuat, version)
    return termuat, termuat.hubungan


def _pastikan_versi(termuat: Termuat, version: int | None) -> None:
    if version is not None and version != termuat.laporan.version:
        raise Stale("Laporan ini berubah sejak Anda buka. Muat ulang lalu kerjakan lagi.")


def baca_laporan(uow: UnitOfWork, identity: Identity, laporan_id: UUID, *, bergambar: bool = False) -> tuple[Termuat, frozenset[str]]:
    """The report for reading; noted in the access log of its owner, once for all the small pictures that come with it (``bergambar``)."""
    termuat, hubungan = muat_laporan(uow, identity, laporan_id, lock=False)
    apa = f"laporan {termuat.laporan.nama}" if hubungan & BERISI else f"keadaan laporan {termuat.laporan.nama}"
    if bergambar and hubungan & BERKAS and any(b.bermini for b in termuat.laporan.bukti):
        apa = f"{apa} dengan gambar kecil buktinya"
    _catat_baca(uow, identity, termuat, Objek.REALISASI, apa, laporan_id)
    return termuat, hubungan


def _catat_baca(uow: UnitOfWork, identity: Identity, termuat: Termuat, objek: Objek, apa: str, objek_id: UUID) -> None:
    lini = {"penilai": "penilai", "atasan": "atasan_penilai", "plt": "plt", "plh": "plh"}
    sebagai = next((kata for nama, kata in lini.items() if nama in termuat.hubungan), "") or kapasitas(identity.peran, objek)
    if PEMUTUS in termuat.hubungan:
        sebagai, apa = sebagai or "atasan_penilai", f"{apa}, memutus keberatan"
    catat_baca(uow, objek, apa, {sebagai: [termuat.laporan.pegawai_id]}, objek_id=objek_id)


def isi_realisasi(uow: UnitOfWork, identity: Identity, laporan_id: UUID, isian: Sequence[IsianRealisasi], version: int | None) -> Termuat:
    termuat, hubungan = muat_laporan(uow, identity, laporan_id, version)
    termuat.laporan.isi(isian, indikator_laporan(termuat), hubungan, clock.today(termuat.zona))
    return _simpan(uow, termuat, "laporan.isi", rincian={"indikator": [satu.indikator_id for satu in isian]})


def unggah_bukti(
    uow: UnitOfWork, identity: Identity, laporan_id: UUID, *, kiriman: Kiriman, indikator_id: UUID | None, simpanan: Penyimpanan
) -> tuple[Termuat, Bukti]:
    """Take a file into the report."""
    termuat = _laporan_untuk_bukti(uow, identity, laporan_id, indikator_id, BENTUK_BERKAS)
    baru = _simpan_berkas(uow, termuat.laporan, identity, kiriman, indikator_id, simpanan)
    termuat.laporan.bukti = (*termuat.laporan.bukti, baru)
    return _simpan(uow, termuat, "bukti.unggah", rincian=_rincian_berkas(baru)), baru


def tautkan_bukti(
    uow: UnitOfWork, identity: Identity, laporan_id: UUID, *, tautan: str, nama: str = "", indikator_id: UUID | None = None
) -> tuple[Termuat, Bukti]:
    """Take a link into the report. It is not looked at here: nothing waits for another server inside a transaction."""
    termuat = _laporan_untuk_bukti(uow, identity, laporan_id, indikator_id, BENTUK_TAUTAN)
    baru = _simpan_tautan(uow, termuat.laporan, identity, tautan, nama, indikator_id)
    termuat.laporan.bukti = (*termuat.laporan.bukti, baru)
    return _simpan(uow, termuat, "bukti.tautkan", rincian=_rincian_tautan(baru)), baru


def sebutkan_dokumen(
    uow: UnitOfWork, identity: Identity, laporan_id: UUID, *, nama: str, letak: str, indikator_id: UUID | None = None
) -> tuple[Termuat, Bukti]:
    """Name a document that stays where it is; it counts as evidence once the evaluator has confirmed it."""
    termuat = _laporan_untuk_bukti(uow, identity, laporan_id, indikator_id, SEBUTAN)
    nama, letak = dokumen_bersih(nama, letak)
    baru = Bukti(_id(), indikator_id, nama, DOKUMEN, 0, "", letak=letak, konfirmasi=Konfirmasi.MENUNGGU)
    uow.add_bukti(termuat.laporan, baru, identity.pegawai_id, clock.now())
    termuat.laporan.bukti = (*termuat.laporan.bukti, baru)
    return _simpan(uow, termuat, "bukti.sebutkan", rincian={"bukti_id": baru.id}), baru


def konfirmasi_dokumen(
    uow: UnitOfWork, identity: Identity, laporan_id: UUID, bukti_id: UUID, *, ada: bool, catatan: str, version: int | None = None
) -> tuple[Termuat, Bukti]:
    """The evaluator says whether a document exists where its owner says; he may say it anew."""
    termuat, hubungan = muat_laporan(uow, identity, laporan_id)
    satu = termuat.laporan
    lama = next((b for b in satu.bukti if b.id == bukti_id), None)
    if lama is None or not hubungan & BERISI:
        raise NotFound("Bukti ini tidak ada dalam laporan itu.")
    satu.pastikan_dapat_dikonfirmasi(hubungan)
    _pastikan_versi(termuat, version)
    if not lama.konfirmasi:
        raise Conflict("Bukti ini berkas atau tautan, jadi tidak dikonfirmasi.", code="evidence_not_document")
    hasil = Konfirmasi.ADA if ada else Konfirmasi.TIDAK_ADA
    baru = replace(lama, konfirmasi=hasil, catatan_konfirmasi=catatan_bersih(ada, catatan))
    uow.save_konfirmasi(baru, identity.pegawai_id, clock.now())
    satu.bukti = tuple(baru if b.id == bukti_id else b for b in satu.bukti)
    return _simpan(uow, termuat, "bukti.konfirmasi", rincian={"bukti_id": bukti_id, "konfirmasi": hasil}), baru


def _laporan_untuk_bukti(uow: UnitOfWork, identity: Identity, laporan_id: UUID, indikator_id: UUID | None, bentuk: str) -> Termuat:
    termuat, hubungan = muat_laporan(uow, identity, laporan_id)
    termuat.laporan.pastikan_dapat_diisi(hubungan, clock.today(termuat.zona))
    pastikan_bentuk(uow.bukti_mode(termuat.laporan.instansi_id, termuat.laporan.selesai), bentuk)
    pastikan_muat(len(termuat.laporan.bukti))
    if indikator_id is not None and indikator_id not in indikator_laporan(termuat):
        raise Invalid("Indikator bukti ini tidak ada dalam SKP Anda.", errors={"indikator_id": ["Pilih indikator dari SKP Anda."]})
    return termuat


def buang_bukti(uow: UnitOfWork, identity: Identity, laporan_id: UUID, bukti_id: UUID) -> Termuat:
    """Take a file out of the report; its content is removed by the cleaning once no report needs it."""
    termuat, hubungan = muat_laporan(uow, identity, laporan_id)
    satu = termuat.laporan
    if not hubungan & BERISI or bukti_id not in {b.id for b in satu.bukti}:
        raise NotFound("Bukti ini tidak ada dalam laporan itu.")
    satu.pastikan_dapat_diisi(hubungan, clock.today(termuat.zona))
    uow.delete_bukti(bukti_id)
    satu.bukti = tuple(b for b in satu.bukti if b.id != bukti_id)
    return _simpan(uow, termuat, "bukti.buang", rincian={"bukti_id": bukti_id})


@dataclass(frozen=True, slots=True)
class BuktiTerbuka:
    """A file that the caller may open, with ``semua`` that hang beside it. ``progres`` is the daily entry it hangs on, else ``laporan`` is its place.

    ``laporan`` is None for one's own entry.
    """

    bukti: Bukti
    semua: tuple[Bukti, ...]
    instansi_id: UUID
    pemilik: str
    pemilik_id: UUID
    laporan: Laporan | None = None
    progres: Progres | None = None


def bukti_untuk_dibaca(uow: UnitOfWork, identity: Identity, bukti_id: UUID, *, tercatat_untuk: UUID | None = None) -> BuktiTerbuka:
    """A file that the caller may open: the owner, the evaluator and an auditor; in an objection who decides on it (domain 2.7).

    The file of a daily entry is read by those who read the report of its day. ``tercatat_untuk`` is a report whose reading, small pictures
    included, was noted a moment ago.
    """
    asal = uow.asal_bukti(bukti_id)
    if asal is not None and asal.pegawai_id == identity.pegawai_id:
        return _bukti_progres(uow, asal.progres_id, identity.pegawai_id, identity.nama, bukti_id)
    if asal is None or asal.laporan_id is None:
        raise NotFound("Bukti ini tidak ada, atau tidak dapat Anda buka.")
    termuat, hubungan = muat_laporan(uow, identity, asal.laporan_id, lock=False)
    if not hubungan & (BERISI | BERKAS):
        raise NotFound("Bukti ini tidak ada, atau tidak dapat Anda buka.")
    if not hubungan & BERKAS:
        raise Forbidden(
            "Berkas bukti terbuka bagi atasan penilai hanya dalam keberatan yang ia putus, selama belum diputus. Daftar bukti dan realisasinya dapat Anda baca."
        )
    if tercatat_untuk != termuat.laporan.id:
        _catat_baca(uow, identity, termuat, Objek.BUKTI, f"berkas bukti laporan {termuat.laporan.nama}", bukti_id)
    satu, pemilik = termuat.laporan, termuat.skp.pegawai.nama
    if asal.progres_id is not None:
        return replace(_bukti_progres(uow, asal.progres_id, satu.pegawai_id, pemilik, bukti_id), laporan=satu)
    return BuktiTerbuka(next(b for b in satu.bukti if b.id == bukti_id), satu.bukti, satu.instansi_id, pemilik, satu.pegawai_id, satu)


def _bukti_progres(uow: UnitOfWork, progres_id: UUID, pegawai_id: UUID, pemilik: str, bukti_id: UUID) -> BuktiTerbuka:
    progres = uow.get_progres(progres_id, pegawai_id, lock=False)
    bukti = next((b for b in progres.bukti if b.id == bukti_id), None) if progres else None
    if progres is None or bukti is None:
        raise NotFound("Bukti ini tidak ada, atau tidak dapat Anda buka.")
    return BuktiTerbuka(bukti, progres.bukti, progres.instansi_id, pemilik, pegawai_id, progres=progres)


def kirim_laporan(uow: UnitOfWork, identity: Identity, laporan_id: UUID, *, alasan: str, keterangan: str, version: int | None) -> Termuat:
    termuat, hubungan = muat_laporan(uow, identity, laporan_id, version)
    dikirim = termuat.laporan.kirim(
        alasan=alasan,
        keterangan=keterangan,
        wajib=indikator_skp(termuat.skp).keys(),
        hubungan=hubungan,
        oleh=identity.pegawai_id,
        pada=clock.now(),
        zona=termuat.zona,
    )
    return _simpan(uow, termuat, "laporan.kirim", dikirim)


def terima_laporan(uow: UnitOfWork, identity: Identity, laporan_id: UUID, version: int | None = None) -> Termuat:
    """Accept the report, and with it the daily entries of its span."""
    termuat, hubungan = muat_laporan(uow, identity, laporan_id, version)
    diterima = termuat.laporan.terima(hubungan, identity.pegawai_id, clock.now(), clock.today(termuat.zona))
    uow.accept_progres(termuat.laporan)
    return _simpan(uow, termuat, "laporan.terima", diterima)


def terima_banyak(uow: UnitOfWork, identity: Identity, ids: Sequence[UUID]) -> tuple[list[Laporan], list[str]]:
    """Accept several at once; the reports that do not qualify stay, each with its reason."""
    diterima: list[Laporan] = []
    sebab: list[str] = []
    for laporan_id in dict.fromkeys(ids):
        try:
            diterima.append(terima_laporan(uow, identity, laporan_id).laporan)
        except DomainError as salah:
            sebab.append(salah.detail)
    return diterima, sebab


def kembalikan_laporan(uow: UnitOfWork, identity: Identity, laporan_id: UUID, alasan: str, version: int | None = None) -> Termuat:
    termuat, hubungan = muat_laporan(uow, identity, laporan_id, version)
    termuat.laporan.kembalikan(alasan, hubungan, identity.pegawai_id, clock.now(), clock.today(termuat.zona))
    return _simpan(uow, termuat, "laporan.kembalikan")


def maafkan_laporan(
    uow: UnitOfWork, identity: Identity, laporan_id: UUID, *, dimaafkan: bool, catatan: str, version: int | None = None
) -> Termuat:
    termuat, hubungan = muat_laporan(uow, identity, laporan_id, version)
    termuat.laporan.maafkan(dimaafkan, catatan, hubungan, identity.pegawai_id, clock.now(), clock.today(termuat.zona))
    return _simpan(uow, termuat, "laporan.maafkan", rincian={"dimaafkan": dimaafkan})


def buka_laporan(
    uow: UnitOfWork, identity: Identity, laporan_id: UUID, *, sampai: date, alasan: str, version: int | None = None
) -> Termuat:
    termuat, hubungan = muat_laporan(uow, identity, laporan_id, version)
    termuat.laporan.buka(sampai, alasan, hubungan, identity.pegawai_id, clock.now(), clock.today(termuat.zona))
    return _simpan(uow, termuat, "laporan.buka", rincian={"sampai": sampai})


def minta_buka_laporan(uow: UnitOfWork, identity: Identity, laporan_id: UUID, alasan: str, version: int | None = None) -> Termuat:
    termuat, hubungan = muat_laporan(uow, identity, laporan_id, version)
    termuat.laporan.minta_buka(alasan, hubungan, identity.pegawai_id, clock.now(), clock.today(termuat.zona))
    return _simpan(uow, termuat, "laporan.minta_buka")


def tolak_buka_laporan(uow: UnitOfWork, identity: Identity, laporan_id: UUID, alasan: str, version: int | None = None) -> Termuat:
    termuat, hubungan = muat_laporan(uow, identity, laporan_id, version)
    termuat.laporan.tolak_buka(alasan, hubungan, identity.pegawai_id, clock.now(), clock.today(termuat.zona))
    return _simpan(uow, termuat, "laporan.tolak_buka")


def _simpan(uow: UnitOfWork, termuat: Termuat, aksi: str, *peristiwa: object, rincian: Mapping[str, object] | None = None) -> Termuat:
    """Store, tell the others, and write into the audit trail what was done: states and ids, no text of the report."""
    satu = termuat.laporan
    uow.save_laporan(satu)
    uow.publish(keadaan(satu), *peristiwa)
    isi = {"periode_id": satu.periode_id, "status": satu.status, "versi": satu.version, **(rincian or {})}
    sebagai = "pegawai" if "pemilik" in termuat.hubungan else next((r for r in ("penilai", "atasan") if r in termuat.hubungan), "")
    uow.catat(aksi, objek="laporan", objek_id=satu.id, orang=(satu.pegawai_id,), rincian=isi, sebagai=sebagai)
    return termuat


# ---- the lock


def kirim_yang_terkunci(uow: UnitOfWork, banyak: int = 300) -> int:
    """Send up to ``banyak`` drafts whose lock has passed, as they stand; returns how many were found."""
    pada = clock.now()
    terkunci = uow.list_terkunci(pada, banyak)
    for satu, zona in terkunci:
        dikirim = satu.kirim_otomatis(pada, zona)
        uow.save_laporan(satu)
        uow.publish(keadaan(satu), dikirim)
        rincian = {"periode_id": satu.periode_id, "status": satu.status, "versi": satu.version, "hari_terlambat": satu.hari_terlambat}
        uow.catat(
            "laporan.kirim_otomatis",
            objek="laporan",
            objek_id=satu.id,
            orang=(satu.pegawai_id,),
            rincian=rincian,
            instansi_id=satu.instansi_id,
        )
    return len(terkunci)


# ---- cleaning


def bersihkan_berkas(uow: UnitOfWork, simpanan: Penyimpanan, lebih_tua_detik: float = 86_400) -> int:
    """Remove stored files that no report needs, once they are a day old; returns how many."""
    dipakai = uow.list_isi_bukti()
    batas = datetime.now(UTC) - timedelta(seconds=lebih_tua_detik)
    dibuang = 0
    for satu in simpanan.semua():
        if (satu.instansi_id, satu.sha256) not in dipakai and satu.sejak < batas:
            simpanan.buang(satu.instansi_id, satu.nama)
            dibuang += 1
    return dibuang
