"""Editing one person: new post, end of service, absences, data, and adding somebody. Every deed shows what it means before it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.dampak import Terdampak, hitung_dampak, simpan_dampak
from auth.application.use_cases_organisasi import id_baru
from auth.domain import penugasan as aturan
from auth.domain.akun import buat_nama_akun
from auth.domain.keadaan import MENGAKHIRI, Keadaan
from auth.domain.keadaan import akibat as akibat_keadaan
from auth.domain.organisasi import Jabatan, Pegawai
from auth.domain.tanggal import sebut
from shared import clock
from shared.contracts import auth as contracts
from shared.errors import Conflict, Invalid, NotFound, Stale


@dataclass(frozen=True, slots=True)
class Hasil:
    """What a deed does: the person afterwards, whose evaluators change, and consequences in words. ``diterapkan`` False: only shown."""

    pegawai: Pegawai
    terdampak: tuple[Terdampak, ...]
    akibat: tuple[str, ...]
    peringatan: tuple[str, ...]
    diterapkan: bool


@dataclass(frozen=True, slots=True)
class IsianJabatan:
    """A post as the admin writes it."""

    unor_id: UUID | None
    jabatan: str
    jenis_jabatan: str
    tmt: date
    jenjang: str = ""
    golongan: str = ""
    kepala: bool = False


@dataclass(frozen=True, slots=True)
class Permintaan:
    """Who asks, for which instansi, on which version of the person (None: any), and whether it is to be done or only shown."""

    instansi_id: UUID
    terapkan: bool
    dilihat: int | None = None


def _muat(uow: UnitOfWork, minta: Permintaan, pegawai_id: UUID) -> tuple[contracts.Instansi, Pegawai, date]:
    instansi = uow.get_instansi(minta.instansi_id, kunci=minta.terapkan)
    orang = uow.get_pegawai(pegawai_id)
    if minta.dilihat is not None and minta.dilihat != orang.version:
        raise Stale("Data pegawai ini berubah sejak Anda buka. Muat ulang lalu ulangi perubahan Anda.")
    return instansi, orang, clock.today(instansi.zona_waktu)


def mutasi(uow: UnitOfWork, minta: Permintaan, pegawai_id: UUID, isian: IsianJabatan, dasar: str = "") -> Hasil:
    """A transfer, promotion or appointment: a new post from its TMT."""
    instansi, orang, hari = _muat(uow, minta, pegawai_id)
    baru = _jabatan(isian)
    unor = next((u for u in uow.list_unor(instansi.id) if u.id == isian.unor_id), None)
    usul = aturan.mutasi(orang, baru, unor, hari)
    lama = orang.jabatan_pada(baru.mulai)
    akibat = []
    if lama is not None:
        akibat.append(f"SKP {orang.nama} ditutup {sebut(baru.mulai - aturan.SATU_HARI)}; SKP baru disusun mulai {sebut(baru.mulai)}.")
        akibat.append("Penilai lama menilai SKP yang ditutup dan tetap dapat membacanya.")
    hasil = _selesaikan(
        uow, minta, instansi, orang, usul, baru.mulai, akibat, "mutasi", {"unor_id": str(baru.unor_id), "tmt": baru.mulai, "dasar": dasar}
    )
    if minta.terapkan and lama is not None and (lama.unor_id, lama.jabatan) != (baru.unor_id, baru.jabatan):
        uow.publish(contracts.PegawaiDimutasi(orang.id, instansi.id, lama.unor_id, baru.unor_id, baru.mulai))
    return hasil


def akhiri_penugasan(uow: UnitOfWork, minta: Permintaan, pegawai_id: UUID, selesai: date) -> Hasil:
    instansi, orang, hari = _muat(uow, minta, pegawai_id)
    usul = aturan.akhiri(orang, selesai, hari)
    akibat = [f"SKP {orang.nama} ditutup {sebut(selesai)}. Sesudah itu ia tidak punya jabatan sampai diberi penugasan baru."]
    return _selesaikan(uow, minta, instansi, orang, usul, selesai + aturan.SATU_HARI, akibat, "akhiri_penugasan", {"selesai": selesai})


def catat_keadaan(
    uow: UnitOfWork, minta: Permintaan, pegawai_id: UUID, *, jenis: str, mulai: date, selesai: date | None, dasar: str
) -> Hasil:
    """Leave, study, secondment, suspension, and what ends the service."""
    instansi, orang, hari = _muat(uow, minta, pegawai_id)
    keadaan = Keadaan(id_baru(), jenis, mulai, selesai, " ".join(dasar.split()))
    usul = aturan.catat_keadaan(orang, keadaan, hari)
    akibat = akibat_keadaan(keadaan, orang.nama)
    return _selesaikan(uow, minta, instansi, orang, usul, mulai, akibat, f"keadaan.{jenis}", {"mulai": mulai, "selesai": selesai})


def batalkan_keadaan(uow: UnitOfWork, minta: Permintaan, pegawai_id: UUID, keadaan_id: UUID) -> Hasil:
    """Take back a wrong entry."""
    instansi, orang, _ = _muat(uow, minta, pegawai_id)
    keadaan = next((k for k in orang.keadaan if k.id == keadaan_id), None)
    if keadaan is None:
        raise NotFound("Catatan keadaan itu tidak ada lagi. Muat ulang halamannya.")
    usul = aturan.batalkan_keadaan(orang, keadaan)
    return _selesaikan(
        uow,
        minta,
        instansi,
        orang,
        usul,
        keadaan.mulai,
        [f"{keadaan.sebutan} dihapus dari catatan."],
        "batalkan_keadaan",
        {"jenis": keadaan.jenis},
    )


def ubah_data(uow: UnitOfWork, minta: Permintaan, pegawai_id: UUID, *, nama: str, status: str, nip: str) -> Hasil:
    """Correct name, status or number; the account's name follows the NIP."""
    instansi, orang, hari = _muat(uow, minta, pegawai_id)
    data = aturan.periksa_data(nama, status, nip, hari)
    _tolak_ganda(uow, instansi.id, data.nip, orang.id)
    usul = replace(orang, nama=data.nama, status=data.status, nip=data.nip)
    if usul == orang:
        raise Invalid("Tidak ada yang berubah.", errors={"nama": ["Ubah nama, status, atau NIP, atau kembali."]})
    akibat = [f"Nama akun untuk masuk berganti menjadi {data.nip}."] if data.nip != orang.nip and data.status != "pejabat_negara" else []
    berubah = [
        b for b, a, z in (("nama", orang.nama, data.nama), ("status", orang.status, data.status), ("nip", orang.nip, data.nip)) if a != z
    ]
    hasil = _selesaikan(uow, minta, instansi, orang, usul, hari, akibat, "ubah_data", {"kolom": berubah}, data.peringatan, tuple(berubah))
    if minta.terapkan and "nip" in berubah and data.nip and data.status != "pejabat_negara":
        uow.ganti_nama_akun(orang.id, data.nip)
    return hasil


def tambah(uow: UnitOfWork, minta: Permintaan, *, nama: str, status: str, nip: str, jabatan: IsianJabatan | None) -> Hasil:
    """A new person, also an evaluator without NIP, with a first post or without one."""
    instansi = uow.get_instansi(minta.instansi_id, kunci=minta.terapkan)
    hari = clock.today(instansi.zona_waktu)
    data = aturan.periksa_data(nama, status, nip, hari)
    _tolak_ganda(uow, instansi.id, data.nip, None)
    orang = Pegawai(id_baru(), data.nip, data.nama, data.status)
    nama_akun = data.nip if data.nip and data.status != "pejabat_negara" else buat_nama_akun(data.nama, instansi.kode)
    if uow.list_akun(instansi.id, [nama_akun]):
        raise Conflict(
            f"Nama akun {nama_akun} sudah dipakai. Bedakan namanya.", errors={"nama": ["Sudah ada orang dengan nama akun yang sama."]}
        )
    usul = orang
    if jabatan is not None:
        unor = next((u for u in uow.list_unor(instansi.id) if u.id == jabatan.unor_id), None)
        usul = aturan.mutasi(orang, _jabatan(jabatan), unor, hari)
    mulai = jabatan.tmt if jabatan else hari
    akibat = [f"Akun {nama_akun} dibuat tanpa kata sandi. Terbitkan kata sandi awalnya agar dapat masuk."]
    if jabatan is None:
        akibat.append("Tanpa penugasan ia belum dinilai siapa pun dan belum dapat menyusun SKP.")
    hasil = _selesaikan(uow, minta, instansi, orang, usul, mulai, akibat, "tambah", {"status": data.status}, data.peringatan, ("baru",))
    if minta.terapkan:
        uow.save_akun(instansi.id, [(orang.id, nama_akun)])
    return hasil


def _selesaikan(  # noqa: PLR0913, PLR0917 - one deed in all its parts
    uow: UnitOfWork,
    minta: Permintaan,
    instansi: contracts.Instansi,
    lama: Pegawai,
    usul: Pegawai,
    hari: date,
    akibat: list[str],
    aksi: str,
    rincian: dict[str, object],
    peringatan: tuple[str, ...] = (),
    perubahan: tuple[str, ...] = ("penugasan",),
) -> Hasil:
    dampak = hitung_dampak(uow, instansi.id, usul, clock.today(instansi.zona_waktu))
    terdampak = dampak.terdampak(max(hari, clock.today(instansi.zona_waktu)), lama.id)
    lain = [t for t in terdampak if t.pegawai_id != lama.id]
    if lain:
        akibat = [*akibat, f"{len(lain)} orang lain berganti penilai atau atasan penilai."]
    akibat = [*akibat, *(f"Penggantiannya sebagai {p.jenis.capitalize()} ikut berakhir." for p in dampak.pengganti)]
    orang = usul
    if minta.terapkan:
        orang = simpan_dampak(uow, instansi.id, dampak, lama.id, perubahan)
        bersih = {k: str(v) if isinstance(v, date) else v for k, v in rincian.items() if v not in (None, "")}
        uow.catat(f"pegawai.{aksi}", objek="pegawai", objek_id=lama.id, orang=[lama.id], rincian=bersih)
    return Hasil(orang, tuple(terdampak), tuple(akibat), peringatan, minta.terapkan)


def _jabatan(isian: IsianJabatan) -> Jabatan:
    return Jabatan(
        id_baru(), isian.unor_id or UUID(int=0), " ".join(isian.jabatan.split()), isian.jenis_jabatan, isian.tmt,
        jenjang=isian.jenjang.strip() or None, golongan=isian.golongan.strip() or None, kepala=isian.kepala,
    )  # fmt: skip


def _tolak_ganda(uow: UnitOfWork, instansi_id: UUID, nip: str | None, pegawai_id: UUID | None) -> None:
    pemilik = uow.nip_dipakai(instansi_id, nip) if nip else None
    if pemilik is not None and pemilik != pegawai_id:
        pesan = f"NIP {nip} sudah milik {uow.get_pegawai(pemilik).nama}. Cocokkan dengan SK."
        raise Conflict(pesan, code="nip_taken", errors={"nip": [pesan]})


def nonaktifkan_yang_tiba(uow: UnitOfWork) -> int:
    """Who has retired or left by today is inactive from now on; returns how many."""
    jumlah = 0
    for pegawai_id, instansi_id in uow.list_akan_nonaktif(clock.now().date() + aturan.SATU_HARI):
        instansi = uow.get_instansi(instansi_id, kunci=True)
        orang = uow.get_pegawai(pegawai_id)
        hari = clock.today(instansi.zona_waktu)
        if any(k.jenis in MENGAKHIRI and k.mulai <= hari for k in orang.keadaan):
            simpan_dampak(uow, instansi_id, hitung_dampak(uow, instansi_id, replace(orang, aktif=False), hari), pegawai_id, ("aktif",))
            jumlah += 1
    return jumlah
