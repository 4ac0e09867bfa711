"""The first run of an empty installation: a one-time code, the instansi, its first admin; and what a year still needs before it can start."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from auth.adapters import sandi as penyandi
from auth.adapters import tables as t
from auth.adapters.unit_of_work import UnitOfWork, hari_ini_berlaku
from auth.application.use_cases_akun import TerlaluSering, sekarang
from auth.application.use_cases_organisasi import simpan_instansi, tambah_admin
from auth.domain import kata_sandi
from auth.domain.akun import Akun, kunci_percobaan
from auth.domain.pengaturan import ZONA
from shared.contracts.auth import Pengaturan
from shared.errors import Conflict, Invalid

MASA_KODE = timedelta(hours=24)
KODE_SALAH = "setup_code_invalid"
PERCOBAAN_ALAMAT = 5
PERCOBAAN_SEMUA = 50
JENIS_INSTANSI = {"kota": "Kota", "kabupaten": "Kabupaten", "provinsi": "Provinsi", "pusat": "Instansi pusat"}


@dataclass(frozen=True, slots=True)
class IsianPemasangan:
    """What the form of the first run says."""

    kode: str
    instansi_kode: str
    instansi_nama: str
    jenis: str
    zona_waktu: str
    numerik: bool
    admin_nama: str
    admin_nip: str
    admin_akun: str
    sandi: str
    ulang: str


def terpasang(uow: UnitOfWork) -> bool:
    """Whether there is an instansi; the unit of work is the system's own."""
    return uow.connection.execute(sa.select(t.instansi.c.id).limit(1)).first() is not None


def buat_kode(uow: UnitOfWork) -> str:
    """A new code, printed once and stored as a digest; it replaces the one before. Raises :class:`Conflict` after the first run."""
    if terpasang(uow):
        raise Conflict("Sistem ini sudah terpasang. Tambahkan instansi dengan perintah instansi tambah.")
    kode, pada = kata_sandi.buat(), sekarang()
    uow.connection.execute(sa.delete(t.kode_pemasangan))
    uow.connection.execute(sa.insert(t.kode_pemasangan).values(sidik=_sidik(kode), dibuat_pada=pada, berakhir_pada=pada + MASA_KODE))
    uow.catat("pemasangan.kode", objek="pemasangan", objek_id=None)
    return kode


def _sidik(kode: str) -> bytes:
    return hashlib.sha256("".join(kode.split()).casefold().encode()).digest()


def hitung_percobaan(uow: UnitOfWork, alamat: str) -> TerlaluSering | None:
    """Count an attempt before the code is looked at; the refusal is returned, so that the counting is committed."""
    pada = sekarang()
    terkunci = [
        sampai
        for kunci, batas in ((kunci_percobaan("pemasangan", alamat), PERCOBAAN_ALAMAT), (kunci_percobaan("pemasangan"), PERCOBAAN_SEMUA))
        if (sampai := uow.ambil_percobaan(kunci, batas, pada)[1])
    ]
    if not terkunci:
        return None
    return TerlaluSering("Terlalu banyak percobaan. Coba lagi 15 menit lagi.", max(1, int((max(terkunci) - pada).total_seconds())))


def kembalikan_percobaan(uow: UnitOfWork, alamat: str) -> None:
    """The code was right and something else was not: who mends a form does not guess."""
    for kunci in (kunci_percobaan("pemasangan", alamat), kunci_percobaan("pemasangan")):
        uow.kembalikan_percobaan(b"", kunci)


def pasang(uow: UnitOfWork, isi: IsianPemasangan) -> Akun:
    """Instansi and first admin in one commit, and the code is used up. Raises :class:`Invalid` with the fault at its field; then nothing changed."""
    uow.connection.execute(sa.text("SELECT pg_advisory_xact_lock(7699004)"))
    if terpasang(uow):
        raise Conflict("Sistem ini sudah terpasang. Masuk dengan akun admin.")
    _pakai_kode(uow, isi.kode)
    salah = _periksa(isi)
    if salah:
        raise Invalid(next(iter(salah.values()))[0], errors=salah)
    pengaturan = Pengaturan(metode="linear_120" if isi.numerik else "")
    instansi = simpan_instansi(
        uow, kode=isi.instansi_kode, nama=isi.instansi_nama, jenis=isi.jenis, zona_waktu=isi.zona_waktu, pengaturan=pengaturan
    )
    try:
        nama_akun = tambah_admin(uow, instansi, nama=isi.admin_nama, nip=isi.admin_nip, akun=isi.admin_akun)
    except Invalid as error:
        bidang = "admin_nip" if isi.admin_nip else "admin_akun"
        raise Invalid(error.detail, code=error.code, errors={bidang: [error.detail]}) from error
    (akun,) = uow.list_akun(instansi.id, [nama_akun])
    try:
        kata_sandi.periksa(isi.sandi, pribadi=(*akun.pribadi(), instansi.nama))
    except Invalid as error:
        raise Invalid(error.detail, code=error.code, errors={"sandi": [error.detail]}) from error
    uow.save_sandi(akun.pegawai_id, penyandi.sandikan(isi.sandi), awal=False, pada=sekarang())
    uow.catat("pemasangan.selesai", objek="instansi", objek_id=instansi.id, instansi_id=instansi.id, pelaku_id=akun.pegawai_id)
    return akun


def _pakai_kode(uow: UnitOfWork, kode: str) -> None:
    """The row goes with the commit; the comparison is of digests of a secret with 79 bits."""
    dipakai = uow.connection.execute(
        sa.delete(t.kode_pemasangan)
        .where(t.kode_pemasangan.c.sidik == _sidik(kode), t.kode_pemasangan.c.berakhir_pada > sekarang())
        .returning(t.kode_pemasangan.c.sidik)
    ).first()
    if dipakai is None:
        kalimat = "Kode pemasangan tidak cocok atau sudah kedaluwarsa. Cetak kode baru di server."
        raise Invalid(kalimat, code=KODE_SALAH, errors={"kode": [kalimat]})


def _periksa(isi: IsianPemasangan) -> dict[str, list[str]]:
    salah: dict[str, list[str]] = {}
    if not (isi.instansi_kode.isascii() and isi.instansi_kode.isalnum()):
        salah["instansi_kode"] = ["Kode instansi hanya huruf dan angka, misalnya 7699."]
    if not isi.instansi_nama.strip():
        salah["instansi_nama"] = ["Isi nama instansi."]
    if isi.jenis not in JENIS_INSTANSI:
        salah["jenis"] = ["Pilih jenis instansi."]
    if not isi.admin_nama.strip():
        salah["admin_nama"] = ["Isi nama admin."]
    if isi.zona_waktu not in ZONA:
        salah["zona_waktu"] = ["Pilih zona waktu."]
    if isi.sandi != isi.ulang:
        salah["ulang"] = ["Ketik ulang kata sandi yang sama."]
    return salah


# What the year still needs


@dataclass(frozen=True, slots=True)
class Kesiapan:
    """Counts of the instansi on a day; ``temuan`` is None before the hierarchy was checked."""

    unit: int
    pegawai: int
    tanpa_penugasan: int
    tanpa_penilai: int
    unit_tanpa_kepala: int
    tanpa_sandi: int
    temuan: int | None


def kesiapan(uow: UnitOfWork, instansi_id: UUID, hari: date) -> Kesiapan:
    """What there is and what is missing, counted in the database. Accounts without a post (administrators) are no pegawai here."""
    row = uow.connection.execute(
        sa.select(
            sa.select(sa.func.count())
            .select_from(t.unor)
            .where(
                t.unor.c.instansi_id == instansi_id,
                t.unor.c.berlaku_dari <= hari,
                sa.or_(t.unor.c.berlaku_sampai.is_(None), t.unor.c.berlaku_sampai >= hari),
            )
            .scalar_subquery()
            .label("unit"),
            _hitung_orang(instansi_id).label("pegawai"),
            _hitung_orang(instansi_id, ~_bertugas(hari)).label("tanpa_penugasan"),
            _hitung_orang(instansi_id, _bertugas(hari, t.penugasan.c.penilai_id.is_(None)), t.pegawai.c.status != "pejabat_negara").label(
                "tanpa_penilai"
            ),
            sa.select(sa.func.count())
            .select_from(t.unor)
            .where(
                t.unor.c.instansi_id == instansi_id,
                t.unor.c.berlaku_dari <= hari,
                sa.or_(t.unor.c.berlaku_sampai.is_(None), t.unor.c.berlaku_sampai >= hari),
                ~sa.exists().where(t.penugasan.c.unor_id == t.unor.c.id, t.penugasan.c.kepala, hari_ini_berlaku(hari)),
            )
            .scalar_subquery()
            .label("unit_tanpa_kepala"),
            _hitung_orang(instansi_id, sa.exists().where(t.akun.c.pegawai_id == t.pegawai.c.id, t.akun.c.sandi_hash.is_(None))).label(
                "tanpa_sandi"
            ),
        )
    ).one()
    pemeriksaan = uow.pemeriksaan_terakhir(instansi_id)
    return Kesiapan(
        row.unit,
        row.pegawai,
        row.tanpa_penugasan,
        row.tanpa_penilai,
        row.unit_tanpa_kepala,
        row.tanpa_sandi,
        sum(pemeriksaan.jumlah.values()) if pemeriksaan else None,
    )


def _bertugas(hari: date, *syarat: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(t.penugasan.c.pegawai_id == t.pegawai.c.id, hari_ini_berlaku(hari), *syarat)


def _hitung_orang(instansi_id: UUID, *syarat: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    berjabatan = t.pegawai.c.jabatan != sa.cast([], t.pegawai.c.jabatan.type)
    return (
        sa.select(sa.func.count())
        .select_from(t.pegawai)
        .where(t.pegawai.c.instansi_id == instansi_id, t.pegawai.c.aktif, berjabatan, *syarat)
        .scalar_subquery()
    )
