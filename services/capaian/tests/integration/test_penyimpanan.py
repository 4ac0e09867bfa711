"""The evidence store, on a folder and in a bucket: the same promises for both."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid4

import boto3
import pytest
import sqlalchemy as sa
from botocore.exceptions import ReadTimeoutError
from flask.testing import FlaskClient
from moto.server import ThreadedMotoServer

from capaian.adapters.penyimpanan import Penyimpanan, PenyimpananLokal, salin
from capaian.adapters.penyimpanan_s3 import PenyimpananS3
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.application.use_cases import bersihkan_berkas
from capaian.entrypoints.pekerja_mini import PekerjaMini
from shared import clock
from shared.errors import Unavailable
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..mothers import AGUS, DIMAS, INSTANSI, NAMA, RINA, jam

API = "/capaian/api/v1"
BESAR = mothers.PDF + b"besar" * 600_000


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def ember(s3: str, tmp_path: Path) -> Iterator[PenyimpananS3]:
    nama = f"bukti-{uuid4()}"
    satu = PenyimpananS3(tmp_path / "masuk", s3, nama, "kunci", "rahasia")
    satu._klien.create_bucket(Bucket=nama)
    yield satu
    satu._klien.close()


@pytest.fixture(params=["lokal", "s3"])
def simpanan(request: pytest.FixtureRequest, tmp_path: Path) -> Penyimpanan:
    if request.param == "s3":
        return cast("PenyimpananS3", request.getfixturevalue("ember"))
    return PenyimpananLokal(tmp_path / "bukti")


def sha(isi: bytes) -> str:
    return hashlib.sha256(isi).hexdigest()


def baca(simpanan: Penyimpanan, instansi_id: UUID, nama: str) -> bytes:
    with simpanan.buka(instansi_id, nama) as aliran:
        return aliran.read()


def test_what_is_stored_comes_back_and_can_be_taken_away(simpanan: Penyimpanan) -> None:
    satu, lain = uuid4(), uuid4()
    for instansi_id in (satu, satu, lain):
        simpanan.simpan(instansi_id, sha(BESAR), io.BytesIO(BESAR))
    simpanan.simpan(satu, f"{sha(BESAR)}.mini", io.BytesIO(b"kecil"))
    assert baca(simpanan, satu, sha(BESAR)) == BESAR
    semua = {(t.instansi_id, t.nama, t.sha256) for t in simpanan.semua()}
    assert semua == {(satu, sha(BESAR), sha(BESAR)), (lain, sha(BESAR), sha(BESAR)), (satu, f"{sha(BESAR)}.mini", sha(BESAR))}
    assert all(abs(datetime.now(UTC) - t.sejak) < timedelta(minutes=5) for t in simpanan.semua())
    simpanan.buang(lain, sha(BESAR))
    simpanan.buang(lain, sha(BESAR))
    assert {t.instansi_id for t in simpanan.semua()} == {satu}
    assert [simpanan.ada(i, sha(BESAR)) for i in (satu, lain)] == [True, False]


def test_it_is_stored_in_pieces_from_its_beginning(simpanan: Penyimpanan) -> None:
    class Pelit(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 <= size <= 1024 * 1024
            return super().read(size)

    aliran = Pelit(BESAR)
    aliran.seek(77)
    simpanan.simpan(INSTANSI, sha(BESAR), aliran)
    assert not aliran.closed
    assert baca(simpanan, INSTANSI, sha(BESAR)) == BESAR


def test_what_is_not_there_is_a_fault_that_is_told(simpanan: Penyimpanan) -> None:
    with pytest.raises(Unavailable, match="tidak dapat dibaca"):
        simpanan.buka(INSTANSI, "0" * 64)


def test_a_bucket_that_breaks_off_is_told_before_a_byte_is_served(ember: PenyimpananS3, monkeypatch: pytest.MonkeyPatch) -> None:
    def putus(*_: object) -> None:
        raise ReadTimeoutError(endpoint_url="bukti")

    ember.simpan(INSTANSI, sha(BESAR), io.BytesIO(BESAR))
    monkeypatch.setattr("capaian.adapters.penyimpanan_s3.shutil.copyfileobj", putus)
    with pytest.raises(Unavailable):
        ember.buka(INSTANSI, sha(BESAR))


def test_a_store_that_is_away_is_told(tmp_path: Path) -> None:
    mati = PenyimpananS3(tmp_path, "http://127.0.0.1:1", "bukti", "kunci", "rahasia")
    perbuatan: list[Any] = [
        lambda: mati.simpan(INSTANSI, "0" * 64, io.BytesIO(b"x")),
        lambda: mati.buka(INSTANSI, "0" * 64),
        lambda: mati.ada(INSTANSI, "0" * 64),
        lambda: mati.buang(INSTANSI, "0" * 64),
        lambda: list(mati.semua()),
    ]
    for satu in perbuatan:
        with pytest.raises(Unavailable):
            satu()
    assert "rahasia" not in repr(mati)


def test_a_folder_moves_into_a_bucket_and_a_second_time_moves_nothing(ember: PenyimpananS3, tmp_path: Path) -> None:
    folder = PenyimpananLokal(tmp_path / "lama")
    for isi in (b"satu", b"dua"):
        folder.simpan(INSTANSI, sha(isi), io.BytesIO(isi))
    assert (list(salin(folder, ember)), list(salin(folder, ember))) == ([True, True], [False, False])
    assert {t.nama for t in ember.semua()} == {t.nama for t in folder.semua()} == {sha(b"satu"), sha(b"dua")}
    assert baca(ember, INSTANSI, sha(b"dua")) == b"dua"


# ---- through the service


@pytest.fixture
def laporan(svc: ServiceUnderTest, simpanan: Penyimpanan, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(svc.app.extensions, "capaian.berkas", simpanan)
    svc.deliver(mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), mothers.periode_laporan(11), mothers.skp_rina())
    return f"{API}/laporan/{svc.connection.execute(sa.text('SELECT id FROM laporan')).scalar_one()}"


def klien(svc: ServiceUnderTest, pegawai_id: UUID) -> FlaskClient:
    return svc.client(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=NAMA[pegawai_id]))


def unggah(svc: ServiceUnderTest, laporan: str, isi: bytes, nama: str) -> Any:
    with clock.at(jam(2025, 11, 13)):
        jawab = klien(svc, RINA).post(f"{laporan}/bukti", data={"berkas": (cast("BinaryIO", io.BytesIO(isi)), nama)})
    jawab.request.environ["wsgi.input"].close()  # the client spools what is large
    return jawab


def test_a_file_is_served_from_either_through_the_permission_check(svc: ServiceUnderTest, laporan: str, simpanan: Penyimpanan) -> None:
    diunggah = unggah(svc, laporan, BESAR, "besar.pdf").json
    alamat = f"{API}/bukti/{diunggah['id']}/isi"
    with klien(svc, AGUS).get(alamat) as utuh:
        assert (utuh.status_code, utuh.data, utuh.content_length) == (200, BESAR, len(BESAR))
        assert "127.0.0.1" not in str(utuh.headers)
        etag = utuh.headers["ETag"]
    with klien(svc, RINA).get(alamat, headers={"Range": "bytes=1000-1999"}) as sebagian:
        assert (sebagian.status_code, sebagian.data) == (206, BESAR[1000:2000])
    with klien(svc, RINA).get(alamat, headers={"If-None-Match": etag}) as sama:
        assert sama.status_code == 304
    assert klien(svc, DIMAS).get(alamat).status_code == 404


def test_a_picture_gets_its_small_one_and_both_are_cleaned(svc: ServiceUnderTest, laporan: str, simpanan: Penyimpanan) -> None:
    foto = unggah(svc, laporan, mothers.gambar("JPEG", 640, 480), "foto.jpg").json
    assert PekerjaMini(lambda: cast("UnitOfWork", svc.open_unit()), simpanan, threading.Event()).satu_putaran() == 1
    with klien(svc, AGUS).get(f"{API}/bukti/{foto['id']}/mini") as jawab:
        assert (jawab.status_code, jawab.mimetype) == (200, "image/jpeg")
    with clock.at(jam(2025, 11, 13)):
        klien(svc, RINA).delete(f"{laporan}/bukti/{foto['id']}")
    with svc.open_unit() as uow:
        assert bersihkan_berkas(cast("UnitOfWork", uow), simpanan) == 0
        assert bersihkan_berkas(cast("UnitOfWork", uow), simpanan, lebih_tua_detik=-5) == 2
    assert list(simpanan.semua()) == []


def test_nothing_in_the_bucket_is_open_without_its_keys(s3: str, ember: PenyimpananS3) -> None:
    ember.simpan(INSTANSI, sha(b"satu"), io.BytesIO(b"satu"))
    hak = boto3.client("s3", endpoint_url=s3, aws_access_key_id="k", aws_secret_access_key="r", region_name="us-east-1")
    grants = hak.get_object_acl(Bucket=ember.ember, Key=f"{INSTANSI}/{sha(b'satu')[:2]}/{sha(b'satu')}")["Grants"]
    hak.close()
    assert [g["Grantee"]["Type"] for g in grants] == ["CanonicalUser"]
