"""What skp writes into the audit trail."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from services.skp.tests.integration.steps import isi_benih, masuk
from services.skp.tests.mothers import ADMIN, AGUS, INSTANSI, RINA, organisasi

from shared.auth.identity import Identity
from shared.testing.service import ServiceUnderTest


@pytest.fixture
def terisi(svc: ServiceUnderTest) -> ServiceUnderTest:
    """2025 opened, Rina's SKP filled in and submitted."""
    svc.deliver(*organisasi())
    assert masuk(svc, ADMIN, "Admin Contoh", "admin_instansi").post("/skp/api/v1/periode", json={"tahun": 2025}).status_code == 201
    rina = masuk(svc, RINA)
    skp = rina.post("/skp/api/v1/skp", json={"tahun": 2025, "tanggal": "2025-01-13"}).get_json()
    alamat = f"/skp/api/v1/skp/{skp['id']}"
    assert rina.put(alamat, json=isi_benih(), headers={"If-Match": '"1"'}).status_code == 200
    assert rina.post(f"{alamat}/ajukan").status_code == 200
    assert masuk(svc, AGUS).post(f"{alamat}/kembalikan", json={"alasan": "Bobot perlu dibagi ulang menurut beban."}).status_code == 200
    return svc


def test_each_deed_is_recorded_with_its_actor_capacity_and_the_person(terisi: ServiceUnderTest) -> None:
    rows = terisi.connection.execute(
        sa.text("SELECT * FROM jejak WHERE objek IN ('skp', 'periode') AND aksi NOT LIKE 'baca%' ORDER BY id")
    ).all()

    assert [(row.aksi, row.pelaku_id, row.sebagai) for row in rows] == [
        ("periode.buka", ADMIN, "admin_instansi"),
        ("skp.buat", RINA, "pegawai"),
        ("skp.ubah", RINA, "pegawai"),
        ("skp.ajukan", RINA, "pegawai"),
        ("skp.kembalikan", AGUS, "penilai"),
    ]
    assert all(row.orang == [RINA] and row.instansi_id == INSTANSI for row in rows[1:])
    assert rows[-1].rincian["status"] == "dikembalikan"


def test_no_text_of_the_plan_stands_in_the_trail(terisi: ServiceUnderTest) -> None:
    semua = json.dumps([[str(nilai) for nilai in row] for row in terisi.connection.execute(sa.text("SELECT * FROM jejak"))])

    assert "Bobot perlu dibagi" not in semua
    assert "Menyusun laporan" not in semua


def test_a_refused_deed_leaves_no_trace_of_having_happened(terisi: ServiceUnderTest) -> None:
    before = terisi.connection.execute(sa.text("SELECT count(*) FROM jejak WHERE aksi LIKE 'skp.%'")).scalar_one()
    skp_id = terisi.connection.execute(sa.text("SELECT id FROM skp")).scalar_one()

    assert masuk(terisi, AGUS).post(f"/skp/api/v1/skp/{skp_id}/setujui", json={"ekspektasi_khusus": {}}).status_code >= 400
    assert terisi.connection.execute(sa.text("SELECT count(*) FROM jejak WHERE aksi LIKE 'skp.%'")).scalar_one() == before


# ---- reading it through the API, the same in every service

Masuk = Callable[..., Identity]


def baca(svc: ServiceUnderTest, *peran: str, **saring: str) -> list[dict[str, object]]:
    answer = masuk(svc, ADMIN, "Petugas", *peran).get("/skp/api/v1/jejak", query_string=saring)
    assert answer.status_code == 200, answer.json
    rows: list[dict[str, object]] = answer.get_json()["data"]
    return rows


@pytest.mark.parametrize("peran", ["admin_instansi", "pengelola_kinerja", "ppk", "auditor"])
def test_officers_read_the_trail_newest_first(terisi: ServiceUnderTest, peran: str) -> None:
    rows = baca(terisi, peran)

    assert [row["aksi"] for row in rows][:2] == ["skp.kembalikan", "skp.ajukan"]
    assert rows[0]["pelaku_id"] == str(AGUS)
    assert rows[0]["orang"] == [str(RINA)]


def test_the_platform_admin_sees_metadata_alone(terisi: ServiceUnderTest) -> None:
    rows = baca(terisi, "admin_platform")

    assert rows
    assert {name for row in rows for name, value in row.items() if value not in (None, [], {}, "")} == {"id", "pada", "aksi", "objek"}


@pytest.mark.parametrize("peran", [(), ("ketua_tim",)])
def test_others_do_not_read_it(terisi: ServiceUnderTest, peran: tuple[str, ...]) -> None:
    assert masuk(terisi, RINA, "Rina", *peran).get("/skp/api/v1/jejak").status_code == 403


def test_another_instansi_reads_nothing_of_it(terisi: ServiceUnderTest) -> None:
    asing = terisi.client(terisi.identity(peran={"auditor"}))

    assert asing.get("/skp/api/v1/jejak").get_json()["data"] == []


def test_filters_narrow_and_pages_follow_each_other_without_gap(terisi: ServiceUnderTest) -> None:
    auditor = masuk(terisi, ADMIN, "Auditor", "auditor")
    assert [row["aksi"] for row in baca(terisi, "auditor", aksi="skp.ubah")] == ["skp.ubah"]
    assert {row["aksi"] for row in baca(terisi, "auditor", aksi="skp.")} == {"skp.buat", "skp.ubah", "skp.ajukan", "skp.kembalikan"}
    assert [row["aksi"] for row in baca(terisi, "auditor", orang=str(AGUS))] == ["skp.kembalikan"]
    assert baca(terisi, "auditor", sampai="2020-01-01") == []
    assert len(baca(terisi, "auditor", objek="periode")) == 1

    alamat, seen = "/skp/api/v1/jejak?aksi=skp.&jumlah=3", []
    while alamat:
        isi = auditor.get(alamat).get_json()
        seen += [row["aksi"] for row in isi["data"]]
        alamat = f"/skp/api/v1/jejak?aksi=skp.&jumlah=3&cursor={isi['berikutnya']}" if isi["berikutnya"] else ""
    assert seen == ["skp.kembalikan", "skp.ajukan", "skp.ubah", "skp.buat"]


@pytest.mark.parametrize(
    "saring",
    [{"orang": "bukan-uuid"}, {"dari": "kemarin"}, {"cursor": "!!"}, {"jumlah": "5000"}, {"dari": "2026-02-02", "sampai": "2026-02-01"}],
)
def test_a_filter_that_makes_no_sense_is_told(terisi: ServiceUnderTest, saring: dict[str, str]) -> None:
    answer = masuk(terisi, ADMIN, "Auditor", "auditor").get("/skp/api/v1/jejak", query_string=saring)

    assert answer.status_code == 422
    assert answer.get_json()["detail"]


def test_reading_the_trail_of_a_person_is_a_reading_of_that_person(terisi: ServiceUnderTest) -> None:
    baca(terisi, "auditor", orang=str(RINA))

    row = terisi.connection.execute(sa.text("SELECT * FROM jejak WHERE aksi = 'baca' ORDER BY id DESC LIMIT 1")).one()
    assert (row.objek, row.orang, row.pelaku_id, row.sebagai) == ("jejak", [RINA], ADMIN, "auditor")


def test_whoever_reads_the_trail_is_in_it_himself(terisi: ServiceUnderTest) -> None:
    baca(terisi, "auditor", aksi="skp.ubah")

    row = terisi.connection.execute(sa.text("SELECT * FROM jejak ORDER BY id DESC LIMIT 1")).one()
    assert (row.aksi, row.pelaku_id, row.rincian) == ("jejak.baca", ADMIN, {"aksi": "skp.ubah"})


def test_anybody_can_fetch_the_public_key_and_it_is_the_one_that_signs(terisi: ServiceUnderTest) -> None:
    isi = terisi.client().get("/skp/.well-known/jejak.json").get_json()

    assert isi["layanan"] == "skp"
    assert [set(kunci) for kunci in isi["keys"]] == [{"kty", "crv", "use", "alg", "kid", "x"}]
    assert isi["kepala"] is None
