"""Guessing is hopeless, and being locked out is no weapon: ten thousand guesses, and the owner's own device meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from services.auth.tests.mothers import P1, P4, Kota, csrf
from werkzeug.test import TestResponse

from auth.adapters import sandi as penyandi
from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import pilih_kata_sandi
from auth.domain import percobaan
from auth.domain.percobaan import AKUN, ALAMAT, PERANGKAT, TEMPAT, Aturan, Hitungan, Tebakan, tebakan

PADA = datetime(2026, 1, 19, 1, 0, tzinfo=UTC)
JAM = timedelta(hours=1)
BENAR = "kuda hijau makan paku"
TOKEN = "/auth/api/v1/token"


class Papan:
    """The counts of an installation, without a database."""

    def __init__(self) -> None:
        self.hitungan: dict[bytes, Hitungan] = {}

    def coba(self, satu: Tebakan, pada: datetime) -> bool:
        """Whether this guess is looked at."""
        dulu = {kunci: self.hitungan[kunci] for kunci in satu.aturan if kunci in self.hitungan}
        if satu.tertahan(dulu.values(), pada):
            return False
        self.hitungan |= satu.hitung(dulu, pada)
        return True


# The rules


def test_delays_double_from_a_minute_to_an_hour() -> None:
    aturan = Aturan(5, JAM)
    assert [aturan.jeda(n) // timedelta(minutes=1) for n in range(3, 14)] == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.parametrize("alamat", ["10.0.0.1", "10.0.0.{i}"])
def test_of_ten_thousand_guesses_on_one_account_a_handful_is_looked_at(alamat: str) -> None:
    papan = Papan()
    dilihat = sum(papan.coba(tebakan("kata_sandi", P4, alamat.format(i=i), None), PADA) for i in range(10_000))
    assert dilihat == (TEMPAT.bebas if alamat == "10.0.0.1" else AKUN.bebas)


def test_of_ten_thousand_guesses_over_a_thousand_accounts_fifty_are_looked_at() -> None:
    papan = Papan()
    assert sum(papan.coba(tebakan("kata_sandi", str(i % 1000), "10.0.0.1", None), PADA) for i in range(10_000)) == ALAMAT.bebas


def test_who_guesses_day_and_night_from_everywhere_gets_one_guess_an_hour() -> None:
    papan = Papan()
    menit = timedelta(minutes=1)
    dilihat = sum(papan.coba(tebakan("kata_sandi", P4, f"10.0.{i // 250}.{i % 250}", None), PADA + i * menit) for i in range(10_000))
    assert dilihat <= AKUN.bebas + 6 + 10_000 * menit / JAM + 1


@given(st.lists(st.integers(0, 300), max_size=300), st.sampled_from([TEMPAT, AKUN, ALAMAT, PERANGKAT]))
def test_no_pace_gets_more_than_the_rule_says(jarak: list[int], aturan: Aturan) -> None:
    papan, kini, dilihat = Papan(), PADA, 0
    for menit in jarak:
        kini += timedelta(minutes=menit)
        dilihat += papan.coba(Tebakan({b"satu": aturan}, b"satu"), kini)
    assert dilihat <= aturan.bebas + 6 + (kini - PADA) / aturan.pulih + (kini - PADA) / JAM + 1


def test_quiet_time_forgets_and_a_right_guess_takes_itself_back() -> None:
    empat = Hitungan(4, PADA)
    assert [empat.surut(TEMPAT, PADA + n * JAM).jumlah for n in range(6)] == [4, 3, 2, 1, 0, 0]
    terkunci = empat.tambah(TEMPAT, PADA)
    assert (terkunci.jumlah, terkunci.terkunci(PADA)) == (5, PADA + timedelta(minutes=1))
    assert terkunci.surut(TEMPAT, PADA + JAM).jumlah == 5, "a delay is no quiet time"
    assert terkunci.kembalikan(1) == empat


def test_one_network_of_ipv6_is_one_place() -> None:
    assert percobaan.tempat("2001:db8:1:2::1") == percobaan.tempat("2001:db8:1:2:ffff::9") != percobaan.tempat("2001:db8:1:3::1")
    assert percobaan.tempat("::ffff:10.0.0.1") == percobaan.tempat("10.0.0.1") != percobaan.tempat("10.0.0.2")
    assert percobaan.tempat("?") == "?"


def test_a_known_device_is_counted_by_itself_alone_and_locked_by_its_own_guesses() -> None:
    papan, milik = Papan(), UUID(int=7)
    for i in range(10_000):
        papan.coba(tebakan("kata_sandi", P4, "10.0.0.1", None), PADA + i * timedelta(seconds=1))
    kini = PADA + timedelta(seconds=10_000)
    assert [papan.coba(tebakan("kata_sandi", P4, "10.0.0.1", milik), kini) for _ in range(6)] == [True] * 5 + [False]
    assert papan.coba(tebakan("kata_sandi", P4, "10.0.0.1", UUID(int=8)), kini)


# The whole service, with a hash that costs nothing


@pytest.fixture
def murah(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The hashes that passwords were compared with, in order."""
    dilihat: list[str | None] = []
    asli = penyandi.cocok
    monkeypatch.setattr(penyandi, "_PENYANDI", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    penyandi._hash_kosong.cache_clear()

    def cocok(sandi: str, sandi_hash: str | None) -> bool:
        dilihat.append(sandi_hash)
        return asli(sandi, sandi_hash)

    monkeypatch.setattr(penyandi, "cocok", cocok)
    return dilihat


@pytest.fixture
def rina(kota_terisi: Kota, murah: list[str | None]) -> Iterator[Kota]:
    """P4 with a password of her own."""
    with kota_terisi.svc.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        pilih_kata_sandi(uow, uow.get_akun(kota_terisi.id_dari(P4)), BENAR)
    yield kota_terisi
    penyandi._hash_kosong.cache_clear()


def _tebak(kota: Kota, nip: str, sandi: str, alamat: str = "10.9.9.9") -> TestResponse:
    return kota.svc.client(None).post(TOKEN, json={"nip": nip, "kata_sandi": sandi}, environ_base={"REMOTE_ADDR": alamat})


def _masuk(browser: FlaskClient, sandi: str, alamat: str, nip: str = P4) -> TestResponse:
    halaman = browser.get("/auth/masuk?sebab=lagi").get_data(as_text=True)
    isi = {"csrf_token": csrf(halaman), "nip": nip, "kata_sandi": sandi}
    return browser.post("/auth/masuk", data=isi, environ_base={"REMOTE_ADDR": alamat})


def _perangkat(browser: FlaskClient) -> str:
    kue = browser.get_cookie("kinerja_perangkat", path="/auth")
    return kue.value if kue else ""


@pytest.mark.parametrize("alamat", [lambda _: "10.9.9.9", lambda i: f"10.9.{i}.1"], ids=["one address", "many addresses"])
def test_guesses_on_one_account_let_nobody_in_but_its_owner(rina: Kota, murah: list[str | None], alamat: Callable[[int], str]) -> None:
    pemilik = rina.svc.app.test_client()
    assert _masuk(pemilik, BENAR, "10.1.1.1").status_code == 303
    murah.clear()
    status = [_tebak(rina, P4, "salah" if i != 50 else BENAR, alamat(i)).status_code for i in range(300)]
    assert set(status[:5]) == {401} and status[50] == 429 and 200 not in status
    assert len(murah) <= AKUN.bebas
    assert _tebak(rina, P4, BENAR, alamat(0)).status_code == 429
    tertahan = _masuk(rina.svc.app.test_client(), BENAR, alamat(0))
    assert (tertahan.status_code, int(tertahan.headers["Retry-After"]) > 0) == (429, True)
    assert _masuk(pemilik, BENAR, alamat(0)).status_code == 303, "the owner's device is known, wherever it is"


def test_guesses_over_many_accounts_let_nobody_in_but_an_owner_at_the_same_address(rina: Kota, murah: list[str | None]) -> None:
    pemilik = rina.svc.app.test_client()
    assert _masuk(pemilik, BENAR, "10.9.9.9").status_code == 303
    murah.clear()
    status = [_tebak(rina, f"akun-{i}" if i != 200 else P4, "salah" if i != 200 else BENAR).status_code for i in range(300)]
    assert status == [401] * ALAMAT.bebas + [429] * (300 - ALAMAT.bebas)
    assert len(murah) == ALAMAT.bebas
    assert _masuk(pemilik, BENAR, "10.9.9.9").status_code == 303


def test_a_known_device_that_guesses_is_locked_and_nobody_else(rina: Kota) -> None:
    pemilik = rina.svc.app.test_client()
    _masuk(pemilik, BENAR, "10.1.1.1")
    assert [_masuk(pemilik, "salah", "10.1.1.1").status_code for _ in range(6)] == [401] * 5 + [429]
    assert _masuk(pemilik, BENAR, "10.2.2.2").status_code == 429
    assert _masuk(rina.svc.app.test_client(), BENAR, "10.1.1.1").status_code == 303


def test_the_cookie_of_a_device_is_of_its_account_alone_and_stored_as_a_digest(rina: Kota) -> None:
    pemilik = rina.svc.app.test_client()
    jawaban = _masuk(pemilik, BENAR, "10.1.1.1")
    kue = next(k for k in jawaban.headers.getlist("Set-Cookie") if k.startswith("kinerja_perangkat="))
    assert "HttpOnly" in kue and "SameSite=Lax" in kue and "Path=/auth" in kue and "Max-Age=7776000" in kue
    rahasia = _perangkat(pemilik)
    assert rahasia.encode() not in bytes(rina.svc.connection.execute(sa.text("SELECT sidik FROM perangkat")).scalar_one())
    for _ in range(6):
        _masuk(pemilik, "salah", "10.1.1.1", nip=P1)
    assert _masuk(rina.svc.app.test_client(), "salah", "10.1.1.1", nip=P1).status_code == 429, "for another account it is a stranger"
    sebelum = rahasia
    _masuk(pemilik, BENAR, "10.1.1.1")
    assert _perangkat(pemilik) != sebelum
    assert rina.svc.connection.execute(sa.text("SELECT count(*) FROM perangkat")).scalar_one() == 1, "the secret changes, the device stays"


def test_two_people_of_one_browser_are_both_known(rina: Kota) -> None:
    browser = rina.svc.app.test_client()
    _masuk(browser, BENAR, "10.1.1.1")
    _masuk(browser, rina.sandi_admin, "10.1.1.1", nip="admin.contoh")
    for nip in (P4, "admin.contoh"):
        for i in range(20):
            _tebak(rina, nip, "salah", f"10.7.0.{i}")
    assert _masuk(browser, BENAR, "10.1.1.1").status_code == 303
    assert _masuk(browser, rina.sandi_admin, "10.1.1.1", nip="admin.contoh").status_code == 303
    assert len(_perangkat(browser).split(".")) == 2


@pytest.mark.parametrize("lupakan", ["perangkat", "lain", "sandi", "waktu", "rusak"])
def test_a_device_is_forgotten_by_its_owner_by_a_reset_and_by_time(rina: Kota, lupakan: str) -> None:
    lama, kini = rina.svc.app.test_client(), rina.svc.app.test_client()
    _masuk(lama, BENAR, "10.1.1.1")
    _masuk(kini, BENAR, "10.2.2.2")
    halaman = kini.get("/auth/akun").get_data(as_text=True)
    assert halaman.count("/lupakan") == 2
    if lupakan == "perangkat":
        satu = rina.svc.connection.execute(sa.text("SELECT id FROM perangkat ORDER BY terakhir_pada LIMIT 1")).scalar_one()
        assert kini.post(f"/auth/akun/perangkat/{satu}/lupakan", data={"csrf_token": csrf(halaman)}).status_code == 303
        assert kini.post(f"/auth/akun/perangkat/{satu}/lupakan", data={"csrf_token": csrf(halaman)}).status_code == 404
    elif lupakan == "lain":
        assert kini.post("/auth/akun/sesi/akhiri-lain", data={"csrf_token": csrf(halaman)}).status_code == 303
    elif lupakan == "sandi":
        isi = {
            "csrf_token": csrf(halaman),
            "kata_sandi_lama": BENAR,
            "kata_sandi_baru": "paku merah tidur siang",
            "ulang": "paku merah tidur siang",
        }
        assert kini.post("/auth/akun/kata-sandi", data=isi).status_code == 303
    elif lupakan == "waktu":
        rina.svc.connection.execute(sa.text("UPDATE perangkat SET kedaluwarsa_pada = now() - interval '1 s'"))
    else:
        lama.set_cookie("kinerja_perangkat", _perangkat(lama)[:-1] + "._.é", path="/auth")
    for i in range(20):
        _tebak(rina, P4, "salah", f"10.7.0.{i}")
    assert _masuk(lama, BENAR if lupakan != "sandi" else "paku merah tidur siang", "10.1.1.1").status_code == 429
    if lupakan == "sandi":
        assert _masuk(kini, "paku merah tidur siang", "10.2.2.2").status_code == 303, "the device on which it was changed is still known"


def test_nobody_forgets_the_device_of_somebody_else(rina: Kota) -> None:
    pemilik, lain = rina.svc.app.test_client(), rina.svc.app.test_client()
    _masuk(pemilik, BENAR, "10.1.1.1")
    satu = rina.svc.connection.execute(sa.text("SELECT id FROM perangkat")).scalar_one()
    _masuk(lain, rina.sandi_admin, "10.1.1.1", nip="admin.contoh")
    halaman = lain.get("/auth/akun").get_data(as_text=True)
    assert lain.post(f"/auth/akun/perangkat/{satu}/lupakan", data={"csrf_token": csrf(halaman)}).status_code == 404


def test_an_unknown_account_a_wrong_password_and_a_locked_account_look_alike_and_cost_alike(rina: Kota, murah: list[str | None]) -> None:
    def jejak(nip: str, sandi: str, alamat: str) -> list[tuple[int, str, int]]:
        hasil = []
        for _ in range(8):
            murah.clear()
            jawaban = _tebak(rina, nip, sandi, alamat)
            hasil.append((jawaban.status_code, jawaban.get_json()["detail"], len(murah)))
        return hasil

    tidak_ada = jejak("197204151997031902", "salah", "10.0.0.1")
    assert tidak_ada == jejak(P4, "salah", "10.0.0.2")
    assert [hash_ for _, _, hash_ in tidak_ada] == [1] * 5 + [0] * 3
    assert jejak(P4, BENAR, "10.0.0.2") == [tidak_ada[-1]] * 8


def test_the_delay_grows_and_ends(rina: Kota) -> None:
    with time_machine.travel(PADA + timedelta(days=400), tick=False) as jam:
        tunggu = []
        for _ in range(5):
            while (jawaban := _tebak(rina, P4, "salah")).status_code == 401:
                pass
            tunggu.append(int(jawaban.headers["Retry-After"]))
            jam.shift(timedelta(seconds=tunggu[-1] + 1))
        assert tunggu == [60, 120, 240, 480, 960]
        assert _tebak(rina, P4, BENAR).status_code == 200
        assert _tebak(rina, P4, "salah").get_json()["detail"].endswith("Sisa 4 percobaan sebelum ditunda.")
