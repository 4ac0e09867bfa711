"""Evidence of daily entries: the rules of a report's evidence, who opens it, what goes with it."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from capaian.domain.bukti import BERKAS_CATATAN_TERBANYAK, UKURAN_TERBESAR
from shared import clock
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, NAMA, RHK_RINA, RINA, jam

API = "/capaian/api/v1"
HARI = "2025-11-13"


def klien(svc: ServiceUnderTest, pegawai_id: UUID) -> FlaskClient:
    peran = {"admin_instansi"} if pegawai_id == ADMIN else set()
    return svc.client(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=NAMA[pegawai_id], peran=peran))


def status_isi(client: FlaskClient, bukti_id: str) -> int:
    with client.get(f"{API}/bukti/{bukti_id}/isi") as jawab:
        return jawab.status_code


@pytest.fixture
def rina(svc: ServiceUnderTest) -> FlaskClient:
    svc.deliver(mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), mothers.periode_laporan(11), mothers.skp_rina())
    return klien(svc, RINA)


def catat(client: FlaskClient) -> str:
    isi = {"tanggal": HARI, "uraian": "Layanan keliling, 37 warga dilayani.", "lokasi_kerja": "dinas_luar", "rhk_id": str(RHK_RINA[1].id)}
    with clock.at(jam(2025, 11, 13)):
        dibuat = client.post(f"{API}/progres", json=isi)
    assert dibuat.status_code == 201, dibuat.json
    assert dibuat.json["bukti"] == []
    return f"{API}/progres/{dibuat.json['id']}"


def unggah(client: FlaskClient, alamat: str, isi: bytes = mothers.PNG, nama: str = "warga.png", **headers: str) -> Any:
    with clock.at(jam(2025, 11, 13)):
        jawab = client.post(f"{alamat}/bukti", data={"berkas": (io.BytesIO(isi), nama)}, headers=headers)
    jawab.request.environ["wsgi.input"].close()  # the client spools what is large
    return jawab


def test_a_photo_hangs_on_its_entry_and_opens_as_it_was(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    alamat = catat(rina)
    diunggah = unggah(rina, alamat)
    assert diunggah.status_code == 201, diunggah.json
    satu = rina.get(f"{API}/progres").json["data"][0]
    assert satu["bukti"] == [diunggah.json]
    assert (satu["version"], diunggah.json["jenis"], diunggah.json["ukuran"]) == (1, "image/png", len(mothers.PNG))
    with rina.get(f"{API}/bukti/{diunggah.json['id']}/isi") as isi:
        assert (isi.data, isi.mimetype, isi.headers["X-Content-Type-Options"]) == (mothers.PNG, "image/png", "nosniff")
    assert "catatan 13 November 2025" in rina.get(f"/capaian/bukti/{diunggah.json['id']}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("isi", "nama", "status", "code"),
    [
        (b"MZ program", "laporan.pdf", 422, "file_disguised"),
        (b"", "kosong.pdf", 422, "file_empty"),
        (mothers.PNG, "gambar.svg", 422, "file_kind"),
        (mothers.PDF + b"0" * UKURAN_TERBESAR, "besar.pdf", 413, "too_large"),
    ],
)
def test_what_a_report_refuses_an_entry_refuses(
    svc: ServiceUnderTest, rina: FlaskClient, isi: bytes, nama: str, status: int, code: str
) -> None:
    ditolak = unggah(rina, catat(rina), isi, nama)
    assert (ditolak.status_code, ditolak.json["code"]) == (status, code)
    assert svc.connection.execute(sa.text("SELECT count(*) FROM bukti")).scalar() == 0


def test_a_request_without_a_file_says_what_is_missing(rina: FlaskClient) -> None:
    ditolak = rina.post(f"{catat(rina)}/bukti", data={})
    assert (ditolak.status_code, list(ditolak.json["errors"])) == (422, ["berkas"])


def test_the_same_sending_twice_is_one_file(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    alamat, kunci = catat(rina), {"Idempotency-Key": "0193-foto-warga"}
    pertama, kedua = unggah(rina, alamat, **kunci), unggah(rina, alamat, **kunci)
    assert (kedua.status_code, kedua.json, kedua.headers["Idempotency-Replayed"]) == (201, pertama.json, "true")
    assert svc.connection.execute(sa.text("SELECT count(*) FROM bukti")).scalar() == 1
    lain = unggah(rina, alamat, mothers.PDF, "lain.pdf", **kunci)
    assert (lain.status_code, lain.json["code"]) == (422, "idempotency_key_reused")


def test_an_entry_takes_five_files(rina: FlaskClient) -> None:
    alamat = catat(rina)
    for n in range(BERKAS_CATATAN_TERBANYAK):
        assert unggah(rina, alamat, nama=f"{n}.png").status_code == 201
    penuh = unggah(rina, alamat)
    assert (penuh.status_code, penuh.json["code"]) == (409, "evidence_full")


def test_a_file_is_taken_out_and_an_entry_takes_its_files_with_it(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    alamat = catat(rina)
    satu, dua = (unggah(rina, alamat, nama=f"{n}.png").json["id"] for n in "ab")
    assert rina.delete(f"{alamat}/bukti/{satu}").status_code == 204
    assert rina.delete(f"{alamat}/bukti/{satu}").status_code == 404
    assert [b["id"] for b in rina.get(f"{API}/progres").json["data"][0]["bukti"]] == [dua]
    assert rina.delete(alamat).status_code == 204
    assert svc.connection.execute(sa.text("SELECT count(*) FROM bukti")).scalar() == 0


def test_the_line_reads_it_with_the_report_of_the_day_and_nobody_else(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    bukti_id = unggah(rina, catat(rina)).json["id"]
    laporan = svc.connection.execute(sa.text("SELECT id FROM laporan")).scalar()
    assert [status_isi(klien(svc, p), bukti_id) for p in (AGUS, BAMBANG, DIMAS, ADMIN)] == [200, 403, 404, 404]
    assert f"/capaian/bukti/{bukti_id}" in klien(svc, AGUS).get(f"/capaian/laporan/{laporan}").get_data(as_text=True)
    assert f"/capaian/bukti/{bukti_id}" not in klien(svc, BAMBANG).get(f"/capaian/laporan/{laporan}").get_data(as_text=True)
    dibaca = svc.connection.execute(sa.text("SELECT sebagai FROM jejak WHERE aksi = 'baca' AND objek_id = :id"), {"id": bukti_id})
    assert [row.sebagai for row in dibaca] == ["penilai"]


def test_without_a_report_of_the_day_it_is_the_owners_alone(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), mothers.skp_rina())
    bukti_id = unggah(klien(svc, RINA), catat(klien(svc, RINA))).json["id"]
    assert [status_isi(klien(svc, p), bukti_id) for p in (RINA, AGUS)] == [200, 404]


def test_nobody_adds_to_another_persons_entry(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    alamat = catat(rina)
    bukti_id = unggah(rina, alamat).json["id"]
    for orang in (AGUS, DIMAS, ADMIN):
        assert unggah(klien(svc, orang), alamat).status_code in (403, 404)
        assert klien(svc, orang).delete(f"{alamat}/bukti/{bukti_id}").status_code in (403, 404)
    assert svc.connection.execute(sa.text("SELECT count(*) FROM bukti")).scalar() == 1


def test_an_accepted_entry_keeps_its_files(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    alamat = catat(rina)
    bukti_id = unggah(rina, alamat).json["id"]
    svc.connection.execute(sa.text("UPDATE progres_harian SET status = 'diterima'"))
    assert unggah(rina, alamat).json["code"] == "entry_accepted"
    assert rina.delete(f"{alamat}/bukti/{bukti_id}").json["code"] == "entry_accepted"


def test_a_file_of_a_daily_entry_comes_with_the_plain_form(svc: ServiceUnderTest, rina: FlaskClient) -> None:
    halaman = svc.browser(svc.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama=NAMA[RINA]))
    isi = {"tanggal": HARI, "rhk_id": str(RHK_RINA[1].id), "uraian": "Layanan keliling, 37 warga dilayani.", "lokasi_kerja": "wfo"}
    with clock.at(jam(2025, 11, 13)):
        salah = halaman.post_form("/capaian/", isi | {"berkas": (io.BytesIO(b"MZ"), "a.pdf")}, content_type="multipart/form-data")
        assert (salah.status_code, "a.pdf isinya bukan PDF" in salah.get_data(as_text=True)) == (422, True)
        assert svc.connection.execute(sa.text("SELECT count(*) FROM progres_harian")).scalar() == 0
        benar = halaman.post_form("/capaian/", isi | {"berkas": (io.BytesIO(mothers.PNG), "w.png")}, content_type="multipart/form-data")
        assert benar.status_code == 303
        satu = rina.get(f"{API}/progres").json["data"][0]
        assert "w.png" in halaman.get(f"/capaian/?ubah={satu['id']}").get_data(as_text=True)
        buang = isi | {"version": "1", "buang": satu["bukti"][0]["id"]}
        assert halaman.post_form(f"/capaian/progres/{satu['id']}", buang, page="/capaian/").status_code == 303
    assert rina.get(f"{API}/progres").json["data"][0]["bukti"] == []
