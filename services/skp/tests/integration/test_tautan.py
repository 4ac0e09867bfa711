"""RHK that were drafted against a placeholder find the superior's RHK once it is there; agreed documents stay as they are."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from services.skp.tests.integration.steps import isi_benih, masuk
from services.skp.tests.integration.test_matriks import API, BATAS_HALAMAN, peramban, rencana
from services.skp.tests.mothers import ADMIN, AGUS, BAMBANG, DIMAS, RINA, organisasi

from shared.testing.service import ServiceUnderTest

MATRIKS = "/skp/matriks?tahun=2025"


@pytest.fixture
def rumah(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(*organisasi())
    masuk(svc, ADMIN, "Admin Contoh", "admin_instansi").post(f"{API}/periode", json={"tahun": 2025})
    return svc


def isi(*placeholder: str) -> dict[str, Any]:
    asal = isi_benih()
    return {**asal, "rhk": [{**r, "rhk_atasan_teks": teks} for r, teks in zip(asal["rhk"], placeholder, strict=True)]}


def disetujui(svc: ServiceUnderTest, *placeholder: str) -> dict[str, Any]:
    """Rina's SKP, agreed by Agus before he has one himself."""
    skp = rencana(svc, RINA, isi(*placeholder), ajukan=True)
    hasil: dict[str, Any] = masuk(svc, AGUS).post(f"{API}/skp/{skp['id']}/setujui", json={}).json
    assert hasil["status"] == "disetujui"
    return hasil


def matriks(svc: ServiceUnderTest) -> dict[str, Any]:
    hasil: dict[str, Any] = masuk(svc, AGUS).get(f"{API}/matriks?tahun=2025").json
    return hasil


def pendukung(svc: ServiceUnderTest) -> list[int]:
    return [k["pendukung"] for k in matriks(svc)["kolom"]]


def kaitkan(svc: ServiceUnderTest, siapa: UUID, skp: dict[str, Any], rhk: int, atasan_id: str | None) -> Any:
    return masuk(svc, siapa).post(f"{API}/skp/{skp['id']}/kaitkan", json={"rhk_id": skp["rhk"][rhk]["id"], "rhk_atasan_id": atasan_id})


def test_the_same_sentence_is_linked_by_itself_when_the_superiors_skp_comes(rumah: ServiceUnderTest) -> None:
    p4 = disetujui(rumah, "menyusun laporan KEGIATAN bulanan", "Layanan publik", "Alasan", "Alasan")
    assert matriks(rumah)["menunggu"] == []
    rencana(rumah, AGUS, isi_benih(), ajukan=True)

    hasil = matriks(rumah)
    assert [k["pendukung"] for k in hasil["kolom"]] == [1, 0, 0, 0]
    assert len(hasil["tanpa_pendukung"]) == 3
    assert [m["nomor"] for m in hasil["menunggu"]] == [2, 3, 4]
    kini = masuk(rumah, RINA).get(f"{API}/skp/{p4['id']}").json
    assert (kini["version"], kini["hash"], kini["rhk"]) == (p4["version"], p4["hash"], p4["rhk"])
    row = rumah.connection.execute(sa.text("SELECT rincian, orang FROM jejak WHERE aksi = 'skp.kaitkan'")).one()
    assert (row.rincian["cara"], row.orang) == ("otomatis", [RINA])


def test_the_evaluator_links_in_a_click_and_the_coverage_follows(rumah: ServiceUnderTest) -> None:
    p4 = disetujui(rumah, "Program layanan publik berjalan", "a b c", "a b c", "a b c")
    p2 = rencana(rumah, AGUS, isi_benih(), ajukan=True)
    (pertama, *_) = matriks(rumah)["menunggu"]
    assert pertama["saran"] == p2["rhk"][1]["id"]
    agus = peramban(rumah, AGUS)
    halaman = agus.get(MATRIKS).text
    assert "Empat RHK bawahan menunggu dikaitkan" in halaman
    assert "Empat RHK bawahan menunggu dikaitkan" in agus.get("/skp/tim?tahun=2025").text
    kirim = {"rhk_id": p4["rhk"][0]["id"], "rhk_atasan_id": pertama["saran"]}
    assert agus.post_form(f"/skp/{p4['id']}/kaitkan", kirim, page=MATRIKS).status_code == 303
    assert pendukung(rumah) == [0, 1, 0, 0]
    assert "dikaitkan kemudian" in agus.get(MATRIKS).text
    assert agus.post_form(f"/skp/{p4['id']}/kaitkan", {"rhk_id": p4["rhk"][1]["id"], "tidak": "ya"}, page=MATRIKS).status_code == 303
    assert [m["nomor"] for m in matriks(rumah)["menunggu"]] == [3, 4]
    assert agus.post_form(f"/skp/{p4['id']}/lepas-kaitan", {"rhk_id": p4["rhk"][0]["id"]}, page=MATRIKS).status_code == 303
    assert (pendukung(rumah), len(matriks(rumah)["menunggu"])) == ([0, 0, 0, 0], 3)


def test_the_employee_sees_the_task_on_the_own_skp_and_links_it(rumah: ServiceUnderTest) -> None:
    p4 = disetujui(rumah, "x y z", "x y z", "x y z", "x y z")
    p2 = rencana(rumah, AGUS, isi_benih(), ajukan=True)
    rina = peramban(rumah, RINA)
    alamat = f"/skp/{p4['id']}"
    assert "Empat RHK menunggu dikaitkan" in rina.get(alamat).text
    kirim = {"rhk_id": p4["rhk"][2]["id"], "rhk_atasan_id": p2["rhk"][2]["id"]}
    assert rina.post_form(f"{alamat}/kaitkan", kirim, page=alamat).headers["Location"].endswith(alamat)
    assert "Dikaitkan kemudian ke RHK pimpinan: Pengembangan kompetensi" in rina.get(alamat).text
    assert pendukung(rumah) == [0, 0, 1, 0]
    kosong = rina.post_form(f"{alamat}/kaitkan", {"rhk_id": p4["rhk"][0]["id"], "rhk_atasan_id": ""}, page=alamat)
    assert kosong.status_code == 303
    assert "Pilih RHK pimpinan dulu" in rina.get(alamat).text
    assert len(matriks(rumah)["menunggu"]) == 3, "choosing nothing decides nothing"
    rusak = rina.post_form(f"{alamat}/kaitkan", {"rhk_id": "bukan-id", "tidak": "ya"}, page=alamat)
    assert rusak.status_code == 303
    assert "Pilihan itu tidak dikenal" in rina.get(alamat).text


def test_others_cannot_link_and_what_is_not_there_is_refused(rumah: ServiceUnderTest) -> None:
    p4 = disetujui(rumah, "x y z", "x y z", "x y z", "x y z")
    p2 = rencana(rumah, AGUS, isi_benih(), ajukan=True)

    assert kaitkan(rumah, BAMBANG, p4, 0, p2["rhk"][0]["id"]).status_code == 403
    assert kaitkan(rumah, DIMAS, p4, 0, p2["rhk"][0]["id"]).status_code == 404
    assert kaitkan(rumah, RINA, p4, 0, str(uuid4())).json["code"] == "rhk_tidak_ada"
    assert kaitkan(rumah, RINA, p4, 0, p4["rhk"][1]["id"]).json["code"] == "rhk_tidak_ada"
    assert kaitkan(rumah, AGUS, {**p4, "rhk": [{"id": str(uuid4())}]}, 0, None).json["code"] == "tidak_menunggu"
    lepas = masuk(rumah, RINA).post(f"{API}/skp/{p4['id']}/lepas-kaitan", json={"rhk_id": p4["rhk"][0]["id"]})
    assert lepas.json["code"] == "tidak_dikaitkan"


def test_a_draft_is_linked_at_its_next_save_and_says_that_the_rhk_can_be_chosen_now(rumah: ServiceUnderTest) -> None:
    tulis = isi("Pengembangan kompetensi", "x y z", "x y z", "x y z")
    p4 = rencana(rumah, RINA, tulis)
    p2 = rencana(rumah, AGUS, isi_benih(), ajukan=True)
    assert "RHK Agus Prasetyo kini dapat dipilih" in peramban(rumah, RINA).get(f"/skp/{p4['id']}").text
    assert pendukung(rumah) == [0, 0, 1, 0]

    tulis["rhk"] = [{**r, "id": lama["id"]} for r, lama in zip(tulis["rhk"], p4["rhk"], strict=True)]
    jadi = masuk(rumah, RINA).put(f"{API}/skp/{p4['id']}", json=tulis, headers={"If-Match": f'"{p4["version"]}"'}).json
    assert jadi["rhk"][0]["rhk_atasan_id"] == p2["rhk"][2]["id"]
    assert pendukung(rumah) == [0, 0, 1, 0]


def test_what_the_leaders_revision_takes_out_leaves_its_supporters_waiting_again(rumah: ServiceUnderTest) -> None:
    p4 = disetujui(rumah, *(["x y z"] * 4))
    p2 = rencana(rumah, AGUS, isi_benih(), ajukan=True)
    bambang, agus = masuk(rumah, BAMBANG), masuk(rumah, AGUS)
    kaitkan(rumah, AGUS, p4, 0, p2["rhk"][3]["id"])
    bambang.post(f"{API}/skp/{p2['id']}/setujui", json={})
    dibuka = bambang.post(f"{API}/skp/{p2['id']}/buka-revisi", json={"alasan": "Arahan baru pimpinan."}).json
    sisa = [{**{k: v for k, v in r.items() if k != "nomor"}, "bobot": b} for r, b in zip(p2["rhk"][:3], ("40", "30", "30"), strict=True)]
    diubah = agus.put(f"{API}/skp/{p2['id']}", json={"rhk": sisa}, headers={"If-Match": f'"{dibuka["version"]}"'})
    assert diubah.status_code == 200, diubah.text
    assert agus.post(f"{API}/skp/{p2['id']}/ajukan").status_code == 200
    assert len(matriks(rumah)["menunggu"]) == 3
    assert bambang.post(f"{API}/skp/{p2['id']}/setujui", json={}).status_code == 200

    assert [m["nomor"] for m in matriks(rumah)["menunggu"]] == [1, 2, 3, 4]


def test_the_matrix_with_many_that_wait_stays_within_its_weight(rumah: ServiceUnderTest) -> None:
    rencana(rumah, RINA, {"rhk": [{**isi_benih()["rhk"][0], "bobot": "2", "rhk_atasan_teks": f"Kalimat {n}"} for n in range(50)]})
    rencana(rumah, AGUS, isi_benih(), ajukan=True)
    jawab = peramban(rumah, AGUS).get(MATRIKS)

    assert "50 RHK bawahan menunggu dikaitkan" in jawab.text
    assert "dan 44 lagi" in jawab.text
    assert len(jawab.data) <= BATAS_HALAMAN
