"""The command line of auth: ``python -m auth.cli``. Passwords and subscriber credentials are printed once and stored nowhere readable."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import cast

import click

from auth.adapters.kunci import GantunganKunci
from auth.adapters.penyandi import Penyandi
from auth.adapters.rabbitmq_management import Broker
from auth.adapters.unit_of_work import UnitOfWork
from auth.app import MIGRATIONS
from auth.application import use_cases_akun as akun_
from auth.application import use_cases_asn as asn_
from auth.application import use_cases_atur_ulang as atur_ulang_
from auth.application import use_cases_faktor as faktor_
from auth.application import use_cases_klien as klien_
from auth.application import use_cases_kunci as kunci_
from auth.application import use_cases_organisasi as organisasi_
from auth.application import use_cases_pelanggan as pelanggan_
from auth.application import use_cases_pemasangan as pemasangan_
from auth.application.queries_akses import jumlah_akses
from auth.domain.faktor import SEMUA_PEGAWAI
from auth.domain.organisasi import PERAN
from auth.entrypoints.consumer import HANDLERS
from auth.settings import from_env, settings
from shared import persistence
from shared.auth.scopes import SCOPES
from shared.cli import make_cli
from shared.contracts.auth import Pengaturan
from shared.errors import DomainError
from shared.persistence import Database
from shared.worker import open_system_unit


def _terbitkan_ulang(uow: persistence.UnitOfWork) -> Iterable[int]:
    return organisasi_.terbitkan_ulang(cast("UnitOfWork", uow))


cli = make_cli(from_env, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=HANDLERS, republish=_terbitkan_ulang)


@contextmanager
def _unit() -> Iterator[UnitOfWork]:
    """One system-scoped transaction; a refusal becomes a sentence and exit status 1."""
    found = from_env()
    database = Database(found.database_url, pool_size=1)
    try:
        with cast("UnitOfWork", open_system_unit(UnitOfWork, database, found)) as uow:
            yield uow
    except DomainError as error:
        rinci = [kalimat for daftar in error.errors.values() for kalimat in daftar if kalimat not in error.detail]
        raise click.ClickException("\n  ".join([error.detail, *rinci])) from error
    finally:
        database.dispose()


def _broker() -> Broker:
    found = settings()
    if not found.rabbitmq_management_url:
        raise click.ClickException("RABBITMQ_MANAGEMENT_URL belum diisi: http://user:password@host:port")
    return Broker(found.rabbitmq_management_url, found.service.amqp_url)


def _desimal(_context: click.Context, _option: click.Parameter, value: str) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise click.BadParameter("a figure such as 60") from error


# Instansi


@cli.group("instansi")
def instansi() -> None:
    """Agencies."""


@instansi.command("tambah")
@click.option("--kode", required=True)
@click.option("--nama", required=True)
@click.option("--jenis", required=True, help="kota, kabupaten, provinsi, pusat")
@click.option("--zona", default="Asia/Jakarta", show_default=True)
@click.option("--metode", default="", help="linear_120 turns the numeric mode on")
@click.option("--bobot-skp", default="60", show_default=True, callback=_desimal, help="per cent")
@click.option("--bobot-perilaku", default="40", show_default=True, callback=_desimal, help="per cent")
@click.option("--periode-laporan", default="bulanan", show_default=True, type=click.Choice(["bulanan", "triwulan"]))
@click.option("--periode-evaluasi", default="triwulan", show_default=True, type=click.Choice(["bulanan", "triwulan", "tahunan"]))
@click.option("--kurva-mode", default="peringatan", show_default=True, type=click.Choice(["peringatan", "wajib_alasan", "blokir"]))
@click.option(
    "--bukti-mode",
    default="unggah_atau_tautan",
    show_default=True,
    type=click.Choice(["unggah_atau_tautan", "unggah", "tautan", "konfirmasi_atasan"]),
)
@click.option("--ambang-ketepatan", default="80", show_default=True, callback=_desimal)
@click.option("--hari-normal-laporan", default=5, show_default=True)
@click.option("--hari-toleransi-laporan", default=5, show_default=True)
def tambah_instansi(  # noqa: PLR0913, PLR0917 - one parameter an option
    kode: str,
    nama: str,
    jenis: str,
    zona: str,
    metode: str,
    bobot_skp: Decimal,
    bobot_perilaku: Decimal,
    periode_laporan: str,
    periode_evaluasi: str,
    kurva_mode: str,
    bukti_mode: str,
    ambang_ketepatan: Decimal,
    hari_normal_laporan: int,
    hari_toleransi_laporan: int,
) -> None:
    """Make an instansi; with a code that exists already, change its name and settings."""
    pengaturan = Pengaturan(
        metode=metode,
        bobot_skp=bobot_skp,
        bobot_perilaku=bobot_perilaku,
        periode_laporan=periode_laporan,
        periode_evaluasi=periode_evaluasi,
        kurva_mode=kurva_mode,
        bukti_mode=bukti_mode,
        ambang_ketepatan=ambang_ketepatan,
        hari_normal_laporan=hari_normal_laporan,
        hari_toleransi_laporan=hari_toleransi_laporan,
    )
    with _unit() as uow:
        dibuat = organisasi_.simpan_instansi(uow, kode=kode, nama=nama, jenis=jenis, zona_waktu=zona, pengaturan=pengaturan)
    click.echo(f"{dibuat.kode} {dibuat.nama} {dibuat.id}")


@cli.command("kode-pemasangan")
def kode_pemasangan() -> None:
    """The one-time code of the first run at /auth/pemasangan, printed once; it is good for 24 hours and replaces the one before."""
    with _unit() as uow:
        kode = pemasangan_.buat_kode(uow)
    click.echo(f"kode: {kode}\nalamat: {from_env().url}/auth/pemasangan")


@instansi.command("daftar")
def daftar_instansi() -> None:
    """List them."""
    with _unit() as uow:
        for satu in uow.list_instansi():
            click.echo(f"{satu.kode}\t{satu.nama}\t{satu.zona_waktu}\t{satu.pengaturan.metode or 'tanpa mode numerik'}\t{satu.id}")


# Accounts


@cli.group("admin")
def admin() -> None:
    """Accounts with roles."""


@admin.command("tambah")
@click.option("--instansi", "kode", required=True, help="code of the instansi")
@click.option("--nama", default="")
@click.option("--nip", default="")
@click.option("--akun", default="", help="name to sign in with, for who has no NIP; made from the person's name when not given")
@click.option("--peran", multiple=True, default=("admin_instansi",), type=click.Choice(list(PERAN)), show_default=True)
@click.option("--json", "sebagai_json", is_flag=True)
def tambah_admin(kode: str, nama: str, nip: str, akun: str, peran: tuple[str, ...], *, sebagai_json: bool) -> None:
    """Make an account without a post (or give roles to the one there is), with a new password, printed once."""
    with _unit() as uow:
        milik = uow.get_instansi_menurut_kode(kode)
        nama_akun = organisasi_.tambah_admin(uow, milik, nama=nama, nip=nip, akun=akun, peran=peran)
        hasil = akun_.terbitkan_kata_sandi_awal(uow, milik.id, [nama_akun], oleh_admin=False)
    _cetak_sandi(hasil, sebagai_json=sebagai_json)


@cli.command("kata-sandi")
@click.option("--instansi", "kode", required=True, help="code of the instansi")
@click.option("--akun", required=True, multiple=True, help="NIP or name of the account; may be repeated")
@click.option("--json", "sebagai_json", is_flag=True)
def kata_sandi(kode: str, akun: tuple[str, ...], *, sebagai_json: bool) -> None:
    """A new password for an account, printed once; its sessions end."""
    with _unit() as uow:
        hasil = akun_.terbitkan_kata_sandi_awal(uow, uow.get_instansi_menurut_kode(kode).id, akun, oleh_admin=False)
    _cetak_sandi(hasil, sebagai_json=sebagai_json)


@cli.command("putar-kunci")
@click.option("--segera", is_flag=True, help="the present key has leaked: refuse all its tokens from now on")
def putar_kunci(*, segera: bool) -> None:
    """A new key for signing tokens, in overlap with the present one."""
    gantungan = GantunganKunci(from_env().secret_key)
    with _unit() as uow:
        putaran = kunci_.putar_kunci(uow, gantungan, segera=segera)
    click.echo(f"kunci baru: {putaran.kid}, menandatangani mulai {putaran.mulai_pada:%Y-%m-%d %H:%M:%S} UTC")
    for kid in putaran.dicabut:
        click.echo(f"kunci dicabut: {kid}; tokennya ditolak semua layanan, peramban yang masuk mendapat token baru")


@cli.command("catatan-akses")
def catatan_akses() -> None:
    """How many reads of people's records the access log holds, by the service that told of them: persons times pages."""
    with _unit() as uow:
        for layanan, jumlah in jumlah_akses(uow).items():
            click.echo(f"{layanan} {jumlah}")


@cli.command("lepas-asn")
@click.option("--instansi", "kode", required=True, help="code of the instansi")
@click.option("--akun", required=True, help="NIP or name of the account")
def lepas_asn(kode: str, akun: str) -> None:
    """Undo the link of a person to an account at ASN Digital; the next sign-in there links anew, by NIP."""
    with _unit() as uow:
        milik = uow.list_akun(uow.get_instansi_menurut_kode(kode).id, [akun])
        if not milik:
            raise click.ClickException(f"Akun {akun} tidak terdaftar di instansi {kode}.")
        jumlah = asn_.lepas(uow, milik[0])
    click.echo(f"{jumlah} tautan ASN Digital dilepas")


def _cetak_sandi(hasil: Sequence[tuple[str, str]], *, sebagai_json: bool) -> None:
    for akun, sandi in hasil:
        click.echo(json.dumps({"akun": akun, "kata_sandi": sandi}) if sebagai_json else f"akun: {akun}\nkata sandi: {sandi}")


# Second factors


@cli.group("faktor")
def faktor() -> None:
    """Second factors of accounts."""


@faktor.command("lepas")
@click.option("--instansi", "kode", required=True, help="code of the instansi")
@click.option("--akun", required=True, multiple=True, help="NIP or name of the account; may be repeated")
def lepas_faktor(kode: str, akun: tuple[str, ...]) -> None:
    """Take authenticator app, passkeys and recovery codes away from an account; its sessions end."""
    with _unit() as uow:
        lepas = atur_ulang_.lepas_faktor_lewat_perintah(uow, uow.get_instansi_menurut_kode(kode).id, akun)
    for satu in lepas:
        click.echo(f"{satu}: verifikasi dua langkah dilepas")


@faktor.command("wajib")
@click.option("--instansi", "kode", required=True, help="code of the instansi")
@click.option("--peran", multiple=True, type=click.Choice([SEMUA_PEGAWAI, *PERAN]), help="may be repeated; none: nobody has to")
def wajib_faktor(kode: str, peran: tuple[str, ...]) -> None:
    """The roles that must have a second factor, from their next sign-in."""
    with _unit() as uow:
        faktor_.simpan_kebijakan(uow, uow.get_instansi_menurut_kode(kode).id, peran, None)
    click.echo(f"wajib untuk: {', '.join(peran) or 'tidak seorang pun'}")


@faktor.command("sandikan-ulang")
def sandikan_ulang() -> None:
    """After a new KINERJA_SECRET_KEY, with the old one in KINERJA_SECRET_KEY_SEBELUMNYA: close all secrets with the new one."""
    found = settings()
    penyandi = Penyandi(found.service.secret_key, found.kunci_sebelumnya)
    with _unit() as uow:
        click.echo(f"{faktor_.sandikan_ulang(uow, penyandi)} rahasia disandikan ulang")


# API clients


@cli.group("klien")
def klien() -> None:
    """Other systems that read through the API with tokens of their own."""


@klien.command("tambah")
@click.option("--instansi", "kode", required=True, help="code of the instansi whose data it reads")
@click.option("--nama", required=True)
@click.option("--tujuan", required=True, help="what the data is for")
@click.option("--dasar-hukum", required=True, help="the legal basis")
@click.option("--kontak", required=True, help="who answers for the system")
@click.option("--scope", required=True, help="with commas: " + ",".join(SCOPES))
@click.option("--berlaku-sampai", required=True, help="last day, at most two years from now: 2027-12-31")
@click.option("--json", "sebagai_json", is_flag=True)
def tambah_klien(
    kode: str, nama: str, tujuan: str, dasar_hukum: str, kontak: str, scope: str, berlaku_sampai: str, *, sebagai_json: bool
) -> None:
    """Register a system; prints its client_id and secret once."""
    isian = {
        "nama": nama,
        "tujuan": tujuan,
        "dasar_hukum": dasar_hukum,
        "kontak": kontak,
        "scope": [s.strip() for s in scope.split(",") if s.strip()],
        "berlaku_sampai": berlaku_sampai,
    }
    with _unit() as uow:
        terdaftar = klien_.daftarkan(uow, uow.get_instansi_menurut_kode(kode).id, isian)
    _cetak_klien(terdaftar, sebagai_json=sebagai_json)


@klien.command("daftar")
@click.option("--instansi", "kode", required=True)
def daftar_klien(kode: str) -> None:
    """List them with what they may read, until when, and when they last did."""
    with _unit() as uow:
        instansi = uow.get_instansi_menurut_kode(kode)
        for satu in uow.list_klien(instansi.id):
            keadaan = satu.keadaan(klien_.hari_ini(instansi.zona_waktu))
            dipakai = f"{satu.terakhir_dipakai_pada:%Y-%m-%d %H:%M}" if satu.terakhir_dipakai_pada else "belum dipakai"
            click.echo(f"{satu.id}\t{satu.nama}\t{keadaan}\t{satu.berlaku_sampai}\t{dipakai}\t{','.join(satu.scope)}\t{satu.tujuan}")


@klien.command("putar-rahasia")
@click.option("--instansi", "kode", required=True)
@click.argument("nama")
@click.option("--tumpang-hari", default=7, show_default=True, type=click.IntRange(0, 30), help="how long the present secret stays good")
@click.option("--json", "sebagai_json", is_flag=True)
def putar_klien(kode: str, nama: str, tumpang_hari: int, *, sebagai_json: bool) -> None:
    """A new secret, printed once; NAMA is the name or the client_id."""
    with _unit() as uow:
        milik = uow.get_instansi_menurut_kode(kode).id
        terdaftar = klien_.putar_rahasia(uow, milik, klien_.klien_menurut_nama(uow, milik, nama), timedelta(days=tumpang_hari))
    _cetak_klien(terdaftar, sebagai_json=sebagai_json)


@klien.command("nonaktifkan")
@click.option("--instansi", "kode", required=True)
@click.argument("nama")
def nonaktifkan_klien(kode: str, nama: str) -> None:
    """Shut a system out now, with the tokens it has."""
    with _unit() as uow:
        milik = uow.get_instansi_menurut_kode(kode).id
        klien_.nonaktifkan(uow, milik, klien_.klien_menurut_nama(uow, milik, nama))
    click.echo(f"{nama} dinonaktifkan")


@klien.command("aktifkan")
@click.option("--instansi", "kode", required=True)
@click.argument("nama")
@click.option("--json", "sebagai_json", is_flag=True)
def aktifkan_klien(kode: str, nama: str, *, sebagai_json: bool) -> None:
    """Let a system in again, with a new secret."""
    with _unit() as uow:
        milik = uow.get_instansi_menurut_kode(kode).id
        terdaftar = klien_.aktifkan(uow, milik, klien_.klien_menurut_nama(uow, milik, nama))
    _cetak_klien(terdaftar, sebagai_json=sebagai_json)


def _cetak_klien(terdaftar: klien_.Terdaftar, *, sebagai_json: bool) -> None:
    isi = {"client_id": str(terdaftar.klien.id), "client_secret": terdaftar.rahasia, "scope": " ".join(terdaftar.klien.scope)}
    click.echo(json.dumps(isi) if sebagai_json else "\n".join(f"{nama}: {nilai}" for nama, nilai in isi.items()))


# Subscribers


@cli.group("pelanggan")
def pelanggan() -> None:
    """Other platforms that hear public events."""


@pelanggan.command("tambah")
@click.option("--nama", required=True, help="3 to 40 of a-z, 0-9, -")
@click.option("--instansi", "kode", required=True, help="code of the instansi whose events it hears")
@click.option("--jenis", required=True, help="event types, with commas: skp.disetujui.v1,penilaian.ditetapkan.v1")
@click.option("--tujuan", required=True, help="what the data is for")
@click.option("--dasar-hukum", required=True, help="the legal basis")
@click.option("--json", "sebagai_json", is_flag=True)
def tambah_pelanggan(nama: str, kode: str, jenis: str, tujuan: str, dasar_hukum: str, *, sebagai_json: bool) -> None:
    """Make a read-only broker user with its own queue and stream; prints its credentials once."""
    broker = _broker()
    with _unit() as uow:
        kredensial = pelanggan_.tambah(
            uow,
            broker,
            nama=nama,
            kode_instansi=kode,
            jenis=[j.strip() for j in jenis.split(",") if j.strip()],
            tujuan=tujuan,
            dasar_hukum=dasar_hukum,
        )
    _cetak_kredensial(kredensial, sebagai_json=sebagai_json)


def _cetak_kredensial(kredensial: pelanggan_.Kredensial, *, sebagai_json: bool = False) -> None:
    if sebagai_json:
        click.echo(json.dumps(asdict(kredensial)))
        return
    click.echo(f"amqp: {kredensial.amqp_url}")
    click.echo(f"antrian: {kredensial.antrian}")
    click.echo(f"aliran: {kredensial.aliran}")
    click.echo(f"pengguna: {kredensial.pengguna}")
    click.echo(f"kata sandi: {kredensial.kata_sandi}")


@pelanggan.command("daftar")
def daftar_pelanggan() -> None:
    """List them with what waits in their queue and how many readers are connected."""
    broker = _broker()
    with _unit() as uow:
        semua = uow.list_pelanggan()
    for satu, kode in semua:
        keadaan = broker.keadaan(satu.antrian)
        antrian = f"{keadaan.menunggu} menunggu, {keadaan.pembaca} pembaca" if keadaan else "antrian tidak ada"
        status = f"ditangguhkan {satu.ditangguhkan_pada:%Y-%m-%d}" if satu.ditangguhkan_pada else "aktif"
        click.echo(f"{satu.nama}\t{kode}\t{status}\t{antrian}\t{','.join(satu.jenis)}\t{satu.tujuan}\t{satu.dasar_hukum}")
    click.echo(f"{len(semua)} pelanggan")


@pelanggan.command("tangguhkan")
@click.argument("nama")
def tangguhkan_pelanggan(nama: str) -> None:
    """Shut a subscriber out now; its queue stays, capped."""
    broker = _broker()
    with _unit() as uow:
        pelanggan_.tangguhkan(uow, broker, nama)
    click.echo(f"{nama} ditangguhkan, sambungannya ditutup")


@pelanggan.command("lanjutkan")
@click.argument("nama")
def lanjutkan_pelanggan(nama: str) -> None:
    """Let a suspended subscriber in again, with a new password."""
    broker = _broker()
    with _unit() as uow:
        kredensial = pelanggan_.lanjutkan(uow, broker, nama)
    _cetak_kredensial(kredensial)


@pelanggan.command("putar-sandi")
@click.argument("nama")
def putar_sandi_pelanggan(nama: str) -> None:
    """A new password; connections with the old one are closed."""
    broker = _broker()
    with _unit() as uow:
        kredensial = pelanggan_.putar_sandi(uow, broker, nama)
    _cetak_kredensial(kredensial)


@pelanggan.command("hapus")
@click.argument("nama")
def hapus_pelanggan(nama: str) -> None:
    """Remove a subscriber with its user, queue and stream."""
    broker = _broker()
    with _unit() as uow:
        pelanggan_.hapus(uow, broker, nama)
    click.echo(f"{nama} dihapus")


if __name__ == "__main__":
    cli()
