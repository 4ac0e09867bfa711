"""Subscribers: the row here and the broker's user, queue and stream, in step. The broker is asked inside the transaction, so a refusal undoes the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auth.adapters.rabbitmq_management import Broker
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import sekarang
from auth.application.use_cases_organisasi import id_baru
from auth.domain import pelanggan as aturan
from auth.domain.pelanggan import Pelanggan
from shared.errors import Conflict, NotAllowed


@dataclass(frozen=True, slots=True)
class Kredensial:
    """Shown once: where to connect and what to read."""

    amqp_url: str
    antrian: str
    aliran: str
    pengguna: str
    kata_sandi: str


def tambah(
    uow: UnitOfWork, broker: Broker, *, nama: str, kode_instansi: str, jenis: Sequence[str], tujuan: str, dasar_hukum: str
) -> Kredensial:
    """Register a subscriber and make its user, queue, stream and bindings."""
    jenis_sah = aturan.periksa(nama, jenis, tujuan, dasar_hukum)
    instansi = uow.get_instansi_menurut_kode(kode_instansi)
    if any(p.nama == nama for p, _ in uow.list_pelanggan()):
        raise Conflict(f"Pelanggan {nama} sudah ada. Pakai nama lain, atau putar-sandi untuk kata sandi baru.")
    pelanggan = Pelanggan(id_baru(), instansi.id, nama, jenis_sah, tujuan.strip(), dasar_hukum.strip(), sekarang())
    uow.add_pelanggan(pelanggan)
    try:
        broker.buat_antrian(pelanggan.antrian, pelanggan.aliran, pelanggan.kunci_ikatan)
        sandi = broker.buat_pengguna(pelanggan.pengguna, baca=(pelanggan.antrian, pelanggan.aliran))
    except Exception:
        broker.hapus_semua(pelanggan.pengguna, pelanggan.antrian, pelanggan.aliran, diam=True)
        raise
    _catat(uow, "pelanggan.tambah", pelanggan)
    return _kredensial(broker, pelanggan, sandi)


def putar_sandi(uow: UnitOfWork, broker: Broker, nama: str) -> Kredensial:
    """A new password; connections with the old one are closed, for the broker would let them run on."""
    pelanggan = uow.get_pelanggan(nama)
    if pelanggan.ditangguhkan_pada:
        raise NotAllowed(f"Pelanggan {nama} ditangguhkan. Pakai lanjutkan.")
    sandi = broker.buat_pengguna(pelanggan.pengguna, baca=(pelanggan.antrian, pelanggan.aliran))
    broker.putuskan(pelanggan.pengguna)
    _catat(uow, "pelanggan.putar_sandi", pelanggan)
    return _kredensial(broker, pelanggan, sandi)


def tangguhkan(uow: UnitOfWork, broker: Broker, nama: str) -> int:
    """Delete the user and close its connections; queue and stream stay (capped). Returns how many were found still open."""
    pelanggan = uow.get_pelanggan(nama)
    if pelanggan.ditangguhkan_pada:
        raise NotAllowed(f"Pelanggan {nama} sudah ditangguhkan.")
    uow.tangguhkan_pelanggan(pelanggan.id, sekarang())
    _catat(uow, "pelanggan.tangguhkan", pelanggan)
    broker.hapus_pengguna(pelanggan.pengguna)
    return broker.putuskan(pelanggan.pengguna)


def lanjutkan(uow: UnitOfWork, broker: Broker, nama: str) -> Kredensial:
    """Let a suspended subscriber in again, with a new password."""
    pelanggan = uow.get_pelanggan(nama)
    if not pelanggan.ditangguhkan_pada:
        raise NotAllowed(f"Pelanggan {nama} tidak ditangguhkan.")
    uow.tangguhkan_pelanggan(pelanggan.id, None)
    _catat(uow, "pelanggan.lanjutkan", pelanggan)
    broker.buat_antrian(pelanggan.antrian, pelanggan.aliran, pelanggan.kunci_ikatan)
    return _kredensial(broker, pelanggan, broker.buat_pengguna(pelanggan.pengguna, baca=(pelanggan.antrian, pelanggan.aliran)))


def hapus(uow: UnitOfWork, broker: Broker, nama: str) -> None:
    pelanggan = uow.get_pelanggan(nama)
    uow.hapus_pelanggan(pelanggan.id)
    _catat(uow, "pelanggan.hapus", pelanggan)
    broker.hapus_semua(pelanggan.pengguna, pelanggan.antrian, pelanggan.aliran)


def _catat(uow: UnitOfWork, aksi: str, pelanggan: Pelanggan) -> None:
    rincian = {"nama": pelanggan.nama, "jenis": pelanggan.jenis}
    uow.catat(aksi, objek="pelanggan", objek_id=pelanggan.id, rincian=rincian, instansi_id=pelanggan.instansi_id)


def _kredensial(broker: Broker, pelanggan: Pelanggan, sandi: str) -> Kredensial:
    return Kredensial(broker.alamat_amqp(pelanggan.pengguna, sandi), pelanggan.antrian, pelanggan.aliran, pelanggan.pengguna, sandi)
