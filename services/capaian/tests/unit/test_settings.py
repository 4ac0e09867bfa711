"""Settings of the evidence store: the folder, or a bucket with everything that it needs."""

from __future__ import annotations

import pytest

from capaian.adapters.penyimpanan import PenyimpananLokal
from capaian.adapters.penyimpanan_s3 import PenyimpananS3
from capaian.settings import Settings
from shared.settings import SettingsError

DASAR = {
    "CAPAIAN_DATABASE_URL": "postgresql+psycopg://capaian@127.0.0.1/capaian",
    "AMQP_URL": "amqp://127.0.0.1/",
    "KINERJA_SECRET_KEY": "x" * 32,
    "CAPAIAN_BERKAS_DIR": "/var/lib/kinerja/berkas",
}
S3 = {"CAPAIAN_S3_URL": "https://s3.contoh.go.id/", "CAPAIAN_S3_EMBER": "bukti", "CAPAIAN_S3_KUNCI": "k", "CAPAIAN_S3_RAHASIA": "r4hasia"}


def atur(monkeypatch: pytest.MonkeyPatch, **isi: str) -> None:
    for nama, nilai in {**DASAR, **dict.fromkeys((*S3, "CAPAIAN_S3_WILAYAH", "CAPAIAN_JUTA_PIKSEL", "CAPAIAN_CLAMAV"), ""), **isi}.items():
        monkeypatch.setenv(nama, nilai)


def test_without_more_it_is_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    atur(monkeypatch)
    settings = Settings.from_env()
    assert isinstance(settings.penyimpanan(), PenyimpananLokal)
    assert settings.piksel == 100_000_000


def test_a_bucket_is_taken_whole_and_its_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    atur(monkeypatch, **S3, CAPAIAN_KUOTA_MB="20", CAPAIAN_JUTA_PIKSEL="30")
    settings = Settings.from_env()
    satu = settings.penyimpanan()
    assert isinstance(satu, PenyimpananS3)
    assert (satu.url, satu.ember, satu.wilayah, satu.kuota) == ("https://s3.contoh.go.id", "bukti", "us-east-1", 20 * 1024**2)
    assert settings.piksel == 30_000_000
    assert "r4hasia" not in repr(settings) + repr(satu)


def test_every_fault_of_a_bucket_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    atur(monkeypatch, CAPAIAN_S3_URL="s3.contoh.go.id", CAPAIAN_S3_KUNCI="k", CAPAIAN_JUTA_PIKSEL="0")
    with pytest.raises(SettingsError) as salah:
        Settings.from_env()
    assert len(salah.value.faults) == 4


@pytest.mark.parametrize(("teks", "alamat"), [("", None), ("clamav:3310", ("clamav", 3310)), ("10.0.0.7:3310", ("10.0.0.7", 3310))])
def test_the_scanner_is_a_host_with_a_port(monkeypatch: pytest.MonkeyPatch, teks: str, alamat: tuple[str, int] | None) -> None:
    atur(monkeypatch, CAPAIAN_CLAMAV=teks)
    assert Settings.from_env().clamav == alamat


@pytest.mark.parametrize("teks", ["clamav", ":3310", "clamav:abc", "clamav:70000"])
def test_a_scanner_without_a_port_is_a_fault(monkeypatch: pytest.MonkeyPatch, teks: str) -> None:
    atur(monkeypatch, CAPAIAN_CLAMAV=teks)
    with pytest.raises(SettingsError):
        Settings.from_env()


def test_the_numbers_of_our_own_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    atur(monkeypatch, CAPAIAN_GANGGUAN_HARI="3", CAPAIAN_RENCANA_HARI="10", CAPAIAN_RENCANA_WAJIB="ya")
    settings = Settings.from_env()
    assert (settings.gangguan_hari, settings.rencana.hari_kerja, settings.rencana.wajib) == (3, 10, True)
    atur(monkeypatch, CAPAIAN_GANGGUAN_HARI="0", CAPAIAN_RENCANA_HARI="21", CAPAIAN_RENCANA_WAJIB="mungkin")
    with pytest.raises(SettingsError) as salah:
        Settings.from_env()
    assert all(nama in str(salah.value) for nama in ("CAPAIAN_GANGGUAN_HARI", "CAPAIAN_RENCANA_HARI", "CAPAIAN_RENCANA_WAJIB"))
