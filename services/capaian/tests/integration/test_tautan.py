"""Links as evidence on a real server of this machine: what a look finds, what it never asks, and where the answer is shown."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import unquote
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from capaian.adapters import pemeriksa_tautan
from capaian.adapters.pemeriksa_tautan import LOMPATAN_TERBANYAK, PemeriksaTautan
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.domain.bukti import BERKAS_CATATAN_TERBANYAK
from capaian.domain.tautan import KeadaanTautan
from capaian.entrypoints.http import SATU_PEMERIKSAAN
from capaian.entrypoints.pekerja_tautan import PekerjaTautan
from shared import clock
from shared.contracts.capaian import Laporan
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, NAMA, RHK_RINA, RINA, jam

API = "/capaian/api/v1"
LUAR = "http://169.254.169.254/latest/meta-data/"
DALAM = frozenset({"127.0.0.1"})


class Situs(ThreadingHTTPServer):
    """Answers by path: ``/404`` with that status, ``/ke/<address>`` with a redirect, ``/lambat`` byte by byte. Keeps what it was asked."""

    def __init__(self) -> None:
        self.diminta: list[tuple[str, dict[str, str]]] = []
        self.tersambung = 0
        super().__init__(("127.0.0.1", 0), _Jawab)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        self.tersambung += 1
        return True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is what some tests are about."""

    @property
    def alamat(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Jawab(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        situs = cast("Situs", self.server)
        situs.diminta.append((self.path, dict(self.headers)))
        jalan = self.path.lstrip("/")
        if jalan.startswith("ke/"):
            self.send_response(302)
            self.send_header("Location", unquote(jalan[3:]))
        elif jalan == "lambat":
            with suppress(OSError):
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while True:
                    self.wfile.write(b"X")
                    self.wfile.flush()
                    time.sleep(0.05)
            return
        elif jalan == "besar":
            self.send_response(200)
            for n in range(200):
                self.send_header(f"X-{n}", "x" * 1000)
        elif jalan == "sampah":
            self.wfile.write(b"\x00\x01\x02 bukan http\r\n\r\n")
            return
        else:
            self.send_response(int(jalan) if jalan.isdigit() else 200)
            self.send_header("Set-Cookie", "sesi=rahasia")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def situs() -> Iterator[Situs]:
    server = Situs()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def nama(*alamat: str) -> PemeriksaTautan:
    """A checker whose resolver knows every name under these addresses."""
    return PemeriksaTautan(cari=lambda _nama, _port: alamat)


# ---- what a look finds


@pytest.mark.parametrize(
    ("jalan", "keadaan"),
    [
        ("/200", "terbuka"), ("/204", "terbuka"), ("/401", "tertutup"), ("/403", "tertutup"), ("/404", "mati"), ("/410", "mati"), ("/500", "ragu"),
        ("/503", "ragu"), ("/429", "ragu"), ("/ke//200", "terbuka"), ("/ke//404", "mati"), ("/ke//masuk?lanjut=/", "tertutup"),
        ("/ke//users/sign-in", "tertutup"), ("/ke/https://accounts.google.com/v3/signin", "tertutup"),
        ("/ke/https://login.microsoftonline.com/x", "tertutup"), ("/ke/file:///etc/passwd", "ragu"), ("/besar", "ragu"), ("/sampah", "ragu"),
    ],
)  # fmt: skip
def test_what_a_server_answers_is_told_as_a_state(situs: Situs, jalan: str, keadaan: str) -> None:
    assert PemeriksaTautan(DALAM).periksa(situs.alamat + jalan) == keadaan
    assert len(situs.diminta) <= 2


def test_no_cookie_and_no_credential_is_sent_not_even_one_that_was_given(situs: Situs) -> None:
    PemeriksaTautan(DALAM).periksa(f"{situs.alamat}/ke//200")
    assert [jalan for jalan, _ in situs.diminta] == ["/ke//200", "/200"]
    for _, kepala in situs.diminta:
        assert set(kepala) == {"Host", "Accept-Encoding", "User-Agent", "Accept", "Connection"}


def test_redirects_end(situs: Situs) -> None:
    lingkar = "/ke/" * 8 + "200"
    assert PemeriksaTautan(DALAM).periksa(situs.alamat + lingkar) == "ragu"
    assert len(situs.diminta) == LOMPATAN_TERBANYAK + 1


def test_a_server_that_answers_byte_by_byte_is_left(situs: Situs) -> None:
    assert PemeriksaTautan(DALAM, detik=0.4).periksa(f"{situs.alamat}/lambat") == "ragu"
    assert situs.tersambung == 1


def test_a_resolver_that_does_not_answer_is_left() -> None:
    lepas = threading.Event()

    def cari(_nama: str, _port: int) -> list[str]:
        lepas.wait()
        return []

    assert PemeriksaTautan(detik=0.2, cari=cari).periksa("https://contoh.go.id/") == "ragu"
    lepas.set()


@pytest.mark.parametrize(("kode", "keadaan"), [(socket.EAI_NONAME, "mati"), (socket.EAI_AGAIN, "ragu")])
def test_a_name_that_is_not_there_is_dead_and_a_resolver_that_is_away_is_not(kode: int, keadaan: str) -> None:
    def cari(_nama: str, _port: int) -> list[str]:
        raise socket.gaierror(kode, "")

    assert PemeriksaTautan(cari=cari).periksa("https://contoh.go.id/") == keadaan


# ---- what a look never asks


@pytest.mark.parametrize(
    "server", ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "017700000001", "0.0.0.0", "0", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_no_writing_of_this_machine_is_connected_to(situs: Situs, monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    """The port is let through here, so that the address alone is what stops it."""
    monkeypatch.setattr(pemeriksa_tautan, "_PORT", frozenset({situs.server_address[1]}))
    keadaan = PemeriksaTautan().periksa(f"http://{server}:{situs.server_address[1]}/200")
    assert keadaan in ("dalam", "mati")
    assert situs.tersambung == 0


@pytest.mark.parametrize(
    "alamat",
    [("127.0.0.1",), ("::ffff:127.0.0.1",), ("8.8.8.8", "127.0.0.1"), ("127.0.0.1", "8.8.8.8"), ("169.254.169.254",), ("fd00:ec2::254",)],
)
def test_a_public_name_that_leads_inside_is_not_connected_to(situs: Situs, monkeypatch: pytest.MonkeyPatch, alamat: Sequence[str]) -> None:
    port = situs.server_address[1]
    monkeypatch.setattr(pemeriksa_tautan, "_PORT", frozenset({port}))
    assert nama(*alamat).periksa(f"http://contoh.go.id:{port}/200") == "dalam"
    assert situs.tersambung == 0


def test_a_name_is_resolved_once_and_that_answer_is_connected_to(monkeypatch: pytest.MonkeyPatch, situs: Situs) -> None:
    """A name that answers with a public address first and a closed one after gains nothing."""
    jawaban = iter((["203.0.113.1"], ["127.0.0.1"]))
    disambung: list[Any] = []

    def sambung(tujuan: Any, **_: Any) -> socket.socket:
        disambung.append(tujuan)
        raise ConnectionRefusedError

    port = situs.server_address[1]
    monkeypatch.setattr(pemeriksa_tautan, "_PORT", frozenset({port}))
    monkeypatch.setattr(pemeriksa_tautan, "umum", lambda ip: ip == "203.0.113.1")
    monkeypatch.setattr(pemeriksa_tautan.socket, "create_connection", sambung)
    assert PemeriksaTautan(cari=lambda _nama, _port: next(jawaban)).periksa(f"http://berubah.example:{port}/200") == "ragu"
    assert disambung == [("203.0.113.1", port)]
    assert next(jawaban) == ["127.0.0.1"]
    assert situs.tersambung == 0


def test_a_redirect_is_looked_at_like_the_first_address(situs: Situs) -> None:
    """The first server is one that the operator lets be asked; where it leads to is not."""
    lain = Situs()
    threading.Thread(target=lain.serve_forever, daemon=True).start()
    try:
        for tujuan in (f"http://localhost:{lain.server_address[1]}/200", f"http://[::ffff:127.0.0.1]:{lain.server_address[1]}/", LUAR):
            assert PemeriksaTautan(DALAM).periksa(f"{situs.alamat}/ke/{tujuan}") in ("dalam", "mati")
        assert (len(situs.diminta), lain.tersambung) == (3, 0)
    finally:
        lain.shutdown()
        lain.server_close()


def test_other_services_than_the_web_are_not_knocked_at() -> None:
    def cari(_nama: str, _port: int) -> list[str]:
        raise AssertionError("not even the name is asked for")

    for port in (22, 25, 3306, 5432, 6379, 9200):
        assert PemeriksaTautan(cari=cari).periksa(f"http://contoh.go.id:{port}/") == "dalam"


# ---- on a report and on a daily entry


def klien(svc: ServiceUnderTest, pegawai_id: UUID) -> FlaskClient:
    peran = {"admin_instansi"} if pegawai_id == ADMIN else set()
    return svc.client(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=NAMA[pegawai_id], peran=peran))


@pytest.fixture
def rina(svc: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setitem(svc.app.extensions, "capaian.tautan", PemeriksaTautan(DALAM))
    svc.deliver(mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), mothers.periode_laporan(11), mothers.skp_rina())
    return klien(svc, RINA)


def laporan(svc: ServiceUnderTest) -> str:
    return f"{API}/laporan/{svc.connection.execute(sa.text('SELECT id FROM laporan')).scalar_one()}"


def catatan(client: FlaskClient) -> str:
    isi = {"tanggal": "2025-11-13", "uraian": "Layanan keliling, 37 warga dilayani.", "lokasi_kerja": "wfo", "rhk_id": str(RHK_RINA[1].id)}
    with clock.at(jam(2025, 11, 13)):
        return f"{API}/progres/{client.post(f'{API}/progres', json=isi).json['id']}"


def tautkan(client: FlaskClient, alamat: str, tautan: str, **isi: str) -> Any:
    with clock.at(jam(2025, 11, 13)):
        return client.post(f"{alamat}/tautan", json={"tautan": tautan, **isi})


def test_a_link_on_a_report_is_looked_at_at_once_and_travels_with_it(svc: ServiceUnderTest, rina: FlaskClient, situs: Situs) -> None:
    indikator = str(next(iter(mothers.indikator_rina())))
    jawab = tautkan(rina, laporan(svc), f"{situs.alamat}/200", nama="Foto layanan", indikator_id=indikator)
    assert jawab.status_code == 201, jawab.json
    assert (jawab.json["nama"], jawab.json["keadaan_tautan"], jawab.json["saran"]) == ("Foto layanan", "terbuka", "")
    assert rina.get(laporan(svc)).json["bukti"] == [jawab.json]
    kabar = svc.published(Laporan)[-1]
    assert [(b.tautan, b.jenis, b.ukuran, str(b.indikator_id)) for b in kabar.bukti] == [
        (f"{situs.alamat}/200", "text/uri-list", 0, indikator)
    ]
    jejak = svc.connection.execute(
        sa.text("SELECT aksi FROM jejak WHERE aksi IN ('bukti.tautkan', 'tautan.periksa') ORDER BY id")
    ).scalars()
    assert list(jejak) == ["bukti.tautkan", "tautan.periksa"]


@pytest.mark.parametrize(("jalan", "keadaan"), [("/404", "mati"), ("/403", "tertutup"), ("/500", "ragu")])
def test_a_link_that_does_not_open_is_kept_with_advice_and_hinders_nothing(
    svc: ServiceUnderTest, rina: FlaskClient, situs: Situs, jalan: str, keadaan: str
) -> None:
    jawab = tautkan(rina, catatan(rina), situs.alamat + jalan)
    assert (jawab.status_code, jawab.json["keadaan_tautan"], bool(jawab.json["saran"])) == (201, keadaan, True)
    isi = {"indikator_id": str(next(iter(mothers.indikator_rina())))}
    assert tautkan(rina, laporan(svc), situs.alamat + jalan, **isi).status_code == 201
    with clock.at(jam(2025, 12, 2)):
        versi = rina.get(laporan(svc)).json["version"]
        baris = [{"indikator_id": str(i), "angka": "1"} for i in mothers.indikator_rina()]
        diisi = rina.put(laporan(svc), json={"realisasi": baris}, headers={"If-Match": f'"{versi}"'})
        assert diisi.status_code == 200, diisi.json
        assert rina.post(f"{laporan(svc)}/kirim", json={}).status_code == 200


def test_slow_servers_hold_up_one_web_process_and_the_worker_looks_at_what_came_meanwhile(
    svc: ServiceUnderTest, rina: FlaskClient, situs: Situs
) -> None:
    with svc.database.alone(SATU_PEMERIKSAAN) as giliran:
        assert giliran
        jawab = tautkan(rina, laporan(svc), f"{situs.alamat}/200")
    assert (jawab.status_code, jawab.json["keadaan_tautan"], jawab.json["saran"]) == (201, "belum", "Tautan ini diperiksa sebentar lagi.")
    assert (jawab.json, situs.diminta) == (rina.get(laporan(svc)).json["bukti"][0], [])
    with clock.at(jam(2025, 11, 13, 23)):
        pekerja = PekerjaTautan(lambda: cast("UnitOfWork", svc.open_unit()), PemeriksaTautan(DALAM), threading.Event())
        assert pekerja.satu_putaran() == 1
    assert rina.get(laporan(svc)).json["bukti"][0]["keadaan_tautan"] == "terbuka"
    with svc.database.alone(SATU_PEMERIKSAAN) as giliran:
        assert giliran


def test_a_link_inside_is_kept_and_never_asked(svc: ServiceUnderTest, rina: FlaskClient, situs: Situs) -> None:
    for alamat in (LUAR, "http://10.1.2.3/", f"http://localhost:{situs.server_address[1]}/200"):
        assert tautkan(rina, laporan(svc), alamat).json["keadaan_tautan"] == "dalam"
    assert situs.tersambung == 0


def test_what_is_no_web_address_is_refused_at_its_field(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    for alamat in ("javascript:alert(1)", "https://a:b@contoh.go.id/", "x\x00", ""):
        ditolak = tautkan(rina, laporan(svc), alamat)
        assert (ditolak.status_code, list(ditolak.json["errors"])) == (422, ["tautan"]), alamat
    assert svc.connection.execute(sa.text("SELECT count(*) FROM bukti")).scalar() == 0


def test_the_same_sending_twice_is_one_link_and_one_request(svc: ServiceUnderTest, rina: FlaskClient, situs: Situs) -> None:
    alamat, kunci = catatan(rina), {"Idempotency-Key": "0193-tautan-warga"}
    with clock.at(jam(2025, 11, 13)):
        dua = [rina.post(f"{alamat}/tautan", json={"tautan": f"{situs.alamat}/200"}, headers=kunci) for _ in range(2)]
    assert (dua[0].json, dua[1].headers["Idempotency-Replayed"]) == (dua[1].json, "true")
    assert (svc.connection.execute(sa.text("SELECT count(*) FROM bukti")).scalar(), situs.tersambung) == (1, 1)


def test_links_count_among_the_evidence_of_an_entry(rina: FlaskClient, situs: Situs) -> None:
    alamat = catatan(rina)
    for n in range(BERKAS_CATATAN_TERBANYAK):
        assert tautkan(rina, alamat, f"{situs.alamat}/20{n}").status_code == 201
    assert tautkan(rina, alamat, f"{situs.alamat}/200").json["code"] == "evidence_full"


def test_only_its_owner_has_a_link_looked_at_again_and_not_every_second(svc: ServiceUnderTest, rina: FlaskClient, situs: Situs) -> None:
    bukti_id = tautkan(rina, laporan(svc), f"{situs.alamat}/403").json["id"]
    with clock.at(jam(2025, 11, 13)):
        assert rina.post(f"{API}/bukti/{bukti_id}/periksa").json["keadaan_tautan"] == "tertutup"
    assert situs.tersambung == 1
    with clock.at(jam(2025, 11, 13, 10, 1)):
        assert rina.post(f"{API}/bukti/{bukti_id}/periksa").status_code == 200
        assert [klien(svc, p).post(f"{API}/bukti/{bukti_id}/periksa").status_code for p in (AGUS, BAMBANG, DIMAS, ADMIN)] == [404] * 4
    assert situs.tersambung == 2


def test_the_worker_looks_again_before_the_deadline(svc: ServiceUnderTest, rina: FlaskClient, situs: Situs) -> None:
    bukti_id = tautkan(rina, laporan(svc), f"{situs.alamat}/200").json["id"]
    alamat_catatan = catatan(rina)
    tautkan(rina, alamat_catatan, f"{situs.alamat}/200")
    pekerja = PekerjaTautan(lambda: cast("UnitOfWork", svc.open_unit()), PemeriksaTautan(DALAM), threading.Event())
    with clock.at(jam(2025, 11, 20)):
        assert pekerja.satu_putaran() == 0
    svc.connection.execute(sa.text("UPDATE bukti SET tautan = :ke WHERE id = :id"), {"ke": f"{situs.alamat}/404", "id": bukti_id})
    with clock.at(jam(2025, 12, 5)):
        assert pekerja.satu_putaran() == 2
        assert pekerja.satu_putaran() == 0
    keadaan = svc.connection.execute(sa.text("SELECT keadaan_tautan, diperiksa_pada FROM bukti ORDER BY id")).all()
    assert [k[0] for k in keadaan] == ["mati", "terbuka"]
    assert keadaan[0][1] == jam(2025, 12, 5)
    with clock.at(jam(2025, 12, 7) + timedelta(hours=2)):
        assert pekerja.satu_putaran() == 2
    with clock.at(jam(2026, 3, 1)):
        assert pekerja.satu_putaran() == 0


def test_a_link_whose_look_was_lost_is_the_workers(
    svc: ServiceUnderTest, rina: FlaskClient, situs: Situs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mati(_diri: object, _alamat: str) -> KeadaanTautan:
        raise KeyboardInterrupt

    with monkeypatch.context() as m, pytest.raises(KeyboardInterrupt):
        m.setattr(PemeriksaTautan, "periksa", mati)
        tautkan(rina, laporan(svc), f"{situs.alamat}/200")
    assert svc.connection.execute(sa.text("SELECT keadaan_tautan FROM bukti")).scalar() == "belum"
    with clock.at(jam(2025, 11, 13, 10, 2)):
        assert PekerjaTautan(lambda: cast("UnitOfWork", svc.open_unit()), PemeriksaTautan(DALAM), threading.Event()).satu_putaran() == 1
    assert svc.connection.execute(sa.text("SELECT keadaan_tautan FROM bukti")).scalar() == "terbuka"


def test_the_pages_show_state_server_and_advice_and_open_it_apart(svc: ServiceUnderTest, rina: FlaskClient, situs: Situs) -> None:
    halaman = svc.browser(svc.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama=NAMA[RINA]))
    alamat = laporan(svc).replace("/api/v1", "")
    server = situs.alamat.removeprefix("http://")
    with clock.at(jam(2025, 11, 13)):
        isi = {f"angka-{i.hex[-8:]}": "1" for i in mothers.indikator_rina()} | {"version": "1", "aksi": "unggah"}
        salah = halaman.post_form(alamat, isi | {"tautan": "drive.google.com/x"})
        assert (salah.status_code, "harus dimulai dengan https://" in salah.text, 'value="drive.google.com/x"' in salah.text) == (
            422,
            True,
            True,
        )
        assert "Pilih berkasnya atau tulis tautannya dulu." in halaman.post_form(alamat, isi).text
        assert halaman.post_form(alamat, isi | {"tautan": f"{situs.alamat}/403"}).status_code == 303
        html = halaman.get(alamat).text
        assert f"Tautan ke {server} · minta izin" in html
        assert "Ubah izin berbaginya" in html
        bukti_id = rina.get(laporan(svc)).json["bukti"][0]["id"]
        satu = halaman.get(f"/capaian/bukti/{bukti_id}").text
        assert f'href="{situs.alamat}/403" target="_blank" rel="noopener noreferrer"' in satu
        assert f"Buka {server}" in satu
        assert "Periksa lagi" in satu
        assert rina.get(f"{API}/bukti/{bukti_id}/isi").json["code"] == "evidence_is_link"
        assert halaman.post_form(f"/capaian/bukti/{bukti_id}/periksa", {}, page=f"/capaian/bukti/{bukti_id}").status_code == 303
    penilai = svc.browser(svc.identity(pegawai_id=AGUS, instansi_id=INSTANSI, nama=NAMA[AGUS])).get(f"/capaian/bukti/{bukti_id}").text
    assert ("minta izin" in penilai.lower(), "Periksa lagi" in penilai, "Ubah izin berbaginya" in penilai) == (True, False, False)


def test_a_link_comes_with_the_plain_form_of_a_daily_entry(svc: ServiceUnderTest, rina: FlaskClient, situs: Situs) -> None:
    halaman = svc.browser(svc.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama=NAMA[RINA]))
    isi = {"tanggal": "2025-11-13", "rhk_id": str(RHK_RINA[1].id), "uraian": "Layanan keliling, 37 warga dilayani.", "lokasi_kerja": "wfo"}
    with clock.at(jam(2025, 11, 13)):
        salah = halaman.post_form("/capaian/", isi | {"tautan": "ftp://x"})
        assert (salah.status_code, svc.connection.execute(sa.text("SELECT count(*) FROM progres_harian")).scalar()) == (422, 0)
        assert halaman.post_form("/capaian/", isi | {"tautan": f"{situs.alamat}/404"}).status_code == 303
        assert "Tautan: tidak ditemukan." in halaman.get("/capaian/?tanggal=2025-11-13").text
    assert rina.get(f"{API}/progres").json["data"][0]["bukti"][0]["keadaan_tautan"] == "mati"
