"""Offers of other systems: what a system may send, what it is told, and that nothing counts before the pegawai records it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from alembic import command
from flask.testing import FlaskClient

from capaian.adapters.data_pribadi import DATA_PRIBADI
from capaian.adapters.tables import usulan
from capaian.app import MIGRATIONS
from capaian.domain.usulan import TERBUKA_TERBANYAK
from native.postgres import PostgresServer
from shared import clock
from shared.auth.identity import Identity
from shared.contracts.akses import Dibaca
from shared.contracts.capaian import Progres
from shared.persistence.database import set_instansi
from shared.persistence.migrations import config, upgrade
from shared.persistence.personal_data import collect
from shared.testing.service import BrowserClient, ServiceUnderTest, create_database

from .. import mothers
from ..mothers import AGUS, DIMAS, INSTANSI, NAMA, RHK_RINA, RINA, jam

API = "/capaian/api/v1"
NIP = "199001012015012001"
KINI = jam(2025, 11, 13)


@pytest.fixture
def kota(svc: ServiceUnderTest) -> ServiceUnderTest:
    orang = [replace(mothers.pegawai(p), nip=NIP if p == RINA else None, aktif=p != DIMAS) for p in NAMA]
    svc.deliver(mothers.instansi(), *orang, mothers.periode_laporan(11), mothers.skp_rina())
    return svc


@pytest.fixture
def eoffice(kota: ServiceUnderTest) -> Identity:
    return kota.client_identity("capaian.usul", instansi_id=INSTANSI, nama="e-Office")


def tawaran(**ganti: object) -> dict[str, Any]:
    isi: dict[str, object] = {
        "nip": NIP,
        "rujukan": "ND-2025/117",
        "tanggal": "2025-11-13",
        "uraian": "Menyusun nota dinas rekap kegiatan.",
        "kuantitas": "1",
        "satuan": "nota",
        "lokasi_kerja": "wfo",
        "tautan": "https://eoffice.contoh.go.id/nd/117",
    }
    return {k: v for k, v in (isi | ganti).items() if v is not None}


def tawarkan(svc: ServiceUnderTest, siapa: Identity, **ganti: object) -> Any:
    with clock.at(KINI):
        return svc.client(siapa).post(f"{API}/usulan", json=tawaran(**ganti))


def rina(svc: ServiceUnderTest) -> FlaskClient:
    return svc.client(svc.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama=NAMA[RINA]))


def peramban(svc: ServiceUnderTest) -> BrowserClient:
    return svc.browser(svc.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama=NAMA[RINA]))


def isian(**ganti: object) -> dict[str, Any]:
    isi: dict[str, object] = {"tanggal": "2025-11-13", "uraian": "Menyusun dan mengirim nota dinas.", "lokasi_kerja": "wfa"}
    return isi | {"rhk_id": str(RHK_RINA[0].id)} | ganti


def jumlah(svc: ServiceUnderTest, tabel: str) -> int:
    return int(svc.connection.execute(sa.text(f"SELECT count(*) FROM {tabel}")).scalar_one())


def jejak(svc: ServiceUnderTest) -> list[tuple[str, str, UUID | None]]:
    rows = svc.connection.execute(sa.text("SELECT aksi, sebagai, pelaku_id FROM jejak WHERE objek = 'usulan' ORDER BY id"))
    return [(r.aksi, r.sebagai, UUID(str(r.pelaku_id))) for r in rows]


def test_an_offer_is_seen_recorded_and_only_then_counts(kota: ServiceUnderTest, eoffice: Identity) -> None:
    jawab = tawarkan(kota, eoffice)
    assert (jawab.status_code, jawab.json["status"], jawab.json["berlaku_sampai"]) == (201, "terbuka", "2025-12-13")
    assert (jumlah(kota, "progres_harian"), kota.published(Progres)) == (0, [])
    id_ = jawab.json["id"]
    with clock.at(KINI):
        ada = rina(kota).get(f"{API}/usulan").json["data"]
        assert [(u["id"], u["klien_nama"], u["uraian"], u["kuantitas"]) for u in ada] == [(id_, "e-Office", tawaran()["uraian"], "1")]
        catatan = rina(kota).post(f"{API}/usulan/{id_}/catat", json=isian())
        assert (catatan.status_code, catatan.json["uraian"], catatan.json["terlambat"]) == (201, isian()["uraian"], False)
        assert rina(kota).get(f"{API}/usulan").json["data"] == []
        lagi = rina(kota).post(f"{API}/usulan/{id_}/catat", json=isian())
        assert (lagi.status_code, lagi.json["code"]) == (409, "offer_closed")
        assert rina(kota).post(f"{API}/usulan/{id_}/abaikan").status_code == 409
    assert (jumlah(kota, "progres_harian"), len(kota.published(Progres))) == (1, 1)
    assert jejak(kota) == [("usulan.tawarkan", "klien", eoffice.pegawai_id), ("usulan.catat", "pegawai", RINA)]


def test_the_same_reference_mends_an_open_offer_and_tells_the_state_of_an_answered_one(kota: ServiceUnderTest, eoffice: Identity) -> None:
    id_ = tawarkan(kota, eoffice).json["id"]
    lagi = tawarkan(kota, eoffice, uraian="Menyusun nota dinas kedua.", nip=None, pegawai_id=str(RINA))
    assert (lagi.status_code, lagi.json["id"], lagi.json["status"]) == (200, id_, "terbuka")
    assert kota.published(Dibaca) == []
    with clock.at(KINI):
        assert rina(kota).get(f"{API}/usulan").json["data"][0]["uraian"] == "Menyusun nota dinas kedua."
        assert rina(kota).post(f"{API}/usulan/{id_}/abaikan").status_code == 204
    sesudah = tawarkan(kota, eoffice, uraian="Menyusun nota dinas ketiga.")
    assert (sesudah.status_code, sesudah.json["id"], sesudah.json["status"]) == (200, id_, "diabaikan")
    assert kota.connection.execute(sa.text("SELECT uraian FROM usulan")).scalar_one() == "Menyusun nota dinas kedua."
    assert [a for a, *_ in jejak(kota)] == ["usulan.tawarkan", "usulan.perbarui", "usulan.abaikan", "baca"]
    dibaca = kota.published()[-1]
    assert (dibaca.klien, dibaca.objek, dibaca.kelompok[0].orang) == (eoffice.klien_id, "usulan", (RINA,))
    assert (jumlah(kota, "progres_harian"), jumlah(kota, "usulan")) == (0, 1)


def test_a_reference_is_one_persons_and_each_systems_own(kota: ServiceUnderTest, eoffice: Identity) -> None:
    tawarkan(kota, eoffice)
    lain = tawarkan(kota, eoffice, nip=None, pegawai_id=str(AGUS))
    assert (lain.status_code, lain.json["code"]) == (409, "reference_of_another")
    simpeg = kota.client_identity("capaian.usul", instansi_id=INSTANSI, nama="SIMPEG")
    assert tawarkan(kota, simpeg).status_code == 201


def test_who_is_unknown_elsewhere_or_retired_gets_no_offer(kota: ServiceUnderTest, eoffice: Identity) -> None:
    asing = kota.client_identity("capaian.usul", instansi_id=uuid4())
    assert tawarkan(kota, asing).status_code == 404
    assert tawarkan(kota, asing, nip=None, pegawai_id=str(RINA)).status_code == 404
    assert tawarkan(kota, eoffice, nip="198001012005011009").status_code == 404
    pensiun = tawarkan(kota, eoffice, nip=None, pegawai_id=str(DIMAS))
    assert (pensiun.status_code, pensiun.json["code"]) == (409, "person_inactive")
    assert jumlah(kota, "usulan") == 0


@pytest.mark.parametrize(
    ("ganti", "bidang"),
    [
        ({"tanggal": "2025-11-14"}, "tanggal"),
        ({"tanggal": "0001-01-01"}, "tanggal"),
        ({"uraian": "pendek"}, "uraian"),
        ({"uraian": "x" * 1001}, "uraian"),
        ({"rujukan": "  "}, "rujukan"),
        ({"rujukan": "x" * 101}, "rujukan"),
        ({"tautan": "x" * 501}, "tautan"),
        ({"satuan": "x" * 41}, "satuan"),
        ({"kuantitas": "1e400"}, "kuantitas"),
        ({"lokasi_kerja": "rumah"}, "lokasi_kerja"),
        ({"uraian": "Menyusun\x00 nota dinas."}, "uraian"),
        ({"rujukan": "\ud800"}, "rujukan"),
        ({"nip": "1\x00"}, "nip"),
        ({"pegawai_id": str(RINA)}, "nip"),
        ({"nip": None}, "nip"),
        ({"rhk_id": str(RHK_RINA[0].id)}, "rhk_id"),
    ],
)
def test_a_bad_offer_gets_its_field_and_stores_nothing(
    kota: ServiceUnderTest, eoffice: Identity, ganti: dict[str, object], bidang: str
) -> None:
    jawab = tawarkan(kota, eoffice, **ganti)
    assert (jawab.status_code, list(jawab.json["errors"])) == (422, [bidang])
    assert jumlah(kota, "usulan") == 0


def test_only_a_system_with_the_scope_offers(kota: ServiceUnderTest) -> None:
    for siapa in (
        kota.client_identity("capaian.baca", instansi_id=INSTANSI),
        kota.identity(pegawai_id=RINA, instansi_id=INSTANSI),
        kota.identity(instansi_id=INSTANSI, peran={"admin_instansi", "ppk"}),
    ):
        assert tawarkan(kota, siapa).status_code == 403
    klien = kota.client(kota.client_identity("capaian.usul", instansi_id=INSTANSI))
    assert [klien.get(f"{API}/{apa}").status_code for apa in ("usulan", "progres", "laporan")] == [403] * 3
    assert klien.post(f"{API}/usulan/{uuid4()}/catat", json=isian()).status_code == 403


def test_an_offer_is_its_pegawais_alone(kota: ServiceUnderTest, eoffice: Identity) -> None:
    id_ = tawarkan(kota, eoffice).json["id"]
    agus = kota.client(kota.identity(pegawai_id=AGUS, instansi_id=INSTANSI))
    with clock.at(KINI):
        assert agus.get(f"{API}/usulan").json["data"] == []
        assert agus.post(f"{API}/usulan/{id_}/catat", json=isian()).status_code == 404
        assert agus.post(f"{API}/usulan/{id_}/abaikan").status_code == 404


def test_a_refused_entry_leaves_the_offer_open(kota: ServiceUnderTest, eoffice: Identity) -> None:
    id_ = tawarkan(kota, eoffice).json["id"]
    with clock.at(jam(2025, 11, 20)):
        terkunci = rina(kota).post(f"{API}/usulan/{id_}/catat", json=isian())
        assert (terkunci.status_code, terkunci.json["code"]) == (409, "day_locked")
        assert rina(kota).post(f"{API}/usulan/{id_}/catat", json=isian(tanggal="2024-12-31")).status_code == 409
        assert rina(kota).post(f"{API}/usulan/{id_}/catat", json=isian(rhk_id=str(uuid4()))).status_code == 422
        assert [u["id"] for u in rina(kota).get(f"{API}/usulan").json["data"]] == [id_]
    with clock.at(jam(2025, 11, 17)):
        telat = rina(kota).post(f"{API}/usulan/{id_}/catat", json=isian())
    assert (telat.status_code, telat.json["hari_terlambat"]) == (201, 4)


def test_an_offer_that_nobody_answers_runs_out(kota: ServiceUnderTest, eoffice: Identity) -> None:
    id_ = tawarkan(kota, eoffice).json["id"]
    with clock.at(jam(2025, 12, 13)):
        assert len(rina(kota).get(f"{API}/usulan").json["data"]) == 1
    with clock.at(jam(2025, 12, 14)):
        assert rina(kota).get(f"{API}/usulan").json["data"] == []
        assert rina(kota).post(f"{API}/usulan/{id_}/catat", json=isian(tanggal="2025-12-14")).json["code"] == "offer_closed"
        lagi = kota.client(eoffice).post(f"{API}/usulan", json=tawaran())
    assert (lagi.status_code, lagi.json["id"], lagi.json["status"]) == (200, id_, "kedaluwarsa")


def test_open_offers_have_an_end(kota: ServiceUnderTest, eoffice: Identity) -> None:
    satu = tawarkan(kota, eoffice).json["id"]
    baris = dict(kota.connection.execute(sa.select(usulan)).mappings().one())
    kota.connection.execute(sa.insert(usulan), [{**baris, "id": uuid4(), "rujukan": f"ND-{n}"} for n in range(TERBUKA_TERBANYAK - 1)])
    penuh = tawarkan(kota, eoffice, rujukan="satu lagi")
    assert (penuh.status_code, penuh.json["code"]) == (409, "offers_full")
    assert tawarkan(kota, eoffice).json["id"] == satu
    with clock.at(KINI):
        rina(kota).post(f"{API}/usulan/{satu}/abaikan")
    assert tawarkan(kota, eoffice, rujukan="satu lagi").status_code == 201


def test_the_page_shows_records_and_dismisses_offers(kota: ServiceUnderTest, eoffice: Identity) -> None:
    nakal = "<script>alert(1)</script> Menyusun nota."
    pertama = tawarkan(kota, eoffice, uraian=nakal, tautan="javascript:alert(1)", tanggal="2025-11-12").json["id"]
    kedua = tawarkan(kota, eoffice, rujukan="ND-118").json["id"]
    client = peramban(kota)
    with clock.at(KINI):
        html = client.get("/capaian/").get_data(as_text=True)
        assert (html.count("Usulan dari e-Office"), "2 menunggu" in html) == (2, True)
        assert "<script>alert" not in html
        assert 'href="javascript' not in html
        pilih = client.get(f"/capaian/?tanggal=2025-11-12&usulan={pertama}").get_data(as_text=True)
        assert f'action="/capaian/usulan/{pertama}/catat"' in pilih
        assert "data-antrean" not in pilih
        assert "Menyusun nota.</textarea>" in pilih
        salah = client.post_form(f"/capaian/usulan/{pertama}/catat", isian(tanggal="2025-11-12", uraian="pendek"), page="/capaian/")
        assert salah.status_code == 422
        assert f'action="/capaian/usulan/{pertama}/catat"' in salah.get_data(as_text=True)
        dicatat = client.post_form(f"/capaian/usulan/{pertama}/catat", isian(tanggal="2025-11-12"), page="/capaian/")
        assert (dicatat.status_code, dicatat.location) == (303, "/capaian/?tanggal=2025-11-12")
        diabaikan = client.post_form(f"/capaian/usulan/{kedua}/abaikan", {}, page="/capaian/")
        assert diabaikan.status_code == 303
        assert "Usulan untuk Anda" not in client.get("/capaian/").get_data(as_text=True)
    assert jumlah(kota, "progres_harian") == 1


def test_a_day_with_many_long_offers_stays_light(kota: ServiceUnderTest, eoffice: Identity) -> None:
    tawarkan(kota, eoffice, uraian="&" * 1000, tautan="&" * 500)
    baris = dict(kota.connection.execute(sa.select(usulan)).mappings().one())
    kota.connection.execute(sa.insert(usulan), [{**baris, "id": uuid4(), "rujukan": f"ND-{n}"} for n in range(40)])
    with clock.at(KINI):
        for alamat, banyak in (("/capaian/", 3), ("/capaian/?semua=1", 12)):
            with kota.queries() as q:
                html = peramban(kota).get(alamat).get_data(as_text=True)
            assert html.count("Usulan dari e-Office") == banyak
            assert (q.count <= 10, len(html.encode()) <= 60 * 1024) == (True, True), (q.count, len(html.encode()))


def test_an_offer_is_in_the_copy_of_ones_data_and_out_of_reach_of_another_instansi(kota: ServiceUnderTest, eoffice: Identity) -> None:
    tawarkan(kota, eoffice)
    milik = dict(collect(kota.connection, DATA_PRIBADI, RINA))
    assert [u["tanggal"] for u in milik["Usulan catatan dari sistem lain"]] == [date(2025, 11, 13)]
    set_instansi(kota.connection, str(uuid4()))
    assert jumlah(kota, "usulan") == 0
    set_instansi(kota.connection, str(INSTANSI))
    assert jumlah(kota, "usulan") == 1


def test_who_had_an_skp_before_the_migration_is_known_by_nip_and_the_next_state_is_taken(postgres: PostgresServer) -> None:
    url = create_database(postgres, "usulan_lama")
    command.upgrade(config(MIGRATIONS, url), "0006")
    engine = sa.create_engine(url)
    ids = {"p": RINA, "q": AGUS, "i": INSTANSI, "s": mothers.SKP_RINA}
    with engine.begin() as connection:
        set_instansi(connection, "*")
        connection.execute(
            sa.text(
                "INSERT INTO pegawai_view (id, instansi_id, nama, epoch, version) VALUES (:p, :i, 'Rina', 0, 7), (:q, :i, 'Agus', 0, 7)"
            ),
            ids,
        )
        connection.execute(
            sa.text(
                "INSERT INTO skp_view (id, instansi_id, pegawai_id, tahun, mulai, selesai, status, berlaku, rhk_ids, isi, epoch, version)"
                " VALUES (:s, :i, :p, 2025, '2025-01-01', '2025-12-31', 'disetujui', true, '{}', CAST(:isi AS jsonb), 0, 1)"
            ),
            {**ids, "isi": f'{{"pegawai": {{"nip": "{NIP}"}}}}'},
        )
    upgrade(MIGRATIONS, url)
    with engine.begin() as connection:
        set_instansi(connection, "*")
        rows = connection.execute(sa.text("SELECT nip, aktif, version FROM pegawai_view ORDER BY nama DESC")).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [(NIP, True, 0), (None, True, 0)]
