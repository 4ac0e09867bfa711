"""The API on a real database: the daily log, the reports of a year, evidence, lateness, access."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from shared import clock
from shared.auth.identity import Identity
from shared.contracts import skp
from shared.contracts.capaian import Laporan, LaporanDikirim, LaporanDiterima, Progres
from shared.testing.service import ServiceUnderTest

from .. import mothers
from ..mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, NAMA, RHK_RINA, RINA, SKP_RINA, id_dari, jam

API = "/capaian/api/v1"


def siapa(svc: ServiceUnderTest, pegawai_id: UUID) -> Identity:
    peran = {"admin_instansi"} if pegawai_id == ADMIN else set()
    return svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=NAMA[pegawai_id], peran=peran)


def klien(svc: ServiceUnderTest, pegawai_id: UUID) -> FlaskClient:
    return svc.client(siapa(svc, pegawai_id))


@pytest.fixture
def tahun(svc: ServiceUnderTest) -> ServiceUnderTest:
    """The year 2025 as capaian hears of it: the twelve periods and P4's agreed SKP."""
    svc.deliver(
        mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), *(mothers.periode_laporan(n) for n in range(1, 13)), mothers.skp_rina()
    )
    return svc


def laporan_id(svc: ServiceUnderTest, nomor: int) -> str:
    return str(svc.connection.execute(sa.text("SELECT id FROM laporan WHERE nomor = :n"), {"n": nomor}).scalar_one())


def isian(**ganti: str) -> dict[str, Any]:
    semua = {"Tepat waktu & akurat": "1", "Program terlaksana": "0", "Kepuasan masyarakat minimal 85%": "91.2"}
    semua |= {"Mengikuti pelatihan minimal 2 kali per tahun": "0", "Jumlah inovasi diterapkan": "0"} | ganti
    return {"realisasi": [{"indikator_id": str(id_dari(nama)), "angka": angka} for nama, angka in semua.items()]}


def isi(client: FlaskClient, alamat: str, **ganti: str) -> Any:
    version = client.get(alamat).json["version"]
    jawab = client.put(alamat, json=isian(**ganti), headers={"If-Match": f'"{version}"'})
    assert jawab.status_code == 200, jawab.json
    return jawab


def catatan(**ganti: object) -> dict[str, object]:
    dasar = {
        "rhk_id": str(RHK_RINA[0].id),
        "tanggal": "2025-11-13",
        "uraian": "Memeriksa data 14 sekolah, 2 dikembalikan.",
        "lokasi_kerja": "wfo",
    }
    return dasar | ganti


def kirim_terlambat(svc: ServiceUnderTest, nomor: int, hari: int) -> tuple[FlaskClient, str]:
    client, alamat = klien(svc, RINA), f"{API}/laporan/{laporan_id(svc, nomor)}"
    with clock.at(jam(2025, nomor + 1, 3)):
        isi(client, alamat)
    with clock.at(jam(2025, nomor + 1, 8 + hari)):
        jawab = client.post(f"{alamat}/kirim", json={"alasan_terlambat": "sakit"})
    assert jawab.status_code == 200, jawab.json
    return client, alamat


# ---- daily log


def test_an_entry_is_written_read_changed_and_removed(tahun: ServiceUnderTest) -> None:
    client = klien(tahun, RINA)
    with clock.at(jam(2025, 11, 13)):
        dibuat = client.post(f"{API}/progres", json=catatan(kuantitas="1.5", satuan="jam", mulai="08:30", selesai="14:30"))
        assert dibuat.status_code == 201, dibuat.json
        alamat = f"{API}/progres/{dibuat.json['id']}"
        assert (dibuat.json["status"], dibuat.json["terlambat"], dibuat.json["kuantitas"], dibuat.json["skp_id"]) == (
            "dikirim",
            False,
            "1.5",
            str(SKP_RINA),
        )
        assert client.put(alamat, json=catatan()).status_code == 428
        ubah = client.put(alamat, json=catatan(uraian="Memeriksa data 15 sekolah."), headers={"If-Match": '"1"'})
        assert (ubah.status_code, ubah.json["version"]) == (200, 2)
        assert client.put(alamat, json=catatan(), headers={"If-Match": '"1"'}).status_code == 412
        pindah = client.put(alamat, json=catatan(tanggal="2025-11-12"), headers={"If-Match": '"2"'})
        assert (pindah.status_code, list(pindah.json["errors"])) == (422, ["tanggal"])
        assert client.get(f"{API}/progres?dari=2025-11-01&sampai=2025-11-30").json["data"][0]["uraian"] == "Memeriksa data 15 sekolah."
        assert client.delete(alamat).status_code == 204
        assert client.get(f"{API}/progres").json == {"data": [], "berikutnya": None}


def test_an_entry_costs_one_read_one_row_and_its_event(tahun: ServiceUnderTest) -> None:
    with clock.at(jam(2025, 11, 13)), tahun.queries() as q:
        assert klien(tahun, RINA).post(f"{API}/progres", json=catatan()).status_code == 201
    assert q.count == 3
    assert [(e.tanggal, e.terlambat, e.ada) for e in tahun.published(Progres)] == [(date(2025, 11, 13), False, True)]


def test_late_entries_say_so_and_old_days_are_locked(tahun: ServiceUnderTest) -> None:
    client = klien(tahun, RINA)
    with clock.at(jam(2025, 11, 17)):
        telat = client.post(f"{API}/progres", json=catatan(tanggal="2025-11-12"))
        assert (telat.json["terlambat"], telat.json["hari_terlambat"]) == (True, 5)
        lama = client.post(f"{API}/progres", json=catatan(tanggal="2025-11-11"))
        assert (lama.status_code, lama.json["code"]) == (409, "day_locked")
        assert client.post(f"{API}/progres", json=catatan(tanggal="2025-11-18")).status_code == 422


@pytest.mark.parametrize(
    "ganti",
    [
        {"rhk_id": "bukan-uuid"},
        {"rhk_id": str(uuid4())},
        {"rhk_id": None},
        {"uraian": "pendek"},
        {"kuantitas": "NaN"},
        {"kuantitas": "1e400"},
        {"kuantitas": True},
        {"lokasi_kerja": "rumah"},
        {"tanggal": "besok"},
        {"asing": 1},
    ],
)
def test_bad_entries_get_their_field_and_store_nothing(tahun: ServiceUnderTest, ganti: dict[str, object]) -> None:
    with clock.at(jam(2025, 11, 13)):
        jawab = klien(tahun, RINA).post(f"{API}/progres", json=catatan(**ganti))
    assert jawab.status_code == 422, jawab.json
    assert jawab.json["errors"]
    assert tahun.connection.execute(sa.text("SELECT count(*) FROM progres_harian")).scalar() == 0


def test_broken_json_is_refused(tahun: ServiceUnderTest) -> None:
    jawab = klien(tahun, RINA).post(f"{API}/progres", data="{rusak", content_type="application/json")
    assert (jawab.status_code, jawab.mimetype) == (400, "application/problem+json")


def test_without_an_agreed_skp_there_is_no_entry(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.instansi(), mothers.skp_rina(status="diajukan"))
    with clock.at(jam(2025, 11, 13)):
        jawab = klien(svc, RINA).post(f"{API}/progres", json=catatan())
        asing = klien(svc, DIMAS).post(f"{API}/progres", json=catatan(skp_id=str(SKP_RINA)))
    assert (jawab.status_code, jawab.json["code"]) == (409, "no_skp")
    assert asing.status_code == 404


def test_the_same_idempotency_key_writes_once(tahun: ServiceUnderTest) -> None:
    client = klien(tahun, RINA)
    with clock.at(jam(2025, 11, 13)):
        satu = client.post(f"{API}/progres", json=catatan(), headers={"Idempotency-Key": "kunci-12345"})
        dua = client.post(f"{API}/progres", json=catatan(), headers={"Idempotency-Key": "kunci-12345"})
        lain = client.post(f"{API}/progres", json=catatan(uraian="Pekerjaan yang lain sekali."), headers={"Idempotency-Key": "kunci-12345"})
    assert satu.json["id"] == dua.json["id"]
    assert lain.status_code == 422
    assert tahun.connection.execute(sa.text("SELECT count(*) FROM progres_harian")).scalar() == 1


def test_the_same_key_with_another_file_is_refused(tahun: ServiceUnderTest) -> None:
    alamat = f"{API}/laporan/{laporan_id(tahun, 11)}/bukti"
    client = klien(tahun, RINA)

    def kirim(isi: bytes) -> Any:
        return client.post(alamat, data={"berkas": (io.BytesIO(isi), "a.pdf")}, headers={"Idempotency-Key": "unggah-12345"})

    with clock.at(jam(2025, 11, 30)):
        satu, dua, lain = kirim(mothers.PDF), kirim(mothers.PDF), kirim(mothers.PDF + b"% lain\n")
    assert (satu.status_code, dua.status_code, lain.status_code) == (201, 201, 422)
    assert satu.json == dua.json
    assert lain.json["code"] == "idempotency_key_reused"


def test_the_log_is_paged(tahun: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capaian.application.queries.HALAMAN", 2)
    client = klien(tahun, RINA)
    for hari in (11, 12, 13):
        with clock.at(jam(2025, 11, hari)):
            assert client.post(f"{API}/progres", json=catatan(tanggal=f"2025-11-{hari}")).status_code == 201
    satu = client.get(f"{API}/progres").json
    dua = client.get(f"{API}/progres?cursor={satu['berikutnya']}").json
    assert [p["tanggal"] for p in satu["data"] + dua["data"]] == ["2025-11-13", "2025-11-12", "2025-11-11"]
    assert dua["berikutnya"] is None
    assert client.get(f"{API}/progres?cursor=rusak").status_code == 422


def test_nobody_touches_the_entry_of_another(tahun: ServiceUnderTest) -> None:
    with clock.at(jam(2025, 11, 13)):
        dibuat = klien(tahun, RINA).post(f"{API}/progres", json=catatan()).json["id"]
        assert klien(tahun, AGUS).put(f"{API}/progres/{dibuat}", json=catatan(), headers={"If-Match": "1"}).status_code == 404
        assert klien(tahun, AGUS).delete(f"{API}/progres/{dibuat}").status_code == 404


# ---- the reports of a year


def test_the_year_of_p4_is_reported_month_by_month(tahun: ServiceUnderTest) -> None:
    rina, agus = klien(tahun, RINA), klien(tahun, AGUS)
    program, pelatihan, inovasi = (3, 6, 9, 12), (2, 5, 8), (4, 10)
    for bulan in range(1, 13):
        alamat = f"{API}/laporan/{laporan_id(tahun, bulan)}"
        with clock.at(jam(2025, bulan, 28)):
            assert rina.post(f"{API}/progres", json=catatan(tanggal=f"2025-{bulan:02}-28")).status_code == 201
        with clock.at(jam(2026, 1, 2) if bulan == 12 else jam(2025, bulan + 1, 2)):
            isi(
                rina,
                alamat,
                **{
                    "Program terlaksana": str(int(bulan in program)),
                    "Mengikuti pelatihan minimal 2 kali per tahun": str(int(bulan in pelatihan)),
                    "Jumlah inovasi diterapkan": str(int(bulan in inovasi)),
                },
            )
            dikirim = rina.post(f"{alamat}/kirim", json={})
            assert (dikirim.status_code, dikirim.json["terlambat"], dikirim.json["jumlah_progres"]) == (200, False, 1)
            assert agus.post(f"{alamat}/terima").json["status"] == "diterima"
    akhir = {s.nomor: s for s in tahun.published(Laporan)}
    assert len(akhir) == 12
    assert {s.status for s in akhir.values()} == {"diterima"}
    jumlah = {
        nama: sum(r.angka or 0 for s in akhir.values() for r in s.realisasi if r.indikator_id == id_dari(nama))
        for nama in (
            "Tepat waktu & akurat",
            "Program terlaksana",
            "Mengikuti pelatihan minimal 2 kali per tahun",
            "Jumlah inovasi diterapkan",
        )
    }
    assert list(jumlah.values()) == [12, 4, 3, 2]
    assert len(tahun.published(LaporanDikirim)) == len(tahun.published(LaporanDiterima)) == 12
    assert tahun.connection.execute(sa.text("SELECT DISTINCT status FROM progres_harian")).scalars().all() == ["diterima"]


def test_a_stale_version_changes_nothing(tahun: ServiceUnderTest) -> None:
    client, alamat = klien(tahun, RINA), f"{API}/laporan/{laporan_id(tahun, 1)}"
    with clock.at(jam(2025, 2, 3)):
        assert client.put(alamat, json=isian()).status_code == 428
        isi(client, alamat)
        lama = client.put(alamat, json=isian(**{"Tepat waktu & akurat": "7"}), headers={"If-Match": '"1"'})
        assert lama.status_code == 412
        assert client.post(f"{alamat}/kirim", json={}, headers={"If-Match": '"1"'}).status_code == 412
        baca = client.get(alamat)
        assert (baca.json["realisasi"][0]["angka"], baca.headers["ETag"]) == ("1", f'"{baca.json["version"]}"')


def test_bad_realisasi_get_their_row_and_field(tahun: ServiceUnderTest) -> None:
    client, alamat = klien(tahun, RINA), f"{API}/laporan/{laporan_id(tahun, 1)}"
    with clock.at(jam(2025, 2, 3)):
        for angka in ("-1", "1.23456", "99999999999999999999", "satu"):
            jawab = client.put(alamat, json=isian(**{"Program terlaksana": angka}), headers={"If-Match": '"1"'})
            assert (jawab.status_code, list(jawab.json["errors"])) == (422, ["realisasi.1.angka"])
        assert client.get(alamat).json["realisasi"] == []


def test_states_out_of_order_are_refused(tahun: ServiceUnderTest) -> None:
    rina, agus, alamat = klien(tahun, RINA), klien(tahun, AGUS), f"{API}/laporan/{laporan_id(tahun, 1)}"
    with clock.at(jam(2025, 2, 3)):
        assert agus.post(f"{alamat}/terima").status_code == 409
        assert rina.post(f"{alamat}/kirim", json={}).status_code == 409
        isi(rina, alamat)
        assert rina.post(f"{alamat}/terima").status_code == 403
        assert rina.post(f"{alamat}/kirim", json={}).status_code == 200
        assert rina.post(f"{alamat}/kirim", json={}).status_code == 409
        assert agus.post(f"{alamat}/kembalikan", json={"alasan": "ulang"}).status_code == 422
        kembali = agus.post(f"{alamat}/kembalikan", json={"alasan": "Lampirkan laporan kegiatannya."})
        assert (kembali.json["status"], kembali.json["catatan_penilai"]) == ("dikembalikan", "Lampirkan laporan kegiatannya.")


@pytest.mark.parametrize("hari", [2, 5, 7])
def test_lateness_is_computed_and_stays_after_return_and_resending(tahun: ServiceUnderTest, hari: int) -> None:
    client, alamat = kirim_terlambat(tahun, 8, hari)
    with clock.at(jam(2025, 9, 20)):
        assert klien(tahun, AGUS).post(f"{alamat}/kembalikan", json={"alasan": "Lengkapi buktinya ya."}).status_code == 200
    with clock.at(jam(2025, 9, 22)):
        lagi = client.post(f"{alamat}/kirim", json={})
    assert (lagi.status_code, lagi.json["terlambat"], lagi.json["hari_terlambat"], lagi.json["alasan_terlambat"]) == (
        200,
        True,
        hari,
        "sakit",
    )


@pytest.mark.parametrize("hari", [12, 9, 15])
def test_the_late_reports_of_p5_need_a_reopening_and_are_late_all_the_same(tahun: ServiceUnderTest, hari: int) -> None:
    client, alamat = klien(tahun, RINA), f"{API}/laporan/{laporan_id(tahun, 8)}"
    with clock.at(jam(2025, 9, 3)):
        isi(client, alamat)
    with clock.at(jam(2025, 9, 8 + hari)):
        terkunci = client.post(f"{alamat}/kirim", json={"alasan_terlambat": "tugas_luar"})
        assert (terkunci.status_code, terkunci.json["code"]) == (409, "report_locked")
        assert client.post(f"{alamat}/buka", json={"sampai": "2025-09-30", "alasan": "Saya minta dibuka."}).status_code == 403
        buka = klien(tahun, ADMIN).post(f"{alamat}/buka", json={"sampai": "2025-09-30", "alasan": "Tugas luar daerah."})
        assert buka.status_code == 200, buka.json
        jawab = client.post(f"{alamat}/kirim", json={"alasan_terlambat": "tugas_luar"})
    assert (jawab.status_code, jawab.json["hari_terlambat"]) == (200, hari)


def test_late_without_a_reason_is_refused(tahun: ServiceUnderTest) -> None:
    client, alamat = klien(tahun, RINA), f"{API}/laporan/{laporan_id(tahun, 8)}"
    with clock.at(jam(2025, 9, 10)):
        isi(client, alamat)
        jawab = client.post(f"{alamat}/kirim", json={})
        assert (jawab.status_code, list(jawab.json["errors"])) == (422, ["alasan_terlambat"])
        assert client.get(alamat).json["status"] == "draf"


def test_an_excuse_is_shown_beside_the_lateness(tahun: ServiceUnderTest) -> None:
    client, alamat = kirim_terlambat(tahun, 8, 3)
    assert client.post(f"{alamat}/maafkan", json={"dimaafkan": True}).status_code == 403
    maaf = klien(tahun, AGUS).post(f"{alamat}/maafkan", json={"dimaafkan": True, "catatan": "Surat dokter ada."})
    assert (maaf.json["dimaafkan"], maaf.json["terlambat"], maaf.json["hari_terlambat"]) == (True, True, 3)
    assert tahun.published(Laporan)[-1].dimaafkan


# ---- evidence


def unggah(client: FlaskClient, alamat: str, nama: str, isi_berkas: bytes, **form: str) -> Any:
    bagian = [f'--batas\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in form.items()]
    kepala = f'--batas\r\nContent-Disposition: form-data; name="berkas"; filename="{nama}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode()
    isi_kiriman = b"".join([*bagian, kepala, isi_berkas, b"\r\n--batas--\r\n"])
    return client.post(f"{alamat}/bukti", data=isi_kiriman, content_type="multipart/form-data; boundary=batas")


def berkas_tersimpan() -> set[Path]:
    from ..conftest import BERKAS

    return {p for p in BERKAS.rglob("*") if p.is_file()}


def test_a_pdf_is_taken_and_comes_back_with_safe_headers(tahun: ServiceUnderTest) -> None:
    client, alamat = klien(tahun, RINA), f"{API}/laporan/{laporan_id(tahun, 1)}"
    with clock.at(jam(2025, 2, 3)):
        jawab = unggah(client, alamat, "Survei kepuasan – TW I.pdf", mothers.PDF, indikator_id=str(mothers.KEPUASAN.id))
        assert (jawab.status_code, jawab.json["jenis"], jawab.json["ukuran"]) == (201, "application/pdf", len(mothers.PDF))
        dibaca = klien(tahun, AGUS).get(f"{API}/bukti/{jawab.json['id']}/isi")
    assert (dibaca.data, dibaca.mimetype) == (mothers.PDF, "application/pdf")
    assert dibaca.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in dibaca.headers["Content-Security-Policy"]
    assert dibaca.headers["Content-Disposition"].startswith("inline")
    assert "filename*=UTF-8''Survei%20kepuasan%20%E2%80%93%20TW%20I.pdf" in dibaca.headers["Content-Disposition"]
    assert tahun.published(Laporan)[-1].bukti[0].indikator_id == mothers.KEPUASAN.id
    dibaca.close()


def test_office_files_are_only_downloads_in_a_sandbox(tahun: ServiceUnderTest) -> None:
    client, alamat = klien(tahun, RINA), f"{API}/laporan/{laporan_id(tahun, 1)}"
    with clock.at(jam(2025, 2, 3)):
        baru = unggah(client, alamat, "rekap.xlsx", mothers.xlsx()).json["id"]
    dibaca = client.get(f"{API}/bukti/{baru}/isi")
    assert dibaca.headers["Content-Disposition"].startswith("attachment")
    assert dibaca.headers["Content-Security-Policy"].startswith("sandbox")
    dibaca.close()


def test_huge_and_disguised_files_are_refused_and_nothing_is_stored(tahun: ServiceUnderTest) -> None:
    client, alamat = klien(tahun, RINA), f"{API}/laporan/{laporan_id(tahun, 1)}"
    sebelum = berkas_tersimpan()
    with clock.at(jam(2025, 2, 3)):
        assert unggah(client, alamat, "besar.pdf", mothers.PDF + b"\x00" * (50 * 1024 * 1024)).status_code == 413
        assert unggah(client, alamat, "besar.pdf", mothers.PDF + b"\x00" * (10 * 1024 * 1024)).status_code == 413
        palsu = unggah(client, alamat, "laporan.pdf", b"MZ\x90\x00 program")
        assert (palsu.status_code, palsu.json["code"]) == (422, "file_disguised")
        assert palsu.json["detail"] == "laporan.pdf isinya bukan PDF. Simpan ulang sebagai PDF lalu unggah lagi."
        assert client.post(f"{alamat}/bukti", data={}, content_type="multipart/form-data").status_code == 422
        assert unggah(client, alamat, "a.pdf", mothers.PDF, indikator_id=str(uuid4())).status_code == 422
        assert client.get(alamat).json["bukti"] == []
    assert berkas_tersimpan() == sebelum
    assert tahun.connection.execute(sa.text("SELECT count(*) FROM bukti")).scalar() == 0


def test_evidence_may_be_taken_out_again_until_the_report_is_sent(tahun: ServiceUnderTest) -> None:
    client, alamat = klien(tahun, RINA), f"{API}/laporan/{laporan_id(tahun, 1)}"
    with clock.at(jam(2025, 2, 3)):
        satu, dua = (unggah(client, alamat, nama, mothers.PNG).json["id"] for nama in ("a.png", "b.png"))
        assert klien(tahun, AGUS).delete(f"{alamat}/bukti/{satu}").status_code == 403
        assert client.delete(f"{alamat}/bukti/{satu}").status_code == 204
        isi(client, alamat)
        client.post(f"{alamat}/kirim", json={})
        assert client.delete(f"{alamat}/bukti/{dua}").status_code == 409
        assert unggah(client, alamat, "c.png", mothers.PNG).status_code == 409
        assert [b["nama"] for b in client.get(alamat).json["bukti"]] == ["b.png"]


def test_cleaning_removes_only_what_no_report_needs(tahun: ServiceUnderTest) -> None:
    from capaian.adapters.penyimpanan import PenyimpananLokal
    from capaian.adapters.unit_of_work import UnitOfWork
    from capaian.application.use_cases import bersihkan_berkas

    from ..conftest import BERKAS

    client, alamat = klien(tahun, RINA), f"{API}/laporan/{laporan_id(tahun, 1)}"
    with clock.at(jam(2025, 2, 3)):
        tetap = unggah(client, alamat, "a.jpg", mothers.JPG).json
        lepas = unggah(client, alamat, "b.pdf", mothers.PDF + b"lepas").json
        client.delete(f"{alamat}/bukti/{lepas['id']}")
    with tahun.open_unit() as uow:
        assert isinstance(uow, UnitOfWork)
        assert bersihkan_berkas(uow, PenyimpananLokal(BERKAS)) == 0
        bersihkan_berkas(uow, PenyimpananLokal(BERKAS), lebih_tua_detik=-5)
    nama = {p.name for p in berkas_tersimpan()}
    assert tetap["sha256"] in nama
    assert lepas["sha256"] not in nama


# ---- access


def test_who_may_read_what(tahun: ServiceUnderTest) -> None:
    rina, alamat = klien(tahun, RINA), f"{API}/laporan/{laporan_id(tahun, 1)}"
    with clock.at(jam(2025, 2, 3)):
        isi(rina, alamat)
        bukti = unggah(rina, alamat, "a.pdf", mothers.PDF).json["id"]
    for orang in (AGUS, BAMBANG):
        assert len(klien(tahun, orang).get(alamat).json["realisasi"]) == 5
    admin = klien(tahun, ADMIN).get(alamat).json
    assert (admin["realisasi"], admin["bukti"], admin["jumlah_terisi"], admin["jumlah_bukti"]) == (None, None, 5, 1)
    asing = svc_asing(tahun)
    for client in (klien(tahun, DIMAS), asing):
        assert client.get(alamat).status_code == 404
        assert client.post(f"{alamat}/terima").status_code == 404
        assert client.get(f"{API}/bukti/{bukti}/isi").status_code == 404
    assert [klien(tahun, orang).get(f"{API}/bukti/{bukti}/isi").status_code for orang in (BAMBANG, ADMIN)] == [403, 404]
    assert tahun.client(None).get(alamat).status_code == 401
    assert rina.get(f"{API}/laporan/{uuid4()}").status_code == 404


def svc_asing(svc: ServiceUnderTest) -> FlaskClient:
    """Another instansi's person who happens to have P4's id, and is admin there."""
    return svc.client(svc.identity(pegawai_id=RINA, instansi_id=uuid4(), peran={"admin_instansi"}))


def test_lists_hold_what_the_caller_may_see(tahun: ServiceUnderTest) -> None:
    def banyak(client: FlaskClient, milik: str) -> int:
        return len(client.get(f"{API}/laporan?tahun=2025&milik={milik}").json["data"])

    assert [banyak(klien(tahun, RINA), m) for m in ("saya", "tim")] == [12, 0]
    assert [banyak(klien(tahun, AGUS), m) for m in ("saya", "tim")] == [0, 12]
    assert banyak(klien(tahun, BAMBANG), "tim") == 12
    assert banyak(klien(tahun, ADMIN), "instansi") == 12
    assert "realisasi" not in klien(tahun, ADMIN).get(f"{API}/laporan?tahun=2025&milik=instansi").json["data"][0]
    assert klien(tahun, AGUS).get(f"{API}/laporan?tahun=2025&milik=instansi").status_code == 403
    assert klien(tahun, AGUS).get(f"{API}/laporan?tahun=2025&milik=semua").status_code == 422
    assert banyak(svc_asing(tahun), "instansi") == 0


def test_the_list_needs_a_year(tahun: ServiceUnderTest) -> None:
    assert klien(tahun, RINA).get(f"{API}/laporan").status_code == 422


def test_actions_say_why_not(tahun: ServiceUnderTest) -> None:
    with clock.at(jam(2025, 1, 15)):
        aksi = klien(tahun, RINA).get(f"{API}/laporan/{laporan_id(tahun, 1)}").json["aksi"]
    assert aksi[0] == {"kode": "isi", "label": "Simpan isian", "boleh": True, "alasan": ""}
    assert aksi[1]["alasan"] == "Laporan dapat dikirim mulai hari terakhir periodenya, 31 Januari 2025."


def test_a_system_with_the_scope_reads_states_and_counts_but_no_content(tahun: ServiceUnderTest) -> None:
    eoffice = tahun.client(tahun.client_identity("capaian.baca", instansi_id=INSTANSI))
    rows = eoffice.get(f"{API}/laporan?tahun=2025&milik=instansi").json["data"]
    assert len(rows) == 12
    assert not {"realisasi", "bukti", "catatan_penilai"} & set(rows[0])
    assert eoffice.get(f"{API}/laporan/{rows[0]['id']}").status_code == 403
    assert eoffice.get(f"{API}/progres").status_code == 403
    assert tahun.client(tahun.client_identity("skp.baca", instansi_id=INSTANSI)).get(f"{API}/laporan?tahun=2025").status_code == 403
    assert tahun.client(tahun.client_identity("capaian.baca")).get(f"{API}/laporan?tahun=2025&milik=instansi").json["data"] == []


# ---- a revised SKP


JAM = jam(2025, 12, 3).isoformat()


def direvisi(**ganti: object) -> skp.Skp:
    """RHK 3 was stopped in mid-year, its weight went to RHK 4."""
    satu, dua, tiga, empat = RHK_RINA
    isi_ = (satu, dua, replace(empat, nomor=3, bobot=Decimal(50)))
    return mothers.skp_rina(rhk=isi_, dihentikan=(replace(tiga, bobot=None),), revisi=2, version=9, **ganti)


def test_realisasi_of_a_stopped_rhk_survives_revision_and_correction(tahun: ServiceUnderTest) -> None:
    rina, nama = klien(tahun, RINA), "Mengikuti pelatihan minimal 2 kali per tahun"
    rina.environ_base["HTTP_X_KINERJA_JAM"] = JAM
    alamat = f"/capaian/api/v1/laporan/{laporan_id(tahun, 11)}"
    isi(rina, alamat, **{nama: "2"})
    tahun.deliver(direvisi())
    sesudah = rina.get(alamat).json
    angka = {r["indikator_id"]: r["angka"] for r in sesudah["realisasi"]}
    assert angka[str(id_dari(nama))] == "2"
    baru = [{"indikator_id": str(id_dari("Jumlah inovasi diterapkan")), "angka": "1"}]
    jawab = rina.put(alamat, json={"realisasi": baru}, headers={"If-Match": f'"{sesudah["version"]}"'})
    assert jawab.status_code == 200, jawab.json
    assert {r["indikator_id"]: r["angka"] for r in jawab.json["realisasi"]}[str(id_dari(nama))] == "2"
    assert "dihentikan oleh revisi" in rina.get(f"/capaian/laporan/{laporan_id(tahun, 11)}").text


def test_report_without_the_stopped_rhk_is_complete_and_does_not_take_it(tahun: ServiceUnderTest) -> None:
    tahun.deliver(direvisi())
    rina = klien(tahun, RINA)
    rina.environ_base["HTTP_X_KINERJA_JAM"] = JAM
    alamat = f"/capaian/api/v1/laporan/{laporan_id(tahun, 11)}"
    version = rina.get(alamat).json["version"]
    penuh = isian()["realisasi"]
    henti = str(id_dari("Mengikuti pelatihan minimal 2 kali per tahun"))
    jawab = rina.put(alamat, json={"realisasi": penuh}, headers={"If-Match": f'"{version}"'})
    assert (jawab.status_code, list(jawab.json["errors"])) == (422, ["realisasi.3.indikator_id"])
    jawab = rina.put(alamat, json={"realisasi": [r for r in penuh if r["indikator_id"] != henti]}, headers={"If-Match": f'"{version}"'})
    assert jawab.status_code == 200
    assert "belum diisi" not in str(jawab.json["aksi"])


def test_reports_go_on_while_a_revision_is_written(tahun: ServiceUnderTest) -> None:
    tahun.deliver(mothers.skp_rina(status="revisi", tahap_revisi="disusun", version=8))
    rina = klien(tahun, RINA)
    rina.environ_base["HTTP_X_KINERJA_JAM"] = JAM
    isi(rina, f"/capaian/api/v1/laporan/{laporan_id(tahun, 11)}")
