"""The life of an SKP through the API, as P4 and P2 live it, and what is refused on the way."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from services.skp.tests.integration.steps import JANUARI, isi_benih, masuk
from services.skp.tests.mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, RINA, instansi, organisasi, rina
from sqlalchemy.exc import DBAPIError

from shared.contracts import skp as kontrak
from shared.testing.service import ServiceUnderTest


@pytest.fixture
def rumah(svc: ServiceUnderTest) -> ServiceUnderTest:
    """The sample's organisation, with 2025 opened."""
    svc.deliver(*organisasi())
    admin = masuk(svc, ADMIN, "Admin Contoh", "admin_instansi")
    assert admin.post("/skp/api/v1/periode", json={"tahun": 2025}).status_code == 201
    return svc


def buat(client: FlaskClient) -> dict[str, Any]:
    jawab = client.post("/skp/api/v1/skp", json={"tahun": 2025, "tanggal": "2025-01-13"})
    assert jawab.status_code == 201, jawab.json
    isi: dict[str, Any] = jawab.json
    return isi


def ubah(client: FlaskClient, skp: dict[str, Any], isi: dict[str, Any]) -> Any:
    return client.put(f"/skp/api/v1/skp/{skp['id']}", json=isi, headers={"If-Match": f'"{skp["version"]}"'})


def test_the_seed_table_is_submitted_returned_once_and_approved_with_expectations(rumah: ServiceUnderTest) -> None:
    p4, p2 = masuk(rumah, RINA), masuk(rumah, AGUS)
    skp = buat(p4)
    assert (skp["mulai"], skp["selesai"], skp["penilai"]["nama"]) == ("2025-01-01", "2025-12-31", "Agus Prasetyo, M.Pd.")
    skp = ubah(p4, skp, isi_benih()).json
    assert [r["bobot"] for r in skp["rhk"]] == ["20.00", "30.00", "15.00", "35.00"]
    assert skp["rhk"][1]["indikator"][1]["target"] == "85"
    assert skp["jumlah_bobot"] == "100.00"
    alamat = f"/skp/api/v1/skp/{skp['id']}"
    assert p4.post(f"{alamat}/ajukan").json["status"] == "diajukan"

    antrian = p2.get("/skp/api/v1/antrian?tahun=2025").json["data"]
    assert [(b["status"], b["pegawai"]["nama"]) for b in antrian] == [
        ("diajukan", "Rina Lestari, A.Md."),
        ("tanpa_skp", "Dimas Nugroho, S.E."),
    ]

    komentar = {skp["rhk"][0]["id"]: "Laporan ke siapa?"}
    kembali = p2.post(f"{alamat}/kembalikan", json={"alasan": "Perjelas laporan bulanan.", "komentar": komentar}).json
    assert (kembali["status"], kembali["komentar"]) == ("dikembalikan", komentar)

    baru = isi_benih()
    baru["rhk"][0]["teks"] = "Tersusunnya laporan kegiatan bulanan"
    for r, lama in zip(baru["rhk"], skp["rhk"], strict=True):
        r["id"] = lama["id"]
    ubah(p4, kembali, baru)
    p4.post(f"{alamat}/ajukan")
    disetujui = p2.post(f"{alamat}/setujui", json={"ekspektasi_khusus": {"BP": "Jawab keluhan dalam satu hari."}}).json
    assert (disetujui["status"], disetujui["revisi"], len(disetujui["hash"])) == ("disetujui", 1, 64)
    assert disetujui["perilaku"][0] == {"kode": "BP", "ekspektasi_khusus": "Jawab keluhan dalam satu hari."}
    assert [r["id"] for r in disetujui["rhk"]] == [r["id"] for r in skp["rhk"]]

    assert [e.skp_id for e in rumah.published(kontrak.SkpDisetujui)] == [rumah.published(kontrak.Skp)[-1].id]
    versi = rumah.connection.execute(sa.text("SELECT hash, isi FROM skp_versi")).one()
    assert (versi.hash, versi.isi["rhk"][0]["teks"]) == (disetujui["hash"], "Tersusunnya laporan kegiatan bulanan")


def test_agreed_version_cannot_be_changed_even_in_the_database(rumah: ServiceUnderTest) -> None:
    p4 = masuk(rumah, RINA)
    skp = ubah(p4, buat(p4), isi_benih()).json
    p4.post(f"/skp/api/v1/skp/{skp['id']}/ajukan")
    masuk(rumah, AGUS).post(f"/skp/api/v1/skp/{skp['id']}/setujui", json={})
    for perintah in ("UPDATE skp_versi SET hash = ''", "DELETE FROM skp_versi"):
        with pytest.raises(DBAPIError, match="never changes"), rumah.connection.begin_nested():
            rumah.connection.execute(sa.text(perintah))


@pytest.mark.parametrize(
    ("bobot", "pesan"),
    [("34.99", "Jumlah bobot 99,99 %. Tambahkan 0,01 % lagi."), ("35.01", "Jumlah bobot 100,01 %. Kurangi 0,01 %.")],
)
def test_submission_is_refused_while_the_weights_miss_one_hundred(rumah: ServiceUnderTest, bobot: str, pesan: str) -> None:
    p4 = masuk(rumah, RINA)
    isi = isi_benih()
    isi["rhk"][3]["bobot"] = bobot
    skp = ubah(p4, buat(p4), isi).json
    jawab = p4.post(f"/skp/api/v1/skp/{skp['id']}/ajukan")
    assert (jawab.status_code, jawab.json["errors"]) == (422, {"bobot": [pesan]})
    assert jawab.content_type == "application/problem+json"
    assert p4.get(f"/skp/api/v1/skp/{skp['id']}").json["status"] == "draf"


def test_submission_is_refused_while_an_rhk_lacks_an_indikator(rumah: ServiceUnderTest) -> None:
    p4 = masuk(rumah, RINA)
    isi = isi_benih()
    isi["rhk"][2]["indikator"] = []
    skp = ubah(p4, buat(p4), isi).json
    jawab = p4.post(f"/skp/api/v1/skp/{skp['id']}/ajukan")
    assert jawab.status_code == 422
    assert list(jawab.json["errors"]) == ["rhk.2.indikator"]
    aksi = next(a for a in p4.get(f"/skp/api/v1/skp/{skp['id']}").json["aksi"] if a["kode"] == "ajukan")
    assert (aksi["boleh"], "RHK 3 belum punya indikator" in aksi["alasan"]) == (False, True)


def test_second_skp_on_the_same_dates_is_refused_with_the_reason(rumah: ServiceUnderTest) -> None:
    p4 = masuk(rumah, RINA)
    pertama = buat(p4)
    jawab = p4.post("/skp/api/v1/skp", json={"tahun": 2025, "tanggal": "2025-06-01"})
    assert (jawab.status_code, jawab.json["code"]) == (409, "skp_tumpang_tindih")
    assert p4.post(f"/skp/api/v1/skp/{pertama['id']}/batalkan", json={}).json["status"] == "dibatalkan"
    buat(p4)


def test_database_itself_refuses_overlapping_skp(rumah: ServiceUnderTest) -> None:
    buat(masuk(rumah, RINA))
    salin = "INSERT INTO skp SELECT gen_random_uuid(), instansi_id, pegawai_id, penilai_id, atasan_penilai_id, tahun, mulai, selesai, status, isi, version FROM skp"
    with pytest.raises(DBAPIError, match="skp_tidak_tumpang_tindih"), rumah.connection.begin_nested():
        rumah.connection.execute(sa.text(salin))


def test_year_that_is_not_opened_and_person_without_penugasan_are_told_who_acts(rumah: ServiceUnderTest) -> None:
    belum = masuk(rumah, RINA).post("/skp/api/v1/skp", json={"tahun": 2026})
    assert (belum.status_code, belum.json["code"]) == (409, "periode_belum_dibuka")
    tanpa = masuk(rumah, uuid4()).post("/skp/api/v1/skp", json={"tahun": 2025})
    assert (tanpa.status_code, tanpa.json["code"]) == (409, "tanpa_penugasan")
    sebelum_mulai = masuk(rumah, DIMAS).post("/skp/api/v1/skp", json={"tahun": 2025, "tanggal": "2025-02-01"})
    assert sebelum_mulai.json["code"] == "tanpa_penugasan"


def test_skp_covers_the_segment_inside_the_year(rumah: ServiceUnderTest) -> None:
    jawab = masuk(rumah, DIMAS).post("/skp/api/v1/skp", json={"tahun": 2025, "tanggal": "2025-08-04"})
    assert (jawab.json["mulai"], jawab.json["selesai"]) == ("2025-08-01", "2025-12-31")


def test_draft_without_known_evaluator_waits_for_him(svc: ServiceUnderTest) -> None:
    svc.deliver(instansi(), rina())
    masuk(svc, ADMIN, "Admin", "admin_instansi").post("/skp/api/v1/periode", json={"tahun": 2025})
    p4 = masuk(svc, RINA)
    skp = ubah(p4, buat(p4), isi_benih()).json
    assert skp["penilai"] is None
    assert "penilai" in p4.post(f"/skp/api/v1/skp/{skp['id']}/ajukan").json["errors"]
    svc.deliver(*organisasi()[2:4])
    sesudah = p4.get(f"/skp/api/v1/skp/{skp['id']}").json
    assert sesudah["penilai"]["jabatan"] == "Kepala Bidang Pembinaan SD"
    assert p4.post(f"/skp/api/v1/skp/{skp['id']}/ajukan").status_code == 200


# ---- who may read and write -----------------------------------------------------------------------------------------


def test_only_the_line_and_the_reading_roles_see_an_skp(rumah: ServiceUnderTest) -> None:
    skp = buat(masuk(rumah, RINA))
    alamat = f"/skp/api/v1/skp/{skp['id']}"
    boleh = [masuk(rumah, RINA), masuk(rumah, AGUS), masuk(rumah, BAMBANG)]
    boleh += [masuk(rumah, uuid4(), "Petugas", peran) for peran in ("admin_instansi", "pengelola_kinerja", "ppk", "auditor")]
    assert {c.get(alamat).status_code for c in boleh} == {200}
    asing = [masuk(rumah, DIMAS), masuk(rumah, uuid4(), "Teknisi", "admin_platform")]
    asing.append(rumah.client(rumah.identity(pegawai_id=RINA, instansi_id=uuid4(), peran={"admin_instansi"})))
    assert {c.get(alamat).status_code for c in asing} == {404}
    assert rumah.client().get(alamat).status_code == 401


def test_strangers_get_not_found_for_every_deed_and_readers_are_told_who_may(rumah: ServiceUnderTest) -> None:
    p4 = masuk(rumah, RINA)
    skp = ubah(p4, buat(p4), isi_benih()).json
    for deed, body in (
        ("ajukan", None),
        ("tarik", None),
        ("kembalikan", {"alasan": "Perjelas semuanya."}),
        ("setujui", {}),
        ("batalkan", {}),
    ):
        alamat = f"/skp/api/v1/skp/{skp['id']}/{deed}"
        assert masuk(rumah, DIMAS).post(alamat, json=body).status_code == 404
        if deed not in ("kembalikan", "setujui"):
            assert masuk(rumah, AGUS).post(alamat, json=body).status_code == 403
    assert masuk(rumah, DIMAS).put(f"/skp/api/v1/skp/{skp['id']}", json=isi_benih(), headers={"If-Match": '"2"'}).status_code == 404
    assert masuk(rumah, AGUS).put(f"/skp/api/v1/skp/{skp['id']}", json=isi_benih(), headers={"If-Match": '"2"'}).status_code == 403
    p4.post(f"/skp/api/v1/skp/{skp['id']}/ajukan")
    sendiri = p4.post(f"/skp/api/v1/skp/{skp['id']}/setujui", json={})
    assert (sendiri.status_code, "Agus Prasetyo" in sendiri.json["detail"]) == (403, True)


def test_unknown_id_and_malformed_id_are_not_found(rumah: ServiceUnderTest) -> None:
    p4 = masuk(rumah, RINA)
    assert p4.get(f"/skp/api/v1/skp/{uuid4()}").status_code == 404
    assert p4.get("/skp/api/v1/skp/bukan-uuid").status_code == 404


def test_only_the_admin_opens_a_year_and_opening_twice_changes_nothing(rumah: ServiceUnderTest) -> None:
    assert masuk(rumah, RINA).post("/skp/api/v1/periode", json={"tahun": 2026}).status_code == 403
    admin = masuk(rumah, ADMIN, "Admin", "admin_instansi")
    banyak = len(rumah.published(kontrak.Periode))
    lagi = admin.post("/skp/api/v1/periode", json={"tahun": 2025})
    assert (lagi.status_code, len(lagi.json["data"])) == (200, 1 + 12 + 4 + 1)
    assert len(rumah.published(kontrak.Periode)) == banyak == 18


# ---- out of order, stale, repeated ----------------------------------------------------------------------------------


def test_deeds_out_of_order_are_refused_and_change_nothing(rumah: ServiceUnderTest) -> None:
    p4, p2 = masuk(rumah, RINA), masuk(rumah, AGUS)
    skp = ubah(p4, buat(p4), isi_benih()).json
    alamat = f"/skp/api/v1/skp/{skp['id']}"
    assert p2.post(f"{alamat}/setujui", json={}).status_code == 409
    assert p4.post(f"{alamat}/tarik").status_code == 409
    p4.post(f"{alamat}/ajukan")
    assert p4.post(f"{alamat}/ajukan").status_code == 409
    assert p4.put(alamat, json=isi_benih(), headers={"If-Match": '"3"'}).status_code == 409
    assert p4.get(alamat).json["version"] == 3


def test_stale_version_is_412_and_a_missing_one_428(rumah: ServiceUnderTest) -> None:
    p4 = masuk(rumah, RINA)
    skp = buat(p4)
    alamat = f"/skp/api/v1/skp/{skp['id']}"
    assert ubah(p4, skp, isi_benih()).headers["ETag"] == '"2"'
    assert ubah(p4, skp, isi_benih()).status_code == 412
    assert p4.put(alamat, json=isi_benih()).status_code == 428
    assert p4.put(alamat, json=isi_benih(), headers={"If-Match": "baru"}).status_code == 422
    assert p4.post(f"{alamat}/ajukan", headers={"If-Match": '"1"'}).status_code == 412


def test_same_idempotency_key_gives_the_same_answer_once(rumah: ServiceUnderTest) -> None:
    p4 = masuk(rumah, RINA)
    skp = ubah(p4, buat(p4), isi_benih()).json
    kunci = {"Idempotency-Key": "ajukan-sekali-saja"}
    pertama = p4.post(f"/skp/api/v1/skp/{skp['id']}/ajukan", headers=kunci)
    kedua = p4.post(f"/skp/api/v1/skp/{skp['id']}/ajukan", headers=kunci)
    assert (pertama.status_code, kedua.status_code) == (200, 200)
    assert pertama.json == kedua.json
    assert [e.status for e in rumah.published(kontrak.Skp)].count("diajukan") == 1


# ---- bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("isi", "bidang"),
    [
        ({"rhk": "bukan daftar"}, "rhk"),
        ({"rhk": [{"teks": 5}]}, "rhk.0.teks"),
        ({"rhk": [{"teks": "x", "bobot": "dua puluh"}]}, "rhk.0.bobot"),
        ({"rhk": [{"teks": "x", "bobot": "NaN"}]}, "rhk.0.bobot"),
        ({"rhk": [{"teks": "x", "bobot": "20.001"}]}, "rhk.0.bobot"),
        ({"rhk": [{"tekss": "x"}]}, "rhk.0.tekss"),
        ({"rhk": [{"indikator": [{"target": "0"}]}]}, "rhk.0.indikator.0.target"),
        ({"rhk": [{"indikator": [{"target": "-3"}]}]}, "rhk.0.indikator.0.target"),
        ({"rhk": [{"indikator": [{"target": 1e300}]}]}, "rhk.0.indikator.0.target"),
        ({"rhk": [{"indikator": [{"target_min": "9", "target_max": "1"}]}]}, "rhk.0.indikator.0.target_min"),
        ({"rhk": [{"teks": "a" * 100_000}]}, "rhk.0.teks"),
        ({"rhk": [{"id": str(uuid4())}]}, "rhk.0.id"),
        ({"rhk": [{"rhk_atasan_id": str(uuid4())}]}, "rhk.0.rhk_atasan_id"),
        ({"rhk": [{}] * 51}, "rhk"),
        ({"rhk": [], "lampiran": {"konsekuensi": ["x"] * 21}}, "lampiran.konsekuensi"),
        ({}, "rhk"),
        ([], "isi"),
    ],
)
def test_impossible_content_is_refused_at_its_field(rumah: ServiceUnderTest, isi: Any, bidang: str) -> None:
    p4 = masuk(rumah, RINA)
    skp = buat(p4)
    jawab = ubah(p4, skp, isi)
    assert jawab.status_code == 422, jawab.json
    assert bidang in jawab.json["errors"]
    assert p4.get(f"/skp/api/v1/skp/{skp['id']}").json["version"] == 1


@pytest.mark.parametrize("alamat", ["/skp/api/v1/skp", "/skp/api/v1/periode"])
def test_broken_json_is_a_problem_and_not_a_crash(rumah: ServiceUnderTest, alamat: str) -> None:
    admin = masuk(rumah, ADMIN, "Admin", "admin_instansi")
    for badan in ("{", '"teks"', "null", "[1]", '{"tahun": "dua ribu"}', '{"tahun": 1e99}'):
        jawab = admin.post(alamat, data=badan, content_type="application/json")
        assert jawab.status_code in (400, 422), badan
        assert jawab.content_type == "application/problem+json"


def test_script_in_a_text_is_kept_as_text(rumah: ServiceUnderTest) -> None:
    p4 = masuk(rumah, RINA)
    isi = isi_benih()
    isi["rhk"][0]["teks"] = "<script>alert(1)</script> \x00laporan"
    skp = ubah(p4, buat(p4), isi).json
    assert skp["rhk"][0]["teks"] == "<script>alert(1)</script> laporan"
    halaman = rumah.browser(rumah.identity(pegawai_id=RINA, instansi_id=INSTANSI)).get(f"/skp/{skp['id']}").text
    assert "<script>alert" not in halaman
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in halaman


def test_what_was_read_can_be_written_back(rumah: ServiceUnderTest) -> None:
    p4 = masuk(rumah, RINA)
    skp = ubah(p4, buat(p4), isi_benih()).json
    lagi = ubah(p4, skp, {"rhk": skp["rhk"], "lampiran": skp["lampiran"]})
    assert (lagi.status_code, lagi.json["version"]) == (200, skp["version"])


def test_figures_may_come_as_json_numbers(rumah: ServiceUnderTest) -> None:
    p4 = masuk(rumah, RINA)
    skp = ubah(p4, buat(p4), {"rhk": [{"bobot": 20.1, "indikator": [{"target": 91.2}]}]}).json
    assert (skp["rhk"][0]["bobot"], skp["rhk"][0]["indikator"][0]["target"]) == ("20.10", "91.2")


# ---- the superior's RHK, lists ---------------------------------------------------------------------------------------


def test_superiors_rhk_can_be_linked_once_he_has_submitted_and_until_then_the_cause_is_told(rumah: ServiceUnderTest) -> None:
    p4, p2 = masuk(rumah, RINA), masuk(rumah, AGUS)
    skp = buat(p4)
    alamat = f"/skp/api/v1/skp/{skp['id']}/rhk-atasan"
    assert "Agus Prasetyo belum menyusun SKP 2025" in p4.get(alamat).json["keterangan"]
    milik_agus = ubah(p2, buat(p2), isi_benih()).json
    assert "belum mengajukan" in p4.get(alamat).json["keterangan"]
    p2.post(f"/skp/api/v1/skp/{milik_agus['id']}/ajukan")
    pilihan = p4.get(alamat).json["data"]
    assert [p["teks"] for p in pilihan] == [r["teks"] for r in isi_benih()["rhk"]]
    isi = isi_benih()
    isi["rhk"][0] |= {"rhk_atasan_id": pilihan[0]["id"], "rhk_atasan_teks": ""}
    assert ubah(p4, skp, isi).json["rhk"][0]["rhk_atasan_teks"] == pilihan[0]["teks"]


def test_lists_are_scoped_to_the_caller(rumah: ServiceUnderTest) -> None:
    buat(masuk(rumah, RINA))
    assert len(masuk(rumah, RINA).get("/skp/api/v1/skp?tahun=2025").json["data"]) == 1
    assert len(masuk(rumah, AGUS).get("/skp/api/v1/skp?milik=tim&status=draf").json["data"]) == 1
    assert masuk(rumah, DIMAS).get("/skp/api/v1/skp?milik=tim").json["data"] == []
    assert masuk(rumah, RINA).get("/skp/api/v1/skp?milik=instansi").status_code == 403
    assert len(masuk(rumah, uuid4(), "Pengelola", "pengelola_kinerja").get("/skp/api/v1/skp?milik=instansi").json["data"]) == 1
    for salah in ("milik=semua", "status=hilang", "cursor=x", "tahun=x"):
        assert masuk(rumah, RINA).get(f"/skp/api/v1/skp?{salah}").status_code == 422, salah


def test_ones_own_skp_takes_one_query_and_somebody_elses_asks_for_whom_the_reader_stands_in(rumah: ServiceUnderTest) -> None:
    p4, p2 = masuk(rumah, RINA), masuk(rumah, AGUS)
    skp = ubah(p4, buat(p4), isi_benih()).json
    for pembaca, banyak in ((p4, 1), (p2, 3)):
        with rumah.queries() as q:
            assert pembaca.get(f"/skp/api/v1/skp/{skp['id']}").status_code == 200
        assert q.count - len([s for s in q.statements if "jejak" in s]) == banyak, q.statements


def test_description_names_every_route(rumah: ServiceUnderTest) -> None:
    paths = rumah.client().get("/skp/api/openapi.json").json["paths"]
    for jalur in ("/skp", "/skp/{skp_id}", "/skp/{skp_id}/ajukan", "/skp/{skp_id}/setujui", "/periode", "/antrian"):
        assert f"/skp/api/v1{jalur}" in paths


def test_clock_of_the_story_dates_the_deeds(rumah: ServiceUnderTest) -> None:
    p4 = masuk(rumah, RINA)
    skp = p4.post("/skp/api/v1/skp", json={"tahun": 2025}, headers={"X-Kinerja-Jam": JANUARI}).json
    assert skp["riwayat"][0]["pada"].startswith("2025-01-13T02:00")


def test_a_system_with_the_scope_reads_the_plans_of_its_instansi_and_writes_none(rumah: ServiceUnderTest) -> None:
    satu = buat(masuk(rumah, RINA))
    simpeg = rumah.client(rumah.client_identity("skp.baca", instansi_id=INSTANSI))
    (baris,) = simpeg.get("/skp/api/v1/skp?tahun=2025&milik=instansi").json["data"]
    assert baris["id"] == satu["id"]
    assert simpeg.get(f"/skp/api/v1/skp/{satu['id']}").status_code == 200
    assert simpeg.get("/skp/api/v1/periode?tahun=2025").status_code == 200
    assert simpeg.get("/skp/api/v1/antrian").json["code"] == "not_for_clients"
    assert simpeg.post(f"/skp/api/v1/skp/{satu['id']}/ajukan").status_code == 403
    assert simpeg.get("/skp/").status_code == 403
    assert rumah.client(rumah.client_identity("pegawai.baca", instansi_id=INSTANSI)).get("/skp/api/v1/skp").json["code"] == "scope_missing"
    asing = rumah.client(rumah.client_identity("skp.baca"))
    assert asing.get("/skp/api/v1/skp?tahun=2025&milik=instansi").json["data"] == []
    assert asing.get(f"/skp/api/v1/skp/{satu['id']}").status_code == 404
