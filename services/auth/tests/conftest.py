from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from services.auth.tests.mothers import CONTOH, Kota

from auth.adapters.unit_of_work import UnitOfWork
from auth.app import MIGRATIONS, create_app
from auth.application import use_cases_organisasi
from auth.entrypoints.consumer import HANDLERS
from shared.auth.tokens import TokenVerifier
from shared.contracts.auth import Pengaturan
from shared.testing.service import ServiceUnderTest, service_fixture


def _create_app(*, verifier: TokenVerifier, **kw: Any) -> Flask:
    """The real application, which checks tokens with its own keys, trusting the test's key beside them."""
    return create_app(**kw, kunci_lain=verifier._keys)


svc = service_fixture("auth", create_app=_create_app, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=HANDLERS)


@pytest.fixture
def kota(svc: ServiceUnderTest) -> Kota:
    """Pemerintah Kota Contoh with its admin, nobody imported yet."""
    with svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        instansi = use_cases_organisasi.simpan_instansi(
            uow, kode="7699", nama="Pemerintah Kota Contoh", jenis="kota", zona_waktu="Asia/Jakarta", pengaturan=Pengaturan("linear_120")
        )
        use_cases_organisasi.tambah_admin(uow, instansi, nama="Admin BKPSDM", akun="admin.contoh")
        (akun,) = uow.list_akun(instansi.id, ["admin.contoh"])
    kota = Kota(svc, instansi.id, akun.pegawai_id, "")
    kota.sandi_admin = kota.sandi("admin.contoh")
    return kota


@pytest.fixture
def kota_terisi(kota: Kota) -> Kota:
    """The same with the sample imported."""
    kota.impor(CONTOH.read_bytes(), terapkan=True)
    return kota
