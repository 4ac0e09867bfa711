"""Subscribers on a real broker: what they may, and what is refused."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import cast
from urllib.parse import urlsplit
from uuid import uuid4

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPConnectionError, ChannelClosedByBroker, ConnectionClosed
from services.auth.tests.mothers import ROOT, Kota

from auth.adapters.rabbitmq_management import Broker
from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_pelanggan as pelanggan_
from native.rabbitmq import RabbitServer
from shared.contracts.auth import PegawaiDimutasi, PegawaiDiubah
from shared.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from shared.messaging.envelope import encode, wrap
from shared.messaging.rabbitmq import Message, Publisher

JENIS = ["pegawai.diubah.v1"]


@pytest.fixture
def api(broker: RabbitServer) -> Broker:
    return Broker(broker.management_url, broker.amqp_url)


@pytest.fixture
def unit(kota: Kota) -> UnitOfWork:
    return cast("UnitOfWork", kota.svc.open_unit())


@pytest.fixture
def terdaftar(unit: UnitOfWork, api: Broker) -> Iterator[pelanggan_.Kredensial]:
    nama = f"simpeg-{uuid4().hex[:6]}"
    with unit as uow:
        hasil = pelanggan_.tambah(
            uow, api, nama=nama, kode_instansi="7699", jenis=JENIS, tujuan="Sinkron data", dasar_hukum="PP 30/2019 pasal 60"
        )
    yield hasil
    api.hapus_semua(hasil.pengguna, hasil.antrian, hasil.aliran)


def _kirim(broker: RabbitServer, *events: object) -> None:
    penerbit = Publisher(broker.amqp_url)
    amplop = [wrap(e, service="auth", actor="", epoch=0) for e in events]
    assert not penerbit.publish([Message(a.exchange, a.routing_key, encode(a), str(a.id)) for a in amplop])
    penerbit.close()


def _nama(kredensial: pelanggan_.Kredensial) -> str:
    return kredensial.antrian.removeprefix("pelanggan.")


def test_the_shipped_program_prints_only_what_was_granted(kota: Kota, broker: RabbitServer, terdaftar: pelanggan_.Kredensial) -> None:
    orang, lain = uuid4(), uuid4()
    _kirim(
        broker,
        PegawaiDiubah(lain, uuid4(), ("nama",)),
        PegawaiDimutasi(lain, kota.instansi_id, None, uuid4(), date(2025, 8, 1)),
        PegawaiDiubah(orang, kota.instansi_id, ("nama",)),
    )
    program = [
        sys.executable,
        str(ROOT / "deploy/contoh/pelanggan.py"),
        terdaftar.amqp_url,
        terdaftar.antrian,
        "--jumlah",
        "1",
        "--detik",
        "20",
    ]
    keluaran = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    assert keluaran[-1] == "1 peristiwa"
    assert "id.go.kinerja.pegawai.diubah.v1" in keluaran[0]
    assert str(orang) in keluaran[0]
    assert str(lain) not in "".join(keluaran)


_DILARANG: list[tuple[str, Callable[[BlockingChannel, str], object]]] = [
    ("declare a queue", lambda k, _: k.queue_declare("milik-saya")),
    ("declare an exchange", lambda k, _: k.exchange_declare("milik-saya", "topic")),
    ("read a service's queue", lambda k, _: k.basic_get("skp.events")),
    ("bind its queue to more", lambda k, q: k.queue_bind(q, "kinerja.publik", "#")),
    ("bind its queue to the internal exchange", lambda k, q: k.queue_bind(q, "kinerja.state", "#")),
    ("delete its queue", lambda k, q: k.queue_delete(q)),
    ("purge is reading, publish is not", lambda k, _: k.basic_publish("kinerja.publik", "x", b"x") or k.queue_declare("x")),
]


@pytest.mark.parametrize(("_apa", "lakukan"), _DILARANG, ids=[apa for apa, _ in _DILARANG])
def test_everything_else_is_refused(
    broker: RabbitServer, terdaftar: pelanggan_.Kredensial, _apa: str, lakukan: Callable[[BlockingChannel, str], object]
) -> None:
    with pika.BlockingConnection(pika.URLParameters(broker.amqp_url)) as pemilik:
        pemilik.channel().queue_declare("skp.events", durable=True, arguments={"x-queue-type": "quorum"})
        pemilik.channel().exchange_declare("kinerja.state", "topic", durable=True)
    sambungan = pika.BlockingConnection(pika.URLParameters(terdaftar.amqp_url))
    with pytest.raises(ChannelClosedByBroker) as ditolak:
        lakukan(sambungan.channel(), terdaftar.antrian)
    assert ditolak.value.reply_code == 403
    sambungan.close()


def test_the_stream_can_be_read_from_its_start(kota: Kota, broker: RabbitServer, terdaftar: pelanggan_.Kredensial) -> None:
    orang = uuid4()
    _kirim(broker, PegawaiDiubah(orang, kota.instansi_id, ("nama",)))
    with pika.BlockingConnection(pika.URLParameters(terdaftar.amqp_url)) as sambungan:
        kanal = sambungan.channel()
        kanal.basic_qos(prefetch_count=10)
        for metode, _, isi in kanal.consume(terdaftar.aliran, arguments={"x-stream-offset": "first"}, inactivity_timeout=10):
            assert metode is not None
            assert str(orang) in isi.decode()
            break
        kanal.cancel()


def test_suspending_closes_running_connections_and_going_on_needs_a_new_password(
    unit: UnitOfWork, api: Broker, terdaftar: pelanggan_.Kredensial
) -> None:
    sambungan = pika.BlockingConnection(pika.URLParameters(terdaftar.amqp_url))
    with unit as uow:
        pelanggan_.tangguhkan(uow, api, _nama(terdaftar))
    with pytest.raises((ConnectionClosed, AMQPConnectionError)):
        sambungan.process_data_events(time_limit=5)
    with pytest.raises(AMQPConnectionError):
        pika.BlockingConnection(pika.URLParameters(terdaftar.amqp_url))
    with unit as uow, pytest.raises(NotAllowed):
        pelanggan_.putar_sandi(uow, api, _nama(terdaftar))
    with unit as uow:
        baru = pelanggan_.lanjutkan(uow, api, _nama(terdaftar))
    pika.BlockingConnection(pika.URLParameters(baru.amqp_url)).close()


def test_a_new_password_throws_out_who_has_the_old_one(unit: UnitOfWork, api: Broker, terdaftar: pelanggan_.Kredensial) -> None:
    sambungan = pika.BlockingConnection(pika.URLParameters(terdaftar.amqp_url))
    with unit as uow:
        baru = pelanggan_.putar_sandi(uow, api, _nama(terdaftar))
    with pytest.raises((ConnectionClosed, AMQPConnectionError)):
        sambungan.process_data_events(time_limit=5)
    with pytest.raises(AMQPConnectionError):
        pika.BlockingConnection(pika.URLParameters(terdaftar.amqp_url))
    pika.BlockingConnection(pika.URLParameters(baru.amqp_url)).close()


def test_the_list_knows_purpose_basis_and_what_waits(
    kota: Kota, unit: UnitOfWork, api: Broker, broker: RabbitServer, terdaftar: pelanggan_.Kredensial
) -> None:
    _kirim(broker, PegawaiDiubah(uuid4(), kota.instansi_id, ("nama",)))
    with unit as uow:
        ((satu, kode),) = uow.list_pelanggan()
    assert (kode, satu.tujuan, satu.dasar_hukum) == ("7699", "Sinkron data", "PP 30/2019 pasal 60")
    assert satu.kunci_ikatan == (f"{kota.instansi_id}.pegawai.diubah.v1",)
    batas = time.monotonic() + 15
    while (keadaan := api.keadaan(satu.antrian)) and keadaan.menunggu == 0 and time.monotonic() < batas:
        pass
    assert keadaan is not None
    assert keadaan.menunggu == 1


def test_removing_leaves_nothing_at_the_broker(unit: UnitOfWork, api: Broker, terdaftar: pelanggan_.Kredensial) -> None:
    with unit as uow:
        pelanggan_.hapus(uow, api, _nama(terdaftar))
        with pytest.raises(NotFound):
            uow.get_pelanggan(_nama(terdaftar))
    assert api.keadaan(terdaftar.antrian) is None
    assert api.keadaan(terdaftar.aliran) is None


@pytest.mark.parametrize(
    ("nama", "jenis", "tujuan", "hukum"),
    [
        ("X y", JENIS, "a", "b"),
        ("simpeg", [], "a", "b"),
        ("simpeg", ["skp.skp.v1"], "a", "b"),
        ("simpeg", ["#"], "a", "b"),
        ("simpeg", JENIS, " ", "b"),
        ("simpeg", JENIS, "a", ""),
    ],
)
def test_only_public_types_and_never_without_purpose_and_legal_basis(
    kota: Kota, nama: str, jenis: list[str], tujuan: str, hukum: str
) -> None:
    mati = Broker("http://a:b@127.0.0.1:1", "amqp://127.0.0.1:1/")
    with cast("UnitOfWork", kota.svc.open_unit()) as uow, pytest.raises(Invalid):
        pelanggan_.tambah(uow, mati, nama=nama, kode_instansi="7699", jenis=jenis, tujuan=tujuan, dasar_hukum=hukum)


def test_while_the_broker_is_down_nobody_is_registered(kota: Kota) -> None:
    mati = Broker("http://a:b@127.0.0.1:1", "amqp://127.0.0.1:1/")
    with pytest.raises(Unavailable), cast("UnitOfWork", kota.svc.open_unit()) as uow:
        pelanggan_.tambah(uow, mati, nama="simpeg", kode_instansi="7699", jenis=JENIS, tujuan="a", dasar_hukum="b")
    with cast("UnitOfWork", kota.svc.open_unit()) as uow:
        assert uow.list_pelanggan() == []


def test_a_name_is_used_once(unit: UnitOfWork, api: Broker, terdaftar: pelanggan_.Kredensial) -> None:
    with unit as uow, pytest.raises(Conflict):
        pelanggan_.tambah(uow, api, nama=_nama(terdaftar), kode_instansi="7699", jenis=JENIS, tujuan="a", dasar_hukum="b")


def test_the_printed_address_is_the_brokers_with_the_subscribers_name(terdaftar: pelanggan_.Kredensial, broker: RabbitServer) -> None:
    bagian = urlsplit(terdaftar.amqp_url)
    assert (bagian.port, bagian.username) == (urlsplit(broker.amqp_url).port, terdaftar.pengguna)
