"""The evidence in an objection: open to who decides on it, as long as he decides, and to nobody else through it (domain 2.7, 5.8)."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from shared import clock
from shared.contracts import auth, penilaian
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, NAMA, RINA, SKP_RINA, id_dari, jam

API = "/capaian/api/v1"
EVALUASI = id_dari("evaluasi-P4")
SEKRETARIS = id_dari("sekretaris")


def evaluasi(keberatan: str, version: int, pemutus: UUID | None = SEKRETARIS, **ganti: Any) -> penilaian.Evaluasi:
    """The yearly evaluation of Rina, delivered; ``keberatan`` is the state of her objection to it."""
    isi: dict[str, Any] = dict.fromkeys(penilaian.Evaluasi.__dataclass_fields__)
    isi |= dict.fromkeys(("capaian_organisasi", "rating_hasil", "rating_perilaku", "predikat", "catatan", "hash", "ditetapkan_sebagai"), "")
    isi |= {
        "id": EVALUASI,
        "instansi_id": INSTANSI,
        "pegawai_id": RINA,
        "penilai_id": AGUS,
        "atasan_penilai_id": BAMBANG,
        "skp_id": SKP_RINA,
    }
    isi |= {"unor_id": id_dari("unit"), "tahun": 2025, "jenis": "tahunan", "mulai": date(2025, 1, 1), "selesai": date(2025, 12, 31)}
    isi |= {"status": "keberatan", "ketepatan": penilaian.Ketepatan(0, 0, 0, 0, 0, None), "tidak_dinilai": "", "menunggu_atasan": False}
    return penilaian.Evaluasi(**isi | {"version": version, "keberatan": keberatan, "pemutus_keberatan_id": pemutus} | ganti)


def klien(svc: ServiceUnderTest, pegawai_id: UUID, *peran: str) -> FlaskClient:
    return svc.client(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=NAMA.get(pegawai_id, "Sekretaris"), peran=set(peran)))


def buka(client: FlaskClient, bukti_id: str) -> int:
    with client.get(f"{API}/bukti/{bukti_id}/isi") as jawab:
        return jawab.status_code


@pytest.fixture
def bukti_id(svc: ServiceUnderTest) -> str:
    svc.deliver(mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), mothers.periode_laporan(11), mothers.skp_rina())
    laporan = svc.connection.execute(sa.text("SELECT id FROM laporan")).scalar_one()
    with clock.at(jam(2025, 11, 13)):
        jawab = klien(svc, RINA).post(f"{API}/laporan/{laporan}/bukti", data={"berkas": (io.BytesIO(mothers.PDF), "a.pdf")})
    assert jawab.status_code == 201
    return str(jawab.json["id"])


def test_who_decides_opens_the_files_while_the_objection_is_open(svc: ServiceUnderTest, bukti_id: str) -> None:
    pemutus = klien(svc, SEKRETARIS)
    assert buka(pemutus, bukti_id) == 404
    for versi, (keadaan, status) in enumerate([("diajukan", 200), ("diperiksa", 200), ("ditolak", 404)], 2):
        svc.deliver(evaluasi(keadaan, versi))
        assert buka(pemutus, bukti_id) == status, keadaan


def test_nobody_else_opens_them_and_the_reading_is_in_the_log_of_their_owner(svc: ServiceUnderTest, bukti_id: str) -> None:
    svc.deliver(evaluasi("diperiksa", 3))
    assert [buka(klien(svc, p), bukti_id) for p in (RINA, AGUS, BAMBANG, DIMAS, ADMIN)] == [200, 200, 403, 404, 404]
    assert buka(klien(svc, id_dari("petugas ppk"), "ppk"), bukti_id) == 403
    assert buka(klien(svc, SEKRETARIS), bukti_id) == 200
    dibaca = svc.connection.execute(sa.text("SELECT sebagai, orang FROM jejak WHERE aksi = 'baca' AND objek_id = :id"), {"id": bukti_id})
    assert [(row.sebagai, row.orang) for row in dibaca] == [("penilai", [RINA]), ("atasan_penilai", [RINA])]


def test_the_evaluators_superior_opens_them_when_the_decision_is_his_and_changes_nothing(svc: ServiceUnderTest, bukti_id: str) -> None:
    assert buka(klien(svc, BAMBANG), bukti_id) == 403
    svc.deliver(evaluasi("diajukan", 2, BAMBANG))
    assert buka(klien(svc, BAMBANG), bukti_id) == 200
    laporan = svc.connection.execute(sa.text("SELECT id FROM laporan")).scalar_one()
    satu = klien(svc, SEKRETARIS).get(f"{API}/laporan/{laporan}")
    assert satu.status_code == 404
    satu = klien(svc, BAMBANG).get(f"{API}/laporan/{laporan}")
    assert (satu.status_code, satu.json["aksi"]) == (200, [])
    assert klien(svc, BAMBANG).delete(f"{API}/laporan/{laporan}/bukti/{bukti_id}").status_code == 403
    assert klien(svc, BAMBANG).post(f"{API}/laporan/{laporan}/terima").status_code == 403
    assert f"/capaian/bukti/{bukti_id}" in klien(svc, BAMBANG).get(f"/capaian/laporan/{laporan}").text


def test_where_nobody_stands_above_the_ppk_opens_them(svc: ServiceUnderTest, bukti_id: str) -> None:
    ppk = klien(svc, id_dari("petugas ppk"), "ppk")
    svc.deliver(evaluasi("diajukan", 2, None))
    assert [buka(c, bukti_id) for c in (ppk, klien(svc, SEKRETARIS), klien(svc, BAMBANG), klien(svc, ADMIN, "admin_instansi"))] == [
        200,
        404,
        403,
        404,
    ]


def test_his_plh_opens_them_in_his_name(svc: ServiceUnderTest, bukti_id: str) -> None:
    svc.deliver(evaluasi("diajukan", 2))
    plh = auth.Pengganti(
        id_dari("plh"), INSTANSI, DIMAS, id_dari("unit"), "plh", SEKRETARIS, date(2026, 1, 1), date(2026, 2, 1), "821/1", False, 1
    )
    svc.deliver(plh)
    with clock.at(jam(2026, 1, 15)):
        assert buka(klien(svc, DIMAS), bukti_id) == 200
    with clock.at(jam(2026, 3, 1)):
        assert buka(klien(svc, DIMAS), bukti_id) == 404


def test_late_and_repeated_states_do_not_open_a_closed_objection(svc: ServiceUnderTest, bukti_id: str) -> None:
    svc.deliver(evaluasi("diterima", 5))
    svc.deliver(evaluasi("diperiksa", 4), evaluasi("diajukan", 3))
    assert buka(klien(svc, SEKRETARIS), bukti_id) == 404


def test_reports_outside_the_contested_span_stay_closed(svc: ServiceUnderTest, bukti_id: str) -> None:
    svc.deliver(evaluasi("diajukan", 2, mulai=date(2025, 1, 1), selesai=date(2025, 9, 30)))
    assert buka(klien(svc, SEKRETARIS), bukti_id) == 404


def test_nobody_decides_about_himself(svc: ServiceUnderTest, bukti_id: str) -> None:
    svc.deliver(evaluasi("diajukan", 2, RINA))
    laporan = svc.connection.execute(sa.text("SELECT id FROM laporan")).scalar_one()
    assert "atasan_penilai" not in str(klien(svc, RINA).get(f"{API}/laporan/{laporan}").json)
    assert svc.connection.execute(sa.text("SELECT count(*) FROM jejak WHERE aksi = 'baca'")).scalar() == 0


def test_evaluations_without_an_objection_leave_nothing_here(svc: ServiceUnderTest, bukti_id: str) -> None:
    svc.deliver(evaluasi("", 2, None))
    assert svc.connection.execute(sa.text("SELECT count(*) FROM keberatan_view")).scalar() == 0
    svc.deliver(evaluasi("diajukan", 3), evaluasi("", 4, None))
    assert svc.connection.execute(sa.text("SELECT terbuka FROM keberatan_view")).scalar() is False
