"""The matriks peran hasil of a leader, and offers that go from an empty cell into a member's draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from services.skp.tests.integration.steps import isi_benih, masuk
from services.skp.tests.mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, RINA, organisasi, pegawai, penugasan

from shared.testing.service import BrowserClient, ServiceUnderTest

API = "/skp/api/v1"
BATAS_HALAMAN = 60 * 1024


@pytest.fixture
def rumah(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(*organisasi())
    masuk(svc, ADMIN, "Admin Contoh", "admin_instansi").post(f"{API}/periode", json={"tahun": 2025})
    return svc


def peramban(svc: ServiceUnderTest, pegawai_id: UUID) -> BrowserClient:
    return svc.browser(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama="Seseorang", peran=frozenset()))


def rencana(svc: ServiceUnderTest, siapa: UUID, isi: dict[str, Any], *, ajukan: bool = False) -> dict[str, Any]:
    client = masuk(svc, siapa)
    skp = client.post(f"{API}/skp", json={"tahun": 2025, "tanggal": "2025-09-13"}).json
    jawab = client.put(f"{API}/skp/{skp['id']}", json=isi, headers={"If-Match": '"1"'})
    assert jawab.status_code == 200, jawab.json
    if ajukan:
        jawab = client.post(f"{API}/skp/{skp['id']}/ajukan")
        assert jawab.status_code == 200, jawab.json
    hasil: dict[str, Any] = jawab.json
    return hasil


def delapan_rhk() -> dict[str, Any]:
    """Eight RHK of ordinary length."""
    pola = isi_benih()["rhk"][0]
    teks = "Meningkatnya mutu pembelajaran sekolah dasar di seluruh kecamatan menurut asesmen nasional"
    return {"rhk": [{**pola, "teks": f"{teks} {n}", "bobot": "12.5"} for n in range(8)]}


def tawarkan(svc: ServiceUnderTest, anggota: UUID, rhk_id: str, siapa: UUID = AGUS, **lain: Any) -> Any:
    return masuk(svc, siapa).post(f"{API}/tawaran", json={"tahun": 2025, "pegawai_id": str(anggota), "rhk_atasan_id": rhk_id, **lain})


def test_leader_without_skp_is_told_what_is_missing_and_who_must_act(rumah: ServiceUnderTest) -> None:
    hasil = masuk(rumah, AGUS).get(f"{API}/matriks?tahun=2025").json
    assert hasil["kolom"] == []
    assert "Anda belum menyusun SKP 2025" in hasil["sebab"]
    assert [b["status"] for b in hasil["baris"]] == ["tanpa_skp"] * len(hasil["baris"])
    assert "Ke SKP saya" in peramban(rumah, AGUS).get("/skp/matriks?tahun=2025").text


def test_empty_cell_becomes_an_offer_and_the_member_takes_it_linked_into_the_draft(rumah: ServiceUnderTest) -> None:
    p2 = rencana(rumah, AGUS, isi_benih(), ajukan=True)
    p4 = rencana(rumah, RINA, isi_benih())
    p = peramban(rumah, AGUS)
    halaman = p.get("/skp/matriks?tahun=2025").text
    sel = f"{RINA} {p2['rhk'][0]['id']}"
    assert f'value="{sel}"' in halaman
    assert p.post_form("/skp/matriks", {"tahun": "2025", "sel": sel}, page="/skp/matriks?tahun=2025").status_code == 303
    assert "Ditawarkan, belum dijawab" in p.get("/skp/matriks?tahun=2025").text
    assert tawarkan(rumah, RINA, p2["rhk"][0]["id"]).json["code"] == "sudah_ditawarkan"

    rina = masuk(rumah, RINA)
    assert len(rina.get(f"{API}/skp/{p4['id']}").json["rhk"]) == 4
    (tawaran,) = rina.get(f"{API}/skp/{p4['id']}/tawaran").json["data"]
    assert "Ambil ke draf" in peramban(rumah, RINA).get(f"/skp/{p4['id']}").text
    jadi = rina.post(f"{API}/skp/{p4['id']}/ambil-tawaran", json={"tawaran_id": tawaran["id"]}).json
    assert (len(jadi["rhk"]), jadi["rhk"][4]["rhk_atasan_id"], jadi["rhk"][4]["nomor"]) == (5, p2["rhk"][0]["id"], 5)
    assert rina.post(f"{API}/skp/{p4['id']}/ambil-tawaran", json={"tawaran_id": tawaran["id"]}).status_code == 409

    matriks = masuk(rumah, AGUS).get(f"{API}/matriks?tahun=2025").json
    baris = next(b for b in matriks["baris"] if b["pegawai"]["pegawai_id"] == str(RINA))
    assert [len(s["rhk"]) for s in baris["sel"]] == [1, 0, 0, 0]
    assert (len(baris["lepas"]), len(matriks["tanpa_pendukung"])) == (4, 3)


def test_offer_from_a_draft_goes_in_as_a_placeholder(rumah: ServiceUnderTest) -> None:
    p2, p4 = rencana(rumah, AGUS, isi_benih()), rencana(rumah, RINA, isi_benih())
    tawaran = tawarkan(rumah, RINA, p2["rhk"][1]["id"], teks="Tersusunnya data layanan").json
    jadi = masuk(rumah, RINA).post(f"{API}/skp/{p4['id']}/ambil-tawaran", json={"tawaran_id": tawaran["id"]}).json["rhk"][4]
    assert (jadi["teks"], jadi["rhk_atasan_id"], jadi["rhk_atasan_teks"]) == ("Tersusunnya data layanan", None, p2["rhk"][1]["teks"])
    assert "masih draf" in masuk(rumah, AGUS).get(f"{API}/matriks?tahun=2025").json["catatan"]


def test_member_declines_and_the_draft_stays(rumah: ServiceUnderTest) -> None:
    p2, p4 = rencana(rumah, AGUS, isi_benih()), rencana(rumah, RINA, isi_benih())
    tawaran = tawarkan(rumah, RINA, p2["rhk"][0]["id"]).json
    jawab = masuk(rumah, RINA).post(f"{API}/skp/{p4['id']}/tolak-tawaran", json={"tawaran_id": tawaran["id"]}).json
    assert (len(jawab["rhk"]), jawab["version"]) == (4, p4["version"])
    assert tawarkan(rumah, RINA, p2["rhk"][0]["id"]).status_code == 201


def test_only_ones_own_rhk_are_offered_and_only_to_those_whom_one_evaluates(rumah: ServiceUnderTest) -> None:
    p2 = rencana(rumah, AGUS, isi_benih())
    rhk_id = p2["rhk"][0]["id"]
    assert tawarkan(rumah, RINA, rhk_id, siapa=DIMAS).json["code"] == "rhk_tidak_ada"
    assert tawarkan(rumah, BAMBANG, rhk_id).json["code"] == "bukan_anggota"
    assert tawarkan(rumah, uuid4(), rhk_id).json["code"] == "bukan_anggota"
    assert list(tawarkan(rumah, RINA, rhk_id, teks="x" * 100_000).json["errors"]) == ["teks"]
    assert tawarkan(rumah, RINA, "bukan-uuid").status_code == 422


def test_somebody_elses_offer_cannot_be_taken(rumah: ServiceUnderTest) -> None:
    p2 = rencana(rumah, AGUS, isi_benih())
    p4 = rencana(rumah, RINA, isi_benih())
    tawaran = tawarkan(rumah, DIMAS, p2["rhk"][0]["id"]).json
    assert masuk(rumah, RINA).post(f"{API}/skp/{p4['id']}/ambil-tawaran", json={"tawaran_id": tawaran["id"]}).status_code == 409
    assert masuk(rumah, AGUS).post(f"{API}/skp/{p4['id']}/ambil-tawaran", json={"tawaran_id": tawaran["id"]}).status_code == 403


def test_matrix_of_fifteen_members_and_eight_rhk_stays_small(rumah: ServiceUnderTest) -> None:
    rencana(rumah, AGUS, delapan_rhk(), ajukan=True)
    kolom = [r["id"] for r in masuk(rumah, AGUS).get(f"{API}/matriks?tahun=2025").json["kolom"]]
    for n in range(13):
        orang, nama = UUID(int=0xA00 + n), f"Anggota Nomor {n:02}, S.Pd."
        rumah.deliver(
            pegawai(orang, nama, f"1993051720190229{n:02}", penugasan(UUID(int=0xC00 + n), "Pengolah", "pelaksana", AGUS, BAMBANG))
        )
        isi = delapan_rhk()
        isi["rhk"] = [{**r, "rhk_atasan_id": kolom[i]} for i, r in enumerate(isi["rhk"][: n % 8 + 1])]
        rencana(rumah, orang, isi)
    p = peramban(rumah, AGUS)
    with rumah.queries() as q:
        jawab = p.get("/skp/matriks?tahun=2025")
    assert jawab.status_code == 200
    assert jawab.text.count('scope="row"') == 16
    assert len(jawab.data) <= BATAS_HALAMAN
    assert q.count <= 10, q.statements


@pytest.mark.parametrize("tahun", ["0", "99999", "-1"])
def test_absurd_years_are_refused(rumah: ServiceUnderTest, tahun: str) -> None:
    assert masuk(rumah, AGUS).get(f"{API}/matriks?tahun={tahun}").status_code in (200, 422)
    assert peramban(rumah, AGUS).get(f"/skp/matriks?tahun={tahun}").status_code in (200, 422)


def test_script_in_a_sentence_is_only_text(rumah: ServiceUnderTest) -> None:
    isi = isi_benih()
    isi["rhk"][0]["teks"] = "<script>alert(1)</script>"
    rencana(rumah, AGUS, isi)
    assert "<script>alert" not in peramban(rumah, AGUS).get("/skp/matriks?tahun=2025").text
