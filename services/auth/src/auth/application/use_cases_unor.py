"""The unit tree: adding, changing from a day on, moving, ending; a reorganisation keeps the past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import uuid6

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.keadaan import keadaan_unor
from auth.application.susun_ulang import Akibat, hitung_ulang, simpan_akibat
from auth.application.use_cases_akun import sekarang
from auth.domain.organisasi import JENIS_UNOR, MasaUnor, Unor, jalur_lingkaran
from auth.domain.tanggal import sebut
from shared import clock
from shared.errors import Conflict, Invalid

_KODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
_TERAWAL, _TERAKHIR = date(1960, 1, 1), date(2100, 12, 31)
_TEKS_TERPANJANG = 300


@dataclass(frozen=True, slots=True)
class IsianUnor:
    """What a form says of a unit from ``berlaku_dari`` on; ``dasar`` is the regulation or decision behind it."""

    nama: str
    jenis: str
    induk_id: UUID | None
    berlaku_dari: date | None
    dasar: str
    kode: str = ""


@dataclass(frozen=True, slots=True)
class Rencana:
    """A change that was checked and not stored: the unit before (None for a new one) and after, and whom it touches."""

    lama: Unor | None
    baru: Unor
    akibat: Akibat


def _teks(isi: str, bidang: str, label: str, terpendek: int = 1) -> Iterator[tuple[str, str]]:
    if len(isi) < terpendek:
        yield bidang, f"{label} kosong atau terlalu pendek."
    elif len(isi) > _TEKS_TERPANJANG:
        yield bidang, f"{label} lebih dari {_TEKS_TERPANJANG} karakter. Ringkas."
    elif any(ord(huruf) < ord(" ") for huruf in isi):
        yield bidang, f"{label} memuat karakter yang tidak dapat dibaca. Ketik ulang."


def _periksa(isi: IsianUnor, semua: dict[UUID, Unor], unor_id: UUID | None) -> IsianUnor:
    """The fields without needless blanks; raises :class:`Invalid` with every fault."""
    isi = replace(isi, nama=" ".join(isi.nama.split()), dasar=" ".join(isi.dasar.split()), kode=isi.kode.strip())
    salah: list[tuple[str, str]] = [*_teks(isi.nama, "nama", "Nama unit"), *_teks(isi.dasar, "dasar", "Dasar perubahan", 5)]
    if isi.jenis not in JENIS_UNOR:
        salah.append(("jenis", f"Pilih jenis unit: {', '.join(JENIS_UNOR.values())}."))
    hari = isi.berlaku_dari
    if hari is None or not _TERAWAL <= hari <= _TERAKHIR:
        salah.append(("berlaku_dari", "Isi tanggal mulai berlaku, antara 1960 dan 2100."))
    elif isi.induk_id is not None:
        induk = semua.get(isi.induk_id)
        if induk is None:
            salah.append(("induk", "Unit induk ini tidak ada di instansi Anda."))
        elif isi.induk_id == unor_id:
            salah.append(("induk", f"{induk.nama} tidak dapat menjadi induk dirinya sendiri."))
        elif not induk.berlaku(hari):
            salah.append(("induk", f"{induk.nama} tidak berlaku pada {sebut(hari)}. Pilih induk lain atau tanggal lain."))
    if unor_id is None:
        if not _KODE.fullmatch(isi.kode):
            salah.append(("kode", "Kode unit berisi huruf, angka, titik, garis miring, atau tanda hubung, paling banyak 40."))
        elif any(u.kode == isi.kode for u in semua.values()):
            salah.append(("kode", f"Kode {isi.kode} sudah dipakai unit lain."))
    elif hari is not None and unor_id in semua and not semua[unor_id].berlaku(hari):
        salah.append(("berlaku_dari", f"{semua[unor_id].nama} tidak berlaku pada {sebut(hari)}."))
    if salah:
        raise Invalid("Unit belum dapat disimpan.", errors=_menurut_bidang(salah))
    return isi


def _menurut_bidang(salah: list[tuple[str, str]]) -> dict[str, list[str]]:
    hasil: dict[str, list[str]] = {}
    for bidang, kalimat in salah:
        hasil.setdefault(bidang, []).append(kalimat)
    return hasil


def _tolak_lingkaran(semua: dict[UUID, Unor], baru: Unor, sejak: date) -> None:
    """Raises :class:`Invalid` naming the path when the unit is above itself on any day from ``sejak`` on."""
    unor = {**semua, baru.id: baru}
    hari = {sejak} | {m.mulai for u in unor.values() for m in (*u.lampau, *u.rencana) if m.mulai > sejak}
    for satu in sorted(hari):
        if jalur := jalur_lingkaran(unor, baru.id, satu):
            nama = " → ".join(unor[u].pada(satu).nama for u in (*jalur, baru.id))
            kalimat = f"{baru.nama} akan berada di bawah dirinya sendiri mulai {sebut(satu)}: {nama}. Pilih induk lain."
            raise Invalid(kalimat, errors={"induk": [kalimat]}, code="unit_cycle")


def rencanakan(uow: UnitOfWork, instansi_id: UUID, oleh: UUID, unor_id: UUID | None, isi: IsianUnor) -> Rencana:
    """Check a new unit (``unor_id`` None) or a change of one, and find whom it touches; nothing is stored."""
    semua = {u.id: u for u in uow.list_unor(instansi_id)}
    if unor_id is not None:
        uow.get_unor(unor_id)
    isi = _periksa(isi, semua, unor_id)
    sejak = isi.berlaku_dari
    if sejak is None:
        raise Invalid("Isi tanggal mulai berlaku.", errors={"berlaku_dari": ["Isi tanggal mulai berlaku."]})
    pada = sekarang()
    if unor_id is None:
        baru = Unor(
            UUID(str(uuid6.uuid7())), isi.kode, isi.nama, isi.jenis, isi.induk_id, sejak, dasar=isi.dasar, oleh=oleh, dicatat_pada=pada
        )
        return Rencana(None, baru, Akibat((), 0))
    lama = semua[unor_id]
    kini = lama.pada(sejak)
    if (kini.nama, kini.jenis, kini.induk_id) == (isi.nama, isi.jenis, isi.induk_id):
        kalimat = f"Unit ini sudah seperti itu pada {sebut(sejak)}. Tidak ada yang berubah."
        raise Invalid(kalimat, errors={"nama": [kalimat]}, code="nothing_changes")
    hari = clock.today(uow.get_instansi(instansi_id).zona_waktu)
    baru = lama.ubah(MasaUnor(sejak, None, isi.nama, isi.jenis, isi.induk_id, isi.dasar, oleh, pada), hari)
    _tolak_lingkaran(semua, baru, sejak)
    return Rencana(lama, baru, hitung_ulang(uow, instansi_id, unor_diubah=[baru]))


def terapkan(uow: UnitOfWork, instansi_id: UUID, oleh: UUID, unor_id: UUID | None, isi: IsianUnor) -> Rencana:
    """Check again, store, and tell the others."""
    uow.get_instansi(instansi_id, kunci=True)
    rencana = rencanakan(uow, instansi_id, oleh, unor_id, isi)
    _simpan(uow, instansi_id, rencana.baru, rencana.akibat)
    return rencana


def akhiri(uow: UnitOfWork, instansi_id: UUID, oleh: UUID, unor_id: UUID, *, sampai: date | None, dasar: str) -> Unor:
    """End a unit after a day. Raises :class:`Conflict` while units below it or posts in it go on beyond."""
    uow.get_instansi(instansi_id, kunci=True)
    unor = uow.get_unor(unor_id)
    dasar = " ".join(dasar.split())
    salah = [*_teks(dasar, "dasar", "Dasar perubahan", 5)]
    if sampai is None or not unor.berlaku_dari <= sampai <= _TERAKHIR:
        salah.append(("sampai", f"Isi hari terakhir unit ini, paling awal {sebut(unor.berlaku_dari)}."))
    if salah or sampai is None:
        raise Invalid("Unit belum dapat diakhiri.", errors=_menurut_bidang(salah))
    esok = sampai + timedelta(days=1)
    anak = [
        u.nama
        for u in uow.list_unor(instansi_id)
        if u.id != unor_id
        and (u.berlaku_sampai or _TERAKHIR) >= esok
        and any(m.induk_id == unor_id and (m.selesai or _TERAKHIR) >= esok for m in u.masa)
    ]
    if anak:
        raise Conflict(
            f"{anak[0]} masih berada di bawah {unor.nama} setelah {sebut(sampai)}. Pindahkan atau akhiri unit itu dulu.", code="unit_in_use"
        )
    orang = [
        p.nama for p in uow.list_pegawai_ini(uow.bertugas_di({unor_id})) if any(j.unor_id == unor_id and j.akhir >= esok for j in p.jabatan)
    ]
    if orang:
        lain = f" dan {len(orang) - 1} orang lain" if len(orang) > 1 else ""
        raise Conflict(
            f"{orang[0]}{lain} masih bertugas di {unor.nama} setelah {sebut(sampai)}. Pindahkan pegawainya dulu.", code="unit_in_use"
        )
    baru = replace(unor, berlaku_sampai=sampai, dasar=dasar, oleh=oleh, dicatat_pada=sekarang())
    _simpan(uow, instansi_id, baru, Akibat((), 0))
    return baru


def batalkan(uow: UnitOfWork, instansi_id: UUID, unor_id: UUID, mulai: date) -> Unor:
    """Take back a planned change of a unit."""
    instansi = uow.get_instansi(instansi_id, kunci=True)
    unor = uow.get_unor(unor_id)
    baru = unor.batalkan(mulai, clock.today(instansi.zona_waktu))
    _tolak_lingkaran({u.id: u for u in uow.list_unor(instansi_id)}, baru, mulai)
    _simpan(uow, instansi_id, baru, hitung_ulang(uow, instansi_id, unor_diubah=[baru]))
    return baru


def _simpan(uow: UnitOfWork, instansi_id: UUID, unor: Unor, akibat: Akibat) -> None:
    baru = replace(unor, version=unor.version + 1)
    uow.save_unor(instansi_id, [baru])
    uow.publish(keadaan_unor(instansi_id, baru))
    uow.catat("unor.ubah", objek="unor", objek_id=unor.id, orang=[p.id for _, p in akibat.pasangan][:1000], rincian={"kode": unor.kode})
    simpan_akibat(uow, instansi_id, akibat)


def berlakukan_unor(uow: UnitOfWork) -> int:
    """Bring planned versions of units into force; returns how many units changed."""
    berubah = 0
    for instansi in uow.list_instansi():
        hari = clock.today(instansi.zona_waktu)
        jatuh_tempo = uow.unor_jatuh_tempo(instansi.id, hari)
        if not jatuh_tempo:
            continue
        uow.act_for(instansi.id)
        uow.get_instansi(instansi.id, kunci=True)
        for unor_id in jatuh_tempo:
            baru = uow.get_unor(unor_id).berlakukan(hari)
            _simpan(uow, instansi.id, baru, hitung_ulang(uow, instansi.id, unor_diubah=[baru]))
            berubah += 1
        uow.act_for("*")
    return berubah
