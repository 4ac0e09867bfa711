"""Who acts for an evaluator, a change of evaluator, and absences, as they show in the SKP."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from flask.testing import FlaskClient
from services.skp.tests.integration.steps import isi_benih, masuk
from services.skp.tests.mothers import (
    ADMIN,
    AGUS,
    BAMBANG,
    BIDANG,
    DIMAS,
    INSTANSI,
    RINA,
    TUGAS_RINA,
    organisasi,
    pegawai,
    penugasan,
)

from shared.contracts import skp as kontrak
from shared.contracts.auth import Keadaan, Pegawai, Pengganti
from shared.testing.service import ServiceUnderTest

API = "/skp/api/v1/skp"
KINI, LUSA = {"X-Kinerja-Jam": "2025-03-10T09:00:00+07:00"}, {"X-Kinerja-Jam": "2025-03-24T09:00:00+07:00"}
NAMA, NIP = "Rina Lestari, A.Md.", "199305172019022904"


def pengganti(pegawai_id: UUID = DIMAS, jenis: str = "plh", **kw: object) -> Pengganti:
    isi: dict[str, object] = {
        "id": UUID(int=0xD1),
        "digantikan_id": AGUS if jenis == "plh" else None,
        "dari": date(2025, 3, 3),
        "sampai": date(2025, 3, 21),
        "dicabut": False,
        "version": 1,
        **kw,
    }
    return Pengganti(instansi_id=INSTANSI, pegawai_id=pegawai_id, unor_id=BIDANG, jenis=jenis, sk_nomor="800/12/2025", **isi)  # type: ignore[arg-type]


def diajukan(svc: ServiceUnderTest) -> str:
    svc.deliver(*organisasi())
    masuk(svc, ADMIN, "Admin", "admin_instansi").post("/skp/api/v1/periode", json={"tahun": 2025})
    p4 = masuk(svc, RINA)
    skp = p4.post(API, json={"tahun": 2025, "tanggal": "2025-01-13"}).json
    p4.put(f"{API}/{skp['id']}", json=isi_benih(), headers={"If-Match": '"1"'})
    p4.post(f"{API}/{skp['id']}/ajukan")
    return f"{API}/{skp['id']}"


def tim(client: FlaskClient, saat: dict[str, str] = KINI) -> list[dict[str, object]]:
    data: list[dict[str, object]] = client.get("/skp/api/v1/antrian?tahun=2025", headers=saat).json["data"]
    return data


def test_a_plh_sees_and_agrees_the_skp_and_it_is_recorded_in_that_capacity(svc: ServiceUnderTest) -> None:
    alamat = diajukan(svc)
    plh = masuk(svc, DIMAS, "Dimas Nugroho, S.E.")
    assert plh.get(alamat, headers=KINI).status_code == 404
    svc.deliver(pengganti())
    assert [(b["status"], b["sebagai"]) for b in tim(plh)] == [("diajukan", "plh")]
    assert "sebagai Plh kepala Bidang Pembinaan SD sampai 21 Maret 2025" in plh.get("/skp/tim?tahun=2025", headers=KINI).text
    assert "Anda memutuskan sebagai Plh dari Agus Prasetyo" in plh.get(f"/skp/{alamat.rsplit('/', 1)[1]}/tinjau", headers=KINI).text
    skp = plh.post(f"{alamat}/setujui", json={}, headers=KINI).json
    assert (skp["status"], skp["penilai_id"], skp["disetujui_oleh"], skp["disetujui_sebagai"]) == (
        "disetujui",
        str(AGUS),
        str(DIMAS),
        "plh",
    )
    assert skp["riwayat"][-1]["sebagai"] == "plh"
    assert svc.published(kontrak.Skp)[-1].disetujui_sebagai == "plh"


def test_after_the_span_or_when_revoked_a_plh_can_nothing(svc: ServiceUnderTest) -> None:
    alamat = diajukan(svc)
    plh = masuk(svc, DIMAS, "Dimas Nugroho, S.E.")
    svc.deliver(pengganti())
    assert plh.post(f"{alamat}/setujui", json={}, headers=LUSA).status_code == 404
    assert tim(plh, LUSA) == []
    svc.deliver(pengganti(dicabut=True, version=2))
    assert plh.post(f"{alamat}/setujui", json={}, headers=KINI).status_code == 404


def test_the_absent_head_may_still_decide_and_the_first_decision_counts(svc: ServiceUnderTest) -> None:
    alamat = diajukan(svc)
    svc.deliver(pengganti())
    assert masuk(svc, AGUS).post(f"{alamat}/setujui", json={}, headers=KINI).json["disetujui_sebagai"] == "penilai"
    assert masuk(svc, DIMAS).post(f"{alamat}/setujui", json={}, headers=KINI).status_code == 409


def test_nobody_agrees_his_own_skp_as_plh_and_the_next_above_does(svc: ServiceUnderTest) -> None:
    alamat = diajukan(svc)
    svc.deliver(pengganti(RINA))
    assert masuk(svc, RINA).post(f"{alamat}/setujui", json={}, headers=KINI).status_code == 403
    skp = masuk(svc, BAMBANG).post(f"{alamat}/setujui", json={}, headers=KINI).json
    assert (skp["status"], skp["disetujui_sebagai"]) == ("disetujui", "atasan")


def test_a_plt_of_a_vacant_unit_acts_for_its_people(svc: ServiceUnderTest) -> None:
    alamat = diajukan(svc)
    lowong = penugasan(TUGAS_RINA, "Pengolah Data", "pelaksana", BAMBANG, None, unor_lowong=(BIDANG,))
    svc.deliver(pegawai(RINA, NAMA, NIP, lowong, version=2), pengganti(jenis="plt"))
    plt = masuk(svc, DIMAS)
    assert [b["sebagai"] for b in tim(plt)] == ["plt"]
    assert (
        plt.post(f"{alamat}/kembalikan", json={"alasan": "Tambahkan target triwulan."}, headers=KINI).json["riwayat"][-1]["sebagai"]
        == "plt"
    )
    kepala_baru = penugasan(TUGAS_RINA, "Pengolah Data", "pelaksana", AGUS, BAMBANG)
    svc.deliver(pegawai(RINA, NAMA, NIP, kepala_baru, version=3))
    assert tim(plt) == []


def test_people_without_skp_are_in_the_team_of_the_substitute(svc: ServiceUnderTest) -> None:
    svc.deliver(*organisasi(), pengganti())
    assert [(b["pegawai"]["nama"], b["status"], b["sebagai"]) for b in tim(masuk(svc, DIMAS))] == [(NAMA, "tanpa_skp", "plh")]  # type: ignore[index]


def berganti(version: int = 2, **kw: object) -> Pegawai:
    """The same post with another evaluator from 1 July: cut as auth cuts it."""
    mulai = date(2025, 7, 1)
    lama = penugasan(TUGAS_RINA, "Pengolah Data", "pelaksana", AGUS, BAMBANG, selesai=date(2025, 6, 30))
    baru = penugasan(
        uuid5(NAMESPACE_OID, f"{TUGAS_RINA}/{mulai.isoformat()}"), "Pengolah Data", "pelaksana", BAMBANG, None, mulai=mulai, **kw
    )
    return pegawai(RINA, NAMA, NIP, lama, baru, version=version)


def test_a_change_of_evaluator_only_makes_no_new_skp_and_moves_it_to_the_new_one(svc: ServiceUnderTest) -> None:
    alamat = diajukan(svc)
    masuk(svc, AGUS).post(f"{alamat}/setujui", json={})
    svc.deliver(berganti())
    skp = masuk(svc, BAMBANG).get(alamat).json
    assert (skp["status"], skp["selesai"], skp["penilai_id"]) == ("disetujui", "2025-12-31", str(BAMBANG))
    assert skp["riwayat"][-1]["aksi"] == "ganti_penilai"
    assert masuk(svc, AGUS).get(alamat).status_code == 200
    assert masuk(svc, RINA).post(API, json={"tahun": 2025, "tanggal": "2025-07-02"}).status_code == 409


def test_a_new_skp_spans_the_whole_post_though_its_evaluator_changes(svc: ServiceUnderTest) -> None:
    svc.deliver(*organisasi(), berganti())
    masuk(svc, ADMIN, "Admin", "admin_instansi").post("/skp/api/v1/periode", json={"tahun": 2025})
    skp = masuk(svc, RINA).post(API, json={"tahun": 2025, "tanggal": "2025-07-02"}).json
    assert (skp["mulai"], skp["selesai"], skp["penilai_id"]) == ("2025-01-01", "2025-12-31", str(BAMBANG))


def absen(jenis: str, mulai: date, selesai: date | None) -> Pegawai:
    segmen = penugasan(TUGAS_RINA, "Pengolah Data", "pelaksana", AGUS, BAMBANG)
    return Pegawai(RINA, INSTANSI, NIP, NAMA, "pns", True, (), (segmen,), 2, (Keadaan(UUID(int=0xC1), jenis, mulai, selesai),))


def test_cltn_closes_the_skp_and_refuses_one_for_its_months(svc: ServiceUnderTest) -> None:
    alamat = diajukan(svc)
    masuk(svc, AGUS).post(f"{alamat}/setujui", json={})
    svc.deliver(absen("cltn", date(2025, 7, 1), date(2025, 10, 31)))
    p4 = masuk(svc, RINA)
    skp = p4.get(alamat).json
    assert (skp["status"], skp["selesai"]) == ("ditutup", "2025-06-30")
    ditolak = p4.post(API, json={"tahun": 2025, "tanggal": "2025-08-01"})
    assert (ditolak.status_code, ditolak.json["code"]) == (409, "tanpa_kewajiban")
    assert "CLTN sampai 31-10-2025" in ditolak.json["detail"]
    assert p4.post(API, json={"tahun": 2025, "tanggal": "2025-11-01"}).json["mulai"] == "2025-11-01"


def test_whose_whole_year_is_interrupted_is_shown_as_free_and_not_as_missing(svc: ServiceUnderTest) -> None:
    svc.deliver(*organisasi(), absen("cltn", date(2024, 12, 1), date(2026, 1, 31)))
    assert [(b["status"], b["absen"]) for b in tim(masuk(svc, AGUS)) if b["pegawai"]["nama"] == NAMA] == [("bebas", "CLTN")]  # type: ignore[index]


def test_leave_shows_beside_the_person_and_closes_nothing(svc: ServiceUnderTest) -> None:
    alamat = diajukan(svc)
    svc.deliver(absen("cuti_melahirkan", date(2025, 3, 1), date(2025, 5, 31)))
    agus = masuk(svc, AGUS)
    assert next(b["absen"] for b in tim(agus) if b["skp"]) == "Cuti melahirkan"
    assert "Cuti melahirkan" in agus.get("/skp/tim?tahun=2025", headers=KINI).text
    assert agus.post(f"{alamat}/setujui", json={}, headers=KINI).json["selesai"] == "2025-12-31"
