"""Who opened my data: what the owner sees of reads in every service, and what he does not see yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from services.auth.tests.mothers import P1, P2, P4, P5, Kota

from shared.contracts.akses import Dibaca, DibacaCapaian, DibacaPenilaian, Kelompok

ALAMAT = "/auth/api/v1/saya/akses"
KINI = datetime.now(UTC)


def dibaca(
    kota: Kota,
    pembaca: UUID,
    *orang: UUID,
    sebagai: str = "penilai",
    pada: datetime = KINI,
    cls: type[Dibaca] = DibacaCapaian,
    **ganti: object,
) -> Dibaca:
    isi: dict[str, object] = {
        "id": uuid4(),
        "instansi_id": kota.instansi_id,
        "pembaca_id": pembaca,
        "klien": "",
        "objek": "realisasi",
        "objek_id": UUID(int=3),
        "apa": "laporan Maret 2025",
        "daftar": False,
        "pada": pada,
        "kelompok": (Kelompok(sebagai, orang),),
    }
    return cls(**(isi | ganti))  # type: ignore[arg-type]


@pytest.fixture
def p4(kota_terisi: Kota) -> UUID:
    return kota_terisi.id_dari(P4)


@pytest.fixture
def p2(kota_terisi: Kota) -> UUID:
    return kota_terisi.id_dari(P2)


def baca(kota: Kota, pegawai_id: UUID, tanya: str = "") -> list[dict[str, object]]:
    answer = kota.svc.client(kota.identitas(pegawai_id)).get(f"{ALAMAT}{tanya}")
    assert answer.status_code == 200, answer.text
    return [satu for satu in answer.get_json()["data"] if satu["layanan"] != "auth"]  # the fixtures look people up as admin


def test_a_read_in_another_service_is_shown_to_its_person_in_plain_words(kota_terisi: Kota, p4: UUID, p2: UUID) -> None:
    kota_terisi.svc.deliver(dibaca(kota_terisi, p2, p4))

    (satu,) = baca(kota_terisi, p4)
    assert satu["kalimat"] == "Agus Prasetyo, M.Pd. membuka laporan Maret 2025 Anda sebagai pejabat penilai"
    halaman = kota_terisi.svc.browser(kota_terisi.identitas(p4)).get("/auth/akun/akses").text
    assert str(satu["kalimat"]) in halaman
    assert baca(kota_terisi, p2) == []
    assert "Belum ada yang membuka data Anda" in kota_terisi.svc.browser(kota_terisi.identitas(uuid4())).get("/auth/akun/akses").text


def test_a_list_says_that_the_person_was_one_of_many(kota_terisi: Kota, p4: UUID, p2: UUID) -> None:
    p5 = kota_terisi.id_dari(P5)
    kota_terisi.svc.deliver(dibaca(kota_terisi, p2, p4, p5, cls=DibacaPenilaian, apa="antrian penilaian 2025", daftar=True))

    assert [satu["kalimat"] for satu in baca(kota_terisi, p5)] == [
        "Agus Prasetyo, M.Pd. melihat Anda dalam antrian penilaian 2025 sebagai pejabat penilai"
    ]
    assert len(baca(kota_terisi, p4)) == 1


def test_the_same_read_within_ten_minutes_is_shown_once_and_kept_every_time(kota_terisi: Kota, p4: UUID, p2: UUID) -> None:
    menit = [0, 3, 9, 12, 15]
    kota_terisi.svc.deliver(*(dibaca(kota_terisi, p2, p4, pada=KINI + timedelta(minutes=m)) for m in menit))

    assert [datetime.fromisoformat(str(satu["pada"])) for satu in baca(kota_terisi, p4)] == [KINI + timedelta(minutes=12), KINI]
    kept = kota_terisi.svc.connection.execute(
        sa.text("SELECT count(*) FROM akses_log WHERE orang_id = :o AND layanan = 'capaian'"), {"o": p4}
    )
    assert kept.scalar_one() == len(menit)


def test_delivered_twice_is_one_row(kota_terisi: Kota, p4: UUID, p2: UUID) -> None:
    satu = dibaca(kota_terisi, p2, p4)
    kota_terisi.svc.deliver(satu, satu)

    assert len(baca(kota_terisi, p4)) == 1


def test_an_inspection_is_shown_after_its_delay_and_marked(kota_terisi: Kota, p4: UUID, p2: UUID) -> None:
    baru, lama = KINI - timedelta(days=89), KINI - timedelta(days=91)
    kota_terisi.svc.deliver(*(dibaca(kota_terisi, p2, p4, sebagai="auditor", pada=pada) for pada in (baru, lama)))

    (satu,) = baca(kota_terisi, p4)
    assert (datetime.fromisoformat(str(satu["pada"])), satu["pemeriksaan"]) == (lama, True)


def test_the_log_is_paged_and_filtered_and_a_foreign_cursor_is_refused(kota_terisi: Kota, p4: UUID, p2: UUID) -> None:
    p1 = kota_terisi.id_dari(P1)
    kota_terisi.svc.deliver(*(dibaca(kota_terisi, p2, p4, apa=f"laporan {n}", pada=KINI - timedelta(minutes=n)) for n in range(60)))
    kota_terisi.svc.deliver(dibaca(kota_terisi, p1, p4, sebagai="atasan_penilai", pada=KINI - timedelta(days=1)))
    klien = kota_terisi.svc.client(kota_terisi.identitas(p4))

    pertama = klien.get(f"{ALAMAT}?layanan=capaian").get_json()
    kedua = klien.get(f"{ALAMAT}?layanan=capaian&cursor={pertama['berikutnya']}").get_json()
    assert (len(pertama["data"]), len(kedua["data"]), kedua["berikutnya"]) == (50, 11, None)
    assert not {a["id"] for a in pertama["data"]} & {a["id"] for a in kedua["data"]}
    assert [a["pembaca"] for a in baca(kota_terisi, p4, "?sebagai=atasan_penilai")] == ["Dr. Bambang Suryana"]
    assert [a["pembaca"] for a in baca(kota_terisi, p4, "?cari=bambang")] == ["Dr. Bambang Suryana"]
    assert klien.get(f"{ALAMAT}?cursor=xx").status_code == 422
    assert klien.get(f"{ALAMAT}?sebagai=raja").status_code == 422
    browser = kota_terisi.svc.browser(kota_terisi.identitas(p4))
    assert "Tidak ada yang cocok" in browser.get("/auth/akun/akses?cari=zzz").text
    assert "&lt;script&gt;" in browser.get("/auth/akun/akses?cari=<script>x</script>").text
    with kota_terisi.svc.queries() as q:
        halaman = browser.get("/auth/akun/akses")
    assert q.count <= 3 and len(halaman.data) < 60_000


def test_what_auth_itself_shows_of_a_person_is_in_the_log_at_once(kota_terisi: Kota, p4: UUID) -> None:
    assert kota_terisi.admin.get(f"/auth/api/v1/pegawai/{p4}").status_code == 200

    answer = kota_terisi.svc.client(kota_terisi.identitas(p4)).get(ALAMAT).get_json()["data"]
    assert [a["kalimat"] for a in answer] == [
        "Admin BKPSDM membuka data kepegawaian Anda sebagai admin instansi",
        "Admin BKPSDM melihat Anda dalam daftar pegawai sebagai admin instansi",
    ]


def test_reading_oneself_leaves_no_row(kota_terisi: Kota, p4: UUID) -> None:
    sebelum = len(kota_terisi.svc.client(kota_terisi.identitas(p4)).get(ALAMAT).get_json()["data"])
    assert kota_terisi.svc.client(kota_terisi.identitas(p4)).get(f"/auth/api/v1/pegawai/{p4}").status_code == 200

    assert len(kota_terisi.svc.client(kota_terisi.identitas(p4)).get(ALAMAT).get_json()["data"]) == sebelum
