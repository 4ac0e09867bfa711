"""A file on its way in and out: over the disk, in pieces, whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from capaian.adapters import kiriman
from capaian.adapters.penyimpanan import PenyimpananLokal
from shared import clock
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..conftest import BERKAS
from ..mothers import INSTANSI, NAMA, RINA, jam

API = "/capaian/api/v1"


@pytest.fixture
def rina(svc: ServiceUnderTest) -> FlaskClient:
    svc.deliver(mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), mothers.periode_laporan(11), mothers.skp_rina())
    return svc.client(svc.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama=NAMA[RINA]))


def unggah(svc: ServiceUnderTest, client: FlaskClient, isi: bytes, nama: str = "a.pdf", **headers: str) -> Any:
    laporan = svc.connection.execute(sa.text("SELECT id FROM laporan")).scalar_one()
    with clock.at(jam(2025, 11, 13)):
        jawab = client.post(f"{API}/laporan/{laporan}/bukti", data={"berkas": (io.BytesIO(isi), nama)}, headers=headers)
    jawab.request.environ["wsgi.input"].close()  # the client spools what is large
    return jawab


def test_a_large_file_waits_on_the_disk_of_the_store_and_is_read_in_pieces(
    svc: ServiceUnderTest, rina: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    dibuka: list[Any] = []
    bacaan: list[int] = []

    class Tercatat(kiriman._Sementara):
        def __init__(self, *args: Any, **kw: Any) -> None:
            super().__init__(*args, **kw)
            dibuka.append((self, Path(kw["dir"])))

        def read(self, *args: Any) -> bytes:
            potong = super().read(*args)
            bacaan.append(len(potong))
            return potong

    monkeypatch.setattr(kiriman, "_Sementara", Tercatat)
    isi = mothers.PDF + b"besar" * 500_000
    diunggah = unggah(svc, rina, isi, **{"Idempotency-Key": "unggah-besar-1"})
    assert diunggah.status_code == 201
    [(aliran, tempat)] = dibuka
    assert (tempat, aliran._rolled) == (BERKAS / ".masuk", True)
    assert len(bacaan) > 20
    assert max(bacaan) <= 256 * 1024
    assert list(tempat.iterdir()) == []
    with rina.get(f"{API}/bukti/{diunggah.json['id']}/isi") as jawab:
        assert jawab.data == isi


def test_a_disk_that_refuses_is_told_and_nothing_is_kept(
    svc: ServiceUnderTest, rina: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bukan_folder = tmp_path / "penuh"
    bukan_folder.write_text("")
    monkeypatch.setitem(svc.app.extensions, "capaian.berkas", PenyimpananLokal(bukan_folder))
    ditolak = unggah(svc, rina, mothers.PDF)
    assert (ditolak.status_code, ditolak.json["code"]) == (503, "unavailable")
    assert svc.connection.execute(sa.text("SELECT count(*) FROM bukti")).scalar() == 0


def test_a_disk_that_is_full_halfway_is_told(svc: ServiceUnderTest, rina: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def penuh(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("capaian.adapters.penyimpanan.shutil.copyfileobj", penuh)
    ditolak = unggah(svc, rina, mothers.PDF + b"penuh")
    assert (ditolak.status_code, ditolak.json["code"]) == (503, "unavailable")
    assert svc.connection.execute(sa.text("SELECT count(*) FROM bukti")).scalar() == 0
    assert not list(BERKAS.rglob(".baru-*"))


def test_a_part_of_a_file_is_served_and_an_unchanged_one_is_not_sent_again(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    isi = mothers.PDF + bytes(range(256)) * 100
    diunggah = unggah(svc, rina, isi).json
    alamat = f"{API}/bukti/{diunggah['id']}/isi"
    with rina.get(alamat) as utuh:
        assert (utuh.data, utuh.content_length) == (isi, len(isi))
        etag = utuh.headers["ETag"]
    with rina.get(alamat, headers={"Range": "bytes=100-299"}) as sebagian:
        assert (sebagian.status_code, sebagian.data) == (206, isi[100:300])
        assert sebagian.headers["Content-Range"] == f"bytes 100-299/{len(isi)}"
    with rina.get(alamat, headers={"If-None-Match": etag}) as sama:
        assert (sama.status_code, sama.data) == (304, b"")


def test_a_picture_beyond_the_limit_is_refused_at_the_door(
    svc: ServiceUnderTest, rina: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(svc.app.config, "BUKTI_PIKSEL", 1_000_000)
    ditolak = unggah(svc, rina, mothers.gambar("PNG", 1001, 1000), "peta.png")
    assert (ditolak.status_code, ditolak.json["code"], list(ditolak.json["errors"])) == (422, "file_pixels", ["berkas"])
