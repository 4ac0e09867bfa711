"""The command line, on a database of its own."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from auth.app import MIGRATIONS
from auth.cli import cli
from native.postgres import PostgresServer
from shared.persistence import Database
from shared.persistence.migrations import upgrade
from shared.testing.service import SECRET, create_database

_URL: dict[int, str] = {}


@pytest.fixture
def jalankan(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    if postgres.port not in _URL:
        _URL[postgres.port] = create_database(postgres, "auth_cli")
        upgrade(MIGRATIONS, _URL[postgres.port])
    for nama, nilai in {
        "AUTH_DATABASE_URL": _URL[postgres.port],
        "AMQP_URL": "amqp://127.0.0.1:1/",
        "KINERJA_SECRET_KEY": SECRET,
        "RABBITMQ_MANAGEMENT_URL": "",
    }.items():
        monkeypatch.setenv(nama, nilai)
    return lambda *isi: CliRunner().invoke(cli, list(isi))


def test_the_signing_key_is_turned_in_good_time_or_at_once(jalankan: Callable[..., Result]) -> None:
    pertama = jalankan("putar-kunci")
    assert pertama.exit_code == 0, pertama.output
    assert "menandatangani mulai" in pertama.output and "dicabut" not in pertama.output
    assert jalankan("putar-kunci").output == pertama.output
    segera = jalankan("putar-kunci", "--segera")
    assert segera.exit_code == 0 and "kunci dicabut: " in segera.output


def test_an_installation_is_made_by_four_commands_that_may_be_repeated(jalankan: Callable[..., Result]) -> None:
    pilihan = (
        "--kode",
        "7699",
        "--nama",
        "Kota Contoh",
        "--jenis",
        "kota",
        "--metode",
        "linear_120",
        "--bobot-skp",
        "70",
        "--bobot-perilaku",
        "30",
    )
    assert jalankan("instansi", "tambah", *pilihan).exit_code == 0
    assert jalankan("instansi", "tambah", *pilihan).exit_code == 0
    assert jalankan("instansi", "daftar").output.count("Kota Contoh") == 1
    admin = jalankan("admin", "tambah", "--instansi", "7699", "--akun", "admin.cli", "--nama", "Admin", "--json")
    isi = json.loads(admin.output)
    assert isi["akun"] == "admin.cli"
    baru = jalankan("kata-sandi", "--instansi", "7699", "--akun", "admin.cli")
    assert "kata sandi: " in baru.output
    assert isi["kata_sandi"] not in baru.output
    assert "2 keadaan" in jalankan("terbitkan-ulang").output


def test_an_unchanged_instansi_keeps_its_version(jalankan: Callable[..., Result]) -> None:
    from sqlalchemy import text

    pilihan = ("--kode", "7700", "--nama", "Kota Lain", "--jenis", "kota")
    jalankan("instansi", "tambah", *pilihan)
    jalankan("instansi", "tambah", *pilihan)
    (url,) = _URL.values()
    database = Database(url, pool_size=1)
    with database.transaction("*") as connection:
        assert connection.execute(text("SELECT version FROM instansi WHERE kode = '7700'")).scalar_one() == 1
    database.dispose()


@pytest.mark.parametrize(
    ("perintah", "kata"),
    [
        (("admin", "tambah", "--instansi", "0000", "--nama", "A"), "tidak ada"),
        (("instansi", "tambah", "--kode", "77 01", "--nama", "X", "--jenis", "kota"), "Kode instansi"),
        (("instansi", "tambah", "--kode", "7701", "--nama", "X", "--jenis", "kota", "--zona", "Mars"), "Zona waktu"),
        (("instansi", "tambah", "--kode", "7701", "--nama", "X", "--jenis", "kota", "--bobot-skp", "70"), "100"),
        (("instansi", "tambah", "--kode", "7701", "--nama", "X", "--jenis", "kota", "--bobot-skp", "banyak"), "figure"),
        (("pelanggan", "daftar"), "RABBITMQ_MANAGEMENT_URL"),
    ],
)
def test_a_refusal_is_a_sentence_and_a_status(jalankan: Callable[..., Result], perintah: tuple[str, ...], kata: str) -> None:
    hasil = jalankan(*perintah)
    assert hasil.exit_code != 0
    assert kata in hasil.output
    assert "Traceback" not in hasil.output


def test_second_factors_are_required_taken_off_and_closed_anew_by_commands(
    jalankan: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    jalankan("instansi", "tambah", "--kode", "7601", "--nama", "Kota Uji", "--jenis", "kota")
    jalankan("admin", "tambah", "--instansi", "7601", "--akun", "admin.uji", "--nama", "Admin")
    assert "wajib untuk: admin_instansi" in jalankan("faktor", "wajib", "--instansi", "7601", "--peran", "admin_instansi").output
    assert "tidak seorang pun" in jalankan("faktor", "wajib", "--instansi", "7601").output
    assert jalankan("faktor", "wajib", "--instansi", "7601", "--peran", "raja").exit_code == 2
    assert "admin.uji: verifikasi dua langkah dilepas" in jalankan("faktor", "lepas", "--instansi", "7601", "--akun", "admin.uji").output
    tidak_ada = jalankan("faktor", "lepas", "--instansi", "7601", "--akun", "tidak.ada")
    assert (tidak_ada.exit_code, "tidak terdaftar" in tidak_ada.output) == (1, True)
    monkeypatch.setenv("KINERJA_SECRET_KEY", SECRET[::-1])
    monkeypatch.setenv("KINERJA_SECRET_KEY_SEBELUMNYA", SECRET)
    assert "0 rahasia disandikan ulang" in jalankan("faktor", "sandikan-ulang").output
