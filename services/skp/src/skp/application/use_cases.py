"""Everything that changes something, one function a deed. The caller owns the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared import clock
from shared.auth.identity import Identity
from shared.contracts.auth import Pegawai
from shared.contracts.skp import Periode
from shared.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound, Stale
from shared.matriks import Hak, Objek
from shared.matriks import peran as peran_dengan
from shared.wewenang import Wewenang
from skp.adapters.pengenal import id_baru
from skp.adapters.unit_of_work import BERUBAH, BOLEH_DITAUT, TUMPANG_TINDIH, InstansiLokal, UnitOfWork
from skp.domain.banding import banding_salinan
from skp.domain.isi import PENDEKATAN, Acuan, Isian, IsianRhk, cocok_tunggal
from skp.domain.kalender import Kalender
from skp.domain.matriks import PALING_BANYAK_TAWARAN, Tawaran, teks_tawaran
from skp.domain.penugasan import MEMUTUS, Masa, hari_acuan, irisan_tahun, jeda_pada, masa_pada, sebagai_orang
from skp.domain.periode import periksa_tahun, susun_periode
from skp.domain.pustaka import PALING_BANYAK_BUTIR, Baris, Ditolak, kunci_cocok, susun_butir, untuk_pendekatan
from skp.domain.skp import MENUNGGU_PUTUSAN, STATUS, DataSkp, Pelaku, Skp
from skp.domain.tautan import Tautan, menunggu

PENGELOLA_PUSTAKA = peran_dengan(Objek.PUSTAKA, Hak.KELOLA)


@dataclass(frozen=True, slots=True)
class Terbaca:
    """An SKP as the caller sees it after a deed, with what is needed to show it."""

    skp: Skp
    instansi: InstansiLokal
    pelaku: Pelaku


@dataclass(frozen=True, slots=True)
class HasilImpor:
    """What an import did: RHK counted, and the rows that were not taken."""

    baru: int
    berubah: int
    tetap: int
    ditolak: list[Ditolak]


def pelaku(identity: Identity, wewenang: Wewenang | None = None) -> Pelaku:
    """Who acts, with whom he stands in for today."""
    return Pelaku(identity.pegawai_id, identity.nama, identity.peran, wewenang)


def buka_periode(uow: UnitOfWork, identity: Identity, tahun: int) -> tuple[list[Periode], bool]:
    """Open a year: its periods by the settings of the instansi. Opening it again changes nothing; the flag says whether it is new."""
    identity.require("admin_instansi")
    periksa_tahun(tahun)
    ada = uow.list_periode(identity.instansi_id, tahun)
    if ada:
        return ada, False
    pengaturan = uow.get_instansi(identity.instansi_id).pengaturan_tahun(tahun)
    daftar = susun_periode(identity.instansi_id, tahun, pengaturan, Kalender(), id_baru)
    if uow.add_periode(daftar):
        uow.publish(*daftar)
        uow.catat("periode.buka", objek="periode", objek_id=tahun, rincian={"periode": [p.id for p in daftar]})
        return list(daftar), True
    return uow.list_periode(identity.instansi_id, tahun), False


def buat_skp(
    uow: UnitOfWork, identity: Identity, tahun: int, pendekatan: str = "kuantitatif", tanggal: date | None = None, *, salin: bool = False
) -> Terbaca:
    """A draft for the caller's segment of service in force on ``tanggal`` (default: today, kept inside the year).

    ``salin``: filled with the last agreed SKP of the year before, in its pendekatan. Refused with the reason and who can change it: year not
    opened, no penugasan, an SKP on these dates exists, or nothing to copy.
    """
    periksa_tahun(tahun)
    if pendekatan not in PENDEKATAN:
        raise Invalid("Pendekatan harus kuantitatif atau kualitatif.", errors={"pendekatan": ["Pilih kuantitatif atau kualitatif."]})
    instansi = uow.get_instansi(identity.instansi_id)
    hari = tanggal or hari_acuan(tahun, clock.today(instansi.zona_waktu))
    if hari.year != tahun:
        raise Invalid(f"Tanggal harus di dalam tahun {tahun}.", errors={"tanggal": [f"Pilih tanggal di dalam tahun {tahun}."]})
    if not uow.list_periode(identity.instansi_id, tahun, "skp"):
        raise NotAllowed(
            f"Tahun {tahun} belum dibuka untuk SKP. Admin instansi membukanya di halaman Periode.", code="periode_belum_dibuka"
        )
    data = _data_skp(uow, identity, tahun, hari)
    if uow.overlapping_skp(identity.pegawai_id, data.mulai, data.selesai):
        raise Conflict(TUMPANG_TINDIH, code="skp_tumpang_tindih")
    oleh = pelaku(identity)
    sumber = uow.last_agreed_skp(identity.pegawai_id, tahun - 1) if salin else None
    if salin and sumber is None:
        raise NotAllowed(
            f"Anda tidak punya SKP {tahun - 1} yang disetujui untuk disalin. Susun SKP {tahun} dari awal.", code="tidak_ada_yang_disalin"
        )
    skp, events = Skp.buat(data, sumber.pendekatan if sumber else pendekatan, oleh, clock.now())
    if sumber:
        events = skp.salin(sumber, id_baru, numerik=instansi.numerik)
    uow.add_skp(skp)
    uow.publish(*events)
    _catat(uow, "skp.buat", skp, oleh, {"mulai": skp.mulai, "selesai": skp.selesai, "salinan_dari": skp.salinan_dari})
    return Terbaca(skp, instansi, oleh)


def _data_skp(uow: UnitOfWork, identity: Identity, tahun: int, hari: date) -> DataSkp:
    pegawai = uow.get_pegawai(identity.pegawai_id).get(identity.pegawai_id)
    masa = masa_pada(pegawai, hari) if pegawai else None
    rentang = irisan_tahun(masa, tahun) if masa else None
    if pegawai and (jeda := jeda_pada(pegawai, hari)):
        sampai = f" sampai {jeda.selesai:%d-%m-%Y}" if jeda.selesai else ""
        raise NotAllowed(
            f"Pada {hari:%d-%m-%Y} Anda tercatat {MEMUTUS[jeda.jenis]}{sampai}, jadi tidak ada SKP untuk masa itu.", code="tanpa_kewajiban"
        )
    if pegawai is None or masa is None or rentang is None:
        raise NotAllowed(
            f"Anda tidak punya penugasan pada {hari:%d-%m-%Y}, jadi SKP belum dapat dibuat. Minta admin instansi melengkapi jabatan dan unit Anda.",
            code="tanpa_penugasan",
        )
    return _isi_data(uow, pegawai, masa, tahun, rentang, hari)


def _isi_data(uow: UnitOfWork, pegawai: Pegawai, masa: Masa, tahun: int, rentang: tuple[date, date], hari: date) -> DataSkp:
    segmen = masa.pada(hari)
    atasan = uow.get_pegawai(segmen.penilai_id, segmen.atasan_penilai_id)
    penilai, di_atasnya = (atasan.get(i) if i else None for i in (segmen.penilai_id, segmen.atasan_penilai_id))
    return DataSkp(
        id=id_baru(),
        instansi_id=pegawai.instansi_id,
        penugasan_id=masa.penugasan_id,
        unor_id=segmen.unor_id,
        jenis_jabatan=segmen.jenis_jabatan,
        tahun=tahun,
        mulai=rentang[0],
        selesai=rentang[1],
        pegawai=sebagai_orang(pegawai, rentang[0]),
        penilai_id=segmen.penilai_id,
        penilai=sebagai_orang(penilai, rentang[0]) if penilai else None,
        atasan_penilai_id=segmen.atasan_penilai_id,
        atasan_penilai=sebagai_orang(di_atasnya, rentang[0]) if di_atasnya else None,
        unor_lowong=segmen.unor_lowong,
    )


def ubah_skp(uow: UnitOfWork, identity: Identity, skp_id: UUID, isian: Isian, seen: int | None) -> Terbaca:
    """Replace the content of a draft or a returned SKP."""
    terbaca = muat(uow, identity, skp_id, seen)
    skp, sebelum = terbaca.skp, terbaca.skp.version
    events = skp.ubah(isian, terbaca.pelaku, acuan_untuk(uow, skp, terbaca.instansi))
    return _simpan(uow, terbaca, sebelum, events, "skp.ubah")


def ajukan_skp(uow: UnitOfWork, identity: Identity, skp_id: UUID, seen: int | None) -> Terbaca:
    terbaca = muat(uow, identity, skp_id, seen)
    sebelum = terbaca.skp.version
    events = terbaca.skp.ajukan(terbaca.pelaku, clock.now(), numerik=terbaca.instansi.numerik)
    hasil = _simpan(uow, terbaca, sebelum, events, "skp.ajukan")
    kaitkan_bawahan(uow, terbaca.skp)
    return hasil


def tarik_skp(uow: UnitOfWork, identity: Identity, skp_id: UUID, seen: int | None) -> Terbaca:
    terbaca = muat(uow, identity, skp_id, seen)
    sebelum = terbaca.skp.version
    events = terbaca.skp.tarik(terbaca.pelaku, clock.now(), numerik=terbaca.instansi.numerik)
    return _simpan(uow, terbaca, sebelum, events, "skp.tarik")


def batalkan_skp(uow: UnitOfWork, identity: Identity, skp_id: UUID, alasan: str, seen: int | None) -> Terbaca:
    terbaca = muat(uow, identity, skp_id, seen)
    sebelum = terbaca.skp.version
    events = terbaca.skp.batalkan(terbaca.pelaku, clock.now(), numerik=terbaca.instansi.numerik, alasan=alasan)
    return _simpan(uow, terbaca, sebelum, events, "skp.batalkan")


def mulai_reviu_skp(uow: UnitOfWork, identity: Identity, skp_id: UUID, seen: int | None) -> Terbaca:
    """A pengelola kinerja takes a submitted SKP to review it."""
    terbaca = muat(uow, identity, skp_id, seen)
    sebelum = terbaca.skp.version
    events = terbaca.skp.mulai_reviu(terbaca.pelaku, clock.now(), numerik=terbaca.instansi.numerik)
    return _simpan(uow, terbaca, sebelum, events, "skp.mulai_reviu")


def selesai_reviu_skp(
    uow: UnitOfWork, identity: Identity, skp_id: UUID, hasil: str, catatan: str, komentar: Mapping[UUID, str], seen: int | None
) -> Terbaca:
    """Pass it on to the evaluator with the notes."""
    terbaca = muat(uow, identity, skp_id, seen)
    sebelum = terbaca.skp.version
    events = terbaca.skp.selesai_reviu(hasil, catatan, komentar, terbaca.pelaku, clock.now(), numerik=terbaca.instansi.numerik)
    return _simpan(uow, terbaca, sebelum, events, "skp.selesai_reviu")


def kembalikan_skp(
    uow: UnitOfWork, identity: Identity, skp_id: UUID, alasan: str, komentar: Mapping[UUID, str], seen: int | None
) -> Terbaca:
    terbaca = muat(uow, identity, skp_id, seen)
    sebelum = terbaca.skp.version
    events = terbaca.skp.kembalikan(alasan, komentar, terbaca.pelaku, clock.now(), numerik=terbaca.instansi.numerik)
    return _simpan(uow, terbaca, sebelum, events, "skp.kembalikan")


def setujui_skp(uow: UnitOfWork, identity: Identity, skp_id: UUID, ekspektasi: Mapping[str, str], seen: int | None) -> Terbaca:
    """Agree; the document is kept unchangeable beside the SKP."""
    terbaca = muat(uow, identity, skp_id, seen)
    sebelum = terbaca.skp.version
    events = terbaca.skp.setujui(ekspektasi, terbaca.pelaku, clock.now(), numerik=terbaca.instansi.numerik)
    hasil = _simpan(uow, terbaca, sebelum, events, "skp.setujui")
    uow.add_version(terbaca.skp, identity.pegawai_id)
    if terbaca.skp.dihentikan:
        uow.drop_tautan_ke(terbaca.skp.pegawai_id, terbaca.skp.tahun, [r.id for r in terbaca.skp.dihentikan])
    if terbaca.skp.revisi > 1:
        kaitkan_bawahan(uow, terbaca.skp)
    return hasil


def setujui_salinan(uow: UnitOfWork, identity: Identity, skp_id: UUID, seen: int) -> Terbaca:
    """Agree to a copy without opening it; refused when it differs from what was agreed last year, or changed since it was listed."""
    terbaca = muat(uow, identity, skp_id, seen)
    skp, sumber = terbaca.skp, uow.get_source(terbaca.skp)
    if sumber is None or banding_salinan((sumber.rhk, sumber.lampiran), (skp.rhk, skp.lampiran), skp.asal).ada:
        raise Conflict(f"SKP {skp.pegawai.nama} tidak sama dengan SKP tahun lalu. Tinjau satu per satu.", code="bukan_salinan_utuh")
    return setujui_skp(uow, identity, skp_id, {}, seen)


def minta_revisi_skp(uow: UnitOfWork, identity: Identity, skp_id: UUID, alasan: str, seen: int | None) -> Terbaca:
    terbaca = muat(uow, identity, skp_id, seen)
    sebelum = terbaca.skp.version
    events = terbaca.skp.minta_revisi(alasan, terbaca.pelaku, clock.now(), numerik=terbaca.instansi.numerik)
    return _simpan(uow, terbaca, sebelum, events, "skp.minta_revisi")


def tolak_revisi_skp(uow: UnitOfWork, identity: Identity, skp_id: UUID, alasan: str, seen: int | None) -> Terbaca:
    terbaca = muat(uow, identity, skp_id, seen)
    sebelum = terbaca.skp.version
    events = terbaca.skp.tolak_revisi(alasan, terbaca.pelaku, clock.now(), numerik=terbaca.instansi.numerik)
    return _simpan(uow, terbaca, sebelum, events, "skp.tolak_revisi")


def buka_revisi_skp(uow: UnitOfWork, identity: Identity, skp_id: UUID, alasan: str, seen: int | None) -> Terbaca:
    """Open the next version; the one in force stays until the evaluator agrees to the new one."""
    terbaca = muat(uow, identity, skp_id, seen)
    sebelum = terbaca.skp.version
    events = terbaca.skp.buka_revisi(alasan, terbaca.pelaku, clock.now(), numerik=terbaca.instansi.numerik)
    return _simpan(uow, terbaca, sebelum, events, "skp.buka_revisi")


def batalkan_revisi_skp(uow: UnitOfWork, identity: Identity, skp_id: UUID, alasan: str, seen: int | None) -> Terbaca:
    terbaca = muat(uow, identity, skp_id, seen)
    sebelum = terbaca.skp.version
    events = terbaca.skp.batalkan_revisi(alasan, terbaca.pelaku, clock.now(), numerik=terbaca.instansi.numerik)
    return _simpan(uow, terbaca, sebelum, events, "skp.batalkan_revisi")


def tawarkan_rhk(uow: UnitOfWork, identity: Identity, tahun: int, pegawai_id: UUID, rhk_atasan_id: UUID, teks: str = "") -> Tawaran:
    """Offer a member a draft RHK that supports one of the caller's own; nothing changes in the member's SKP.

    Refused when the RHK is not the caller's, the person is not evaluated by the caller, or the offer stands already.
    """
    periksa_tahun(tahun)
    rhk = next(
        (
            r
            for s in uow.list_rhk_atasan(identity.pegawai_id, tahun, date(tahun, 1, 1), date(tahun, 12, 31))
            for r in s.rhk
            if r.id == rhk_atasan_id
        ),
        None,
    )
    if rhk is None or rhk.jenis != "utama":
        raise Conflict("RHK itu tidak ada lagi di SKP Anda. Muat ulang matriks.", code="rhk_tidak_ada")
    pegawai = uow.get_pegawai(pegawai_id).get(pegawai_id)
    if pegawai is None or not any(p.penilai_id == identity.pegawai_id and irisan_tahun(p, tahun) for p in pegawai.penugasan):
        raise Conflict(f"Pegawai itu bukan yang Anda nilai pada {tahun}. Muat ulang matriks.", code="bukan_anggota")
    if len(uow.list_tawaran(tahun, pegawai_id=pegawai_id)) >= PALING_BANYAK_TAWARAN:
        raise NotAllowed(f"{pegawai.nama} sudah punya {PALING_BANYAK_TAWARAN} tawaran yang belum dijawab.", code="terlalu_banyak_tawaran")
    isi = teks_tawaran(teks, rhk.teks)
    tawaran = Tawaran(id_baru(), identity.instansi_id, identity.pegawai_id, pegawai_id, tahun, rhk.id, rhk.teks, isi, clock.now())
    if not uow.add_tawaran(tawaran):
        raise Conflict("RHK ini sudah ditawarkan dan belum dijawab.", code="sudah_ditawarkan")
    uow.catat(
        "tawaran.buat", objek="tawaran", objek_id=tawaran.id, orang=(pegawai_id,), rincian={"rhk_atasan_id": rhk.id}, sebagai="penilai"
    )
    return tawaran


def ambil_tawaran(uow: UnitOfWork, identity: Identity, skp_id: UUID, tawaran_id: UUID, seen: int | None) -> Terbaca:
    """Take an offer into the own draft; linked at once when the superior's RHK may be linked, else with its text as placeholder."""
    terbaca, tawaran = _tawaran(uow, identity, skp_id, tawaran_id, seen)
    sebelum, acuan = terbaca.skp.version, acuan_untuk(uow, terbaca.skp, terbaca.instansi)
    tautan = tawaran.rhk_atasan_id if tawaran.rhk_atasan_id in acuan.rhk_atasan else None
    isian = IsianRhk(teks=tawaran.teks, rhk_atasan_id=tautan, rhk_atasan_teks=tawaran.rhk_atasan_teks)
    return _simpan(uow, terbaca, sebelum, terbaca.skp.tambah_rhk((isian,), terbaca.pelaku, acuan), "skp.ambil_tawaran")


def tolak_tawaran(uow: UnitOfWork, identity: Identity, skp_id: UUID, tawaran_id: UUID, seen: int | None) -> Terbaca:
    """Decline an offer; the draft stays as it is."""
    terbaca, tawaran = _tawaran(uow, identity, skp_id, tawaran_id, seen)
    uow.catat("tawaran.tolak", objek="tawaran", objek_id=tawaran.id, orang=(tawaran.pegawai_id,), sebagai="pegawai")
    return terbaca


def ambil_pustaka(uow: UnitOfWork, identity: Identity, skp_id: UUID, butir_ids: Sequence[UUID], seen: int | None) -> Terbaca:
    """Take entries of the library that serve the person's post into the own draft, as rows of its own."""
    terbaca = muat(uow, identity, skp_id, seen)
    skp, sebelum = terbaca.skp, terbaca.skp.version
    skp.pastikan_ditulis(terbaca.pelaku, numerik=terbaca.instansi.numerik)
    if not butir_ids:
        raise Invalid("Pilih paling sedikit satu RHK.", errors={"butir": ["Pilih paling sedikit satu RHK."]})
    butir = uow.get_pustaka(butir_ids, kunci_cocok(skp.pegawai.jabatan))
    if len(butir) < len(set(butir_ids)):
        raise Conflict(
            "Sebagian pilihan tidak ada lagi di pustaka untuk jabatan Anda. Muat ulang, lalu pilih lagi.", code="pustaka_berubah"
        )
    isian = tuple(untuk_pendekatan(b.rhk, skp.pendekatan) for b in butir)
    return _simpan(
        uow, terbaca, sebelum, skp.tambah_rhk(isian, terbaca.pelaku, acuan_untuk(uow, skp, terbaca.instansi)), "skp.ambil_pustaka"
    )


def impor_pustaka(uow: UnitOfWork, identity: Identity, baris: Iterable[Baris], gagal: Iterable[Ditolak]) -> HasilImpor:
    """Take the rows of a sheet into the library: entries are added and changed, none is taken out."""
    identity.require(*sorted(PENGELOLA_PUSTAKA))
    butir, ditolak = susun_butir(baris, identity.instansi_id, id_baru, gagal)
    hitung = uow.save_pustaka(butir)
    if uow.count_pustaka(identity.instansi_id) > PALING_BANYAK_BUTIR:
        raise NotAllowed(f"Pustaka paling banyak berisi {PALING_BANYAK_BUTIR} RHK. Tidak ada yang disimpan; hapus yang tidak dipakai dulu.")
    uow.catat("pustaka.impor", objek="pustaka", objek_id=identity.instansi_id, rincian={**hitung, "ditolak": len(ditolak)})
    return HasilImpor(**hitung, ditolak=ditolak)


def hapus_pustaka(uow: UnitOfWork, identity: Identity, butir_id: UUID) -> None:
    """Take an entry out of the library; SKP that took it keep their rows."""
    identity.require(*sorted(PENGELOLA_PUSTAKA))
    jabatan = uow.delete_pustaka(butir_id)
    if jabatan is None:
        raise NotFound("RHK itu tidak ada lagi di pustaka. Muat ulang halaman.")
    uow.catat("pustaka.hapus", objek="pustaka", objek_id=butir_id, rincian={"jabatan": jabatan})


def _tawaran(uow: UnitOfWork, identity: Identity, skp_id: UUID, tawaran_id: UUID, seen: int | None) -> tuple[Terbaca, Tawaran]:
    terbaca = muat(uow, identity, skp_id, seen)
    terbaca.skp.pastikan_ditulis(terbaca.pelaku, numerik=terbaca.instansi.numerik)
    tawaran = uow.pop_tawaran(tawaran_id, terbaca.skp.pegawai_id)
    if tawaran is None or tawaran.tahun != terbaca.skp.tahun:
        raise Conflict("Tawaran itu sudah tidak ada. Muat ulang halaman.", code="tawaran_tidak_ada")
    return terbaca, tawaran


def kaitkan_bawahan(uow: UnitOfWork, atasan: Skp) -> None:
    """The leader's RHK can be chosen now: link what members wrote with the same words before; what is not that clear waits for a person."""
    pilihan = _pilihan_tautan([atasan])
    if not pilihan:
        return
    calon = []
    for s in uow.list_skp_tim(Wewenang(atasan.pegawai_id), atasan.tahun):
        if s.penilai_id == atasan.pegawai_id and s.mulai <= atasan.selesai and s.selesai >= atasan.mulai:
            calon += [
                _tautan(s, r.id, cocok, pilihan[cocok], "otomatis")
                for r in menunggu(s.rhk, ())
                if (cocok := cocok_tunggal(r.rhk_atasan_teks, pilihan))
            ]
    jadi = uow.add_tautan(calon)
    for pegawai_id, skp_id in {(c.pegawai_id, c.skp_id) for c in calon if c.rhk_id in jadi}:
        rhk = [c.rhk_id for c in calon if c.skp_id == skp_id and c.rhk_id in jadi]
        uow.catat("skp.kaitkan", objek="skp", objek_id=skp_id, orang=(pegawai_id,), rincian={"rhk": rhk, "cara": "otomatis"})


def kaitkan_rhk(uow: UnitOfWork, identity: Identity, skp_id: UUID, rhk_id: UUID, rhk_atasan_id: UUID | None) -> Terbaca:
    """Link an RHK that stands on a placeholder, or decide (None) that it supports none of the leader's RHK. The document stays as it is."""
    terbaca, sebagai = _yang_mengaitkan(uow, identity, skp_id)
    skp = terbaca.skp
    if not any(r.id == rhk_id for r in menunggu((*skp.rhk, *skp.ditulis.rhk), ())):
        raise Conflict("RHK itu tidak menunggu dikaitkan. Muat ulang halaman.", code="tidak_menunggu")
    pilihan = acuan_untuk(uow, skp, terbaca.instansi).rhk_atasan
    if skp.penilai_id is None or (rhk_atasan_id is not None and rhk_atasan_id not in pilihan):
        raise Conflict("RHK pimpinan itu tidak ada lagi di SKP penilai. Muat ulang halaman.", code="rhk_tidak_ada")
    uow.save_tautan(_tautan(skp, rhk_id, rhk_atasan_id, pilihan[rhk_atasan_id] if rhk_atasan_id else "", sebagai))
    uow.catat(
        "skp.kaitkan",
        objek="skp",
        objek_id=skp.id,
        orang=(skp.pegawai_id,),
        rincian={"rhk": [rhk_id], "rhk_atasan_id": rhk_atasan_id, "cara": sebagai},
        sebagai=sebagai,
    )
    return terbaca


def lepas_kaitan(uow: UnitOfWork, identity: Identity, skp_id: UUID, rhk_id: UUID) -> Terbaca:
    """Take back a link that came later; the RHK waits again."""
    terbaca, sebagai = _yang_mengaitkan(uow, identity, skp_id)
    if not uow.delete_tautan(skp_id, rhk_id):
        raise Conflict("RHK itu tidak dikaitkan. Muat ulang halaman.", code="tidak_dikaitkan")
    uow.catat("skp.lepas_kaitan", objek="skp", objek_id=skp_id, orang=(terbaca.skp.pegawai_id,), rincian={"rhk": [rhk_id]}, sebagai=sebagai)
    return terbaca


def _yang_mengaitkan(uow: UnitOfWork, identity: Identity, skp_id: UUID) -> tuple[Terbaca, str]:
    """Owner or evaluator, while the plan is not over."""
    terbaca = muat(uow, identity, skp_id, None)
    skp, hubungan = terbaca.skp, terbaca.skp.hubungan(terbaca.pelaku)
    if hubungan.isdisjoint(("pegawai", "penilai")):
        raise Forbidden("Hanya pemilik SKP ini dan penilainya yang mengaitkan RHK-nya.")
    if skp.status in ("ditutup", "dibatalkan"):
        raise NotAllowed(STATUS[skp.status].sebab)
    return terbaca, "pegawai" if "pegawai" in hubungan else "penilai"


def _tautan(skp: Skp, rhk_id: UUID, rhk_atasan_id: UUID | None, teks: str, cara: str) -> Tautan:
    penilai_id = skp.penilai_id or skp.pegawai_id
    return Tautan(skp.id, rhk_id, skp.instansi_id, skp.pegawai_id, penilai_id, skp.tahun, rhk_atasan_id, teks, cara, clock.now())


def catat_dibuka(uow: UnitOfWork, terbaca: Terbaca) -> None:
    """The evaluator opened a submitted SKP: from now on it is returned, not taken back."""
    skp = terbaca.skp
    if skp.langkah in MENUNGGU_PUTUSAN and skp.ditulis.dibuka_pada is None and "penilai" in skp.hubungan(terbaca.pelaku):
        uow.mark_opened(skp, clock.now())
        _catat(uow, "skp.dibuka_penilai", skp, terbaca.pelaku)


def acuan_untuk(uow: UnitOfWork, skp: Skp, instansi: InstansiLokal) -> Acuan:
    """What the content may be written against: the superior's RHK utama that are past the draft."""
    return Acuan(
        rhk_atasan=_pilihan_tautan(uow.list_rhk_atasan(skp.penilai_id, skp.tahun, skp.mulai, skp.selesai)),
        numerik=instansi.numerik,
        pendekatan=skp.pendekatan,
        id_baru=id_baru,
        jpt=skp.jpt,
    )


def _pilihan_tautan(atasan: Iterable[Skp]) -> dict[UUID, str]:
    return {r.id: r.teks for s in atasan if s.status in BOLEH_DITAUT for r in s.rhk if r.jenis == "utama"}


def muat(uow: UnitOfWork, identity: Identity, skp_id: UUID, seen: int | None = None) -> Terbaca:
    """The SKP as this person may see it; on his own nobody stands in for anybody, so that asking for it is spared.

    Raises NotFound, and Stale when it is no longer of the version ``seen``.
    """
    wewenang = Wewenang(identity.pegawai_id)
    found = uow.get_skp_sendiri(skp_id, identity.pegawai_id)
    if found is None:
        wewenang = uow.get_wewenang(identity.instansi_id, identity.pegawai_id)
        found = uow.get_skp(skp_id, identity, wewenang)
    skp, instansi = found
    if seen is not None and seen != skp.version:
        raise Stale(BERUBAH)
    return Terbaca(skp, instansi, pelaku(identity, wewenang))


def _simpan(uow: UnitOfWork, terbaca: Terbaca, seen: int, events: tuple[object, ...], aksi: str) -> Terbaca:
    uow.save_skp(terbaca.skp, seen)
    uow.publish(*events)
    _catat(uow, aksi, terbaca.skp, terbaca.pelaku, {"dari_versi": seen})
    return terbaca


def _catat(uow: UnitOfWork, aksi: str, skp: Skp, oleh: Pelaku, rincian: Mapping[str, object] | None = None) -> None:
    """Into the audit trail: where the SKP stands now, and in which capacity the person acted; no text of it."""
    if aksi in ("skp.mulai_reviu", "skp.selesai_reviu"):
        sebagai = "pengelola_kinerja"
    else:
        sebagai = "pegawai" if oleh.pegawai_id == skp.pegawai_id else skp.sebagai(oleh)
    isi = {"tahun": skp.tahun, "status": skp.langkah, "versi": skp.version, **(rincian or {})}
    uow.catat(aksi, objek="skp", objek_id=skp.id, orang=(skp.pegawai_id,), rincian=isi, sebagai=sebagai)
