"""ASN Digital where no provider is set up, its settings, and the links. What a provider answers is in tests/e2e/test_asn_digital.py."""

from __future__ import annotations

from typing import cast
from uuid import uuid4

import pytest
import sqlalchemy as sa
from services.auth.tests.mothers import P4, P5, Kota

from auth import settings
from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_asn as asn_
from auth.domain.identitas_luar import GagalAsn, OrangLuar
from shared.settings import SettingsError

ISSUER = "https://sso.contoh.go.id/auth/realms/uji"


def test_without_a_provider_there_is_no_button_and_no_way_in(kota: Kota) -> None:
    browser = kota.svc.app.test_client()
    assert "ASN Digital" not in browser.get("/auth/masuk").get_data(as_text=True)
    for alamat in ("/auth/asn/mulai", "/auth/asn/kembali?code=x&state=y"):
        assert browser.get(alamat).status_code == 404
    assert kota.admin_browser.get("/auth/tautan-asn").status_code == 404
    assert "tautan-asn" not in kota.admin_browser.get("/auth/keamanan-akun").get_data(as_text=True)


@pytest.fixture
def lingkungan(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("AUTH_DATABASE_URL", "postgresql+psycopg://a@127.0.0.1:1/a")
    monkeypatch.setenv("AMQP_URL", "amqp://127.0.0.1:1/")
    monkeypatch.setenv("KINERJA_SECRET_KEY", "a" * 40)
    return monkeypatch


def test_the_provider_is_five_settings_and_absent_without_an_issuer(lingkungan: pytest.MonkeyPatch) -> None:
    assert settings.settings().asn is None
    for nama, nilai in {"ISSUER": ISSUER, "CLIENT_ID": "kinerja", "CLIENT_SECRET": "r", "KLAIM_NIP": "nip"}.items():
        lingkungan.setenv(f"AUTH_OIDC_{nama}", nilai)
    found = settings.settings().asn
    assert found and (found.issuer, found.client_id, found.scope, found.klaim_nip, found.klaim_nama) == (
        ISSUER,
        "kinerja",
        "openid profile",
        "nip",
        "name",
    )


@pytest.mark.parametrize(
    ("isi", "sebab"),
    [
        ({"ISSUER": "http://sso.contoh.go.id", "CLIENT_ID": "k"}, "AUTH_OIDC_ISSUER"),
        ({"ISSUER": "sso", "CLIENT_ID": "k"}, "AUTH_OIDC_ISSUER"),
        ({"ISSUER": f"{ISSUER}?x=1", "CLIENT_ID": "k"}, "AUTH_OIDC_ISSUER"),
        ({"ISSUER": ISSUER}, "AUTH_OIDC_CLIENT_ID"),
        ({"ISSUER": ISSUER, "CLIENT_ID": "k", "SCOPE": "profile"}, "AUTH_OIDC_SCOPE"),
    ],
)
def test_a_provider_that_cannot_work_is_told_at_start(lingkungan: pytest.MonkeyPatch, isi: dict[str, str], sebab: str) -> None:
    for nama, nilai in isi.items():
        lingkungan.setenv(f"AUTH_OIDC_{nama}", nilai)
    with pytest.raises(SettingsError) as penolakan:
        settings.settings()
    assert [f.split()[0].rstrip(":") for f in penolakan.value.faults] == [sebab]


def _kenali(kota: Kota, sub: str, nip: str) -> str:
    with cast("UnitOfWork", kota.svc.open_unit()) as uow:
        return asn_.kenali(uow, OrangLuar(ISSUER, sub, nip, "Seseorang", "")).nama


def test_a_link_can_be_undone_and_is_then_made_anew_by_nip(kota_terisi: Kota) -> None:
    assert _kenali(kota_terisi, "a", P4) == "Rina Lestari, A.Md."
    with pytest.raises(GagalAsn, match="akun ASN Digital yang lain"):
        _kenali(kota_terisi, "b", P4)
    with cast("UnitOfWork", kota_terisi.svc.open_unit()) as uow:
        assert asn_.lepas(uow, uow.list_akun(kota_terisi.instansi_id, [P4])[0]) == 1
    assert _kenali(kota_terisi, "b", P4) == "Rina Lestari, A.Md."
    with pytest.raises(GagalAsn, match="membawa NIP lain"):
        _kenali(kota_terisi, "b", P5)


def test_a_nip_that_is_active_in_two_instansi_is_not_guessed(kota_terisi: Kota) -> None:
    lain, orang = uuid4(), uuid4()
    for perintah in (
        "INSERT INTO instansi SELECT :lain, '9999', 'Kabupaten Lain', jenis, zona_waktu, pengaturan, 1 FROM instansi LIMIT 1",
        "INSERT INTO pegawai (id, instansi_id, nip, nama, status, aktif, jabatan, version) VALUES (:orang, :lain, :nip, 'Rina', 'pns', true, '[]', 1)",
        "INSERT INTO akun (pegawai_id, instansi_id, nama_akun) VALUES (:orang, :lain, :nip)",
    ):
        kota_terisi.svc.connection.execute(sa.text(perintah), {"lain": lain, "orang": orang, "nip": P4})
    with pytest.raises(GagalAsn, match="Kabupaten Lain dan Pemerintah Kota Contoh"):
        _kenali(kota_terisi, "a", P4)
