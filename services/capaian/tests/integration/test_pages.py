"""The pages in plain HTML: forms without a script, what each reader sees, weight and number of statements."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared import clock
from shared.contracts import auth
from shared.contracts.skp import Rhk
from shared.testing.service import BrowserClient, ServiceUnderTest

from .. import mothers
from ..mothers import ADMIN, AGUS, BAMBANG, DIMAS, INSTANSI, NAMA, RHK_RINA, RINA, id_dari, jam

MAX_HTML, MAX_QUERIES = 60 * 1024, 10


@pytest.fixture
def tahun(svc: ServiceUnderTest) -> ServiceUnderTest:
    svc.deliver(
        mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), *(mothers.periode_laporan(n) for n in range(1, 13)), mothers.skp_rina()
    )
    return svc


def peramban(svc: ServiceUnderTest, pegawai_id: UUID) -> BrowserClient:
    peran = {"admin_instansi"} if pegawai_id == ADMIN else set()
    return svc.browser(svc.identity(pegawai_id=pegawai_id, instansi_id=INSTANSI, nama=NAMA[pegawai_id], peran=peran))


def alamat_laporan(svc: ServiceUnderTest, nomor: int) -> str:
    return f"/capaian/laporan/{svc.connection.execute(sa.text('SELECT id FROM laporan WHERE nomor = :n'), {'n': nomor}).scalar_one()}"


def isian(svc: ServiceUnderTest, nomor: int, angka: str = "1", **ganti: str) -> dict[str, Any]:
    version = svc.connection.execute(sa.text("SELECT version FROM laporan WHERE nomor = :n"), {"n": nomor}).scalar_one()
    return {"version": str(version), **{f"angka-{i.hex[-8:]}": angka for i in mothers.indikator_rina()}, **ganti}


def buka(svc: ServiceUnderTest, client: BrowserClient, alamat: str) -> str:
    """A page that opens well: status, weight, statements, nothing inline."""
    with svc.queries() as q:
        jawab = client.get(alamat)
    html = jawab.get_data(as_text=True)
    assert jawab.status_code == 200, html
    assert q.count <= MAX_QUERIES
    assert len(html.encode()) <= MAX_HTML
    assert " style=" not in html
    assert " on" + "click=" not in html
    return html


def kirim_november(svc: ServiceUnderTest, hari: int = 2, **ganti: str) -> str:
    alamat = alamat_laporan(svc, 11)
    with clock.at(jam(2025, 12, hari)):
        jawab = peramban(svc, RINA).post_form(alamat, isian(svc, 11, aksi="kirim", **ganti))
    assert jawab.status_code == 303, jawab.get_data(as_text=True)
    return alamat


def test_a_day_is_logged_with_a_plain_form(tahun: ServiceUnderTest) -> None:
    client = peramban(tahun, RINA)
    isi = {
        "tanggal": "2025-11-13",
        "rhk_id": str(RHK_RINA[1].id),
        "uraian": "Layanan keliling, 37 warga dilayani.",
        "lokasi_kerja": "dinas_luar",
    }
    isi |= {"kuantitas": "1.234,5", "satuan": "lokasi", "mulai": "08:30", "selesai": "14:30"}
    with clock.at(jam(2025, 11, 13)):
        assert "Belum ada catatan" in buka(tahun, client, "/capaian/")
        jawab = client.post_form("/capaian/", isi)
        assert (jawab.status_code, jawab.location) == (303, "/capaian/?tanggal=2025-11-13")
        html = buka(tahun, client, "/capaian/?tanggal=2025-11-13")
    assert "Layanan keliling, 37 warga dilayani." in html
    assert "1.234,5 lokasi" in html
    assert "k-h-tepat" in html


def test_what_was_typed_survives_a_refusal(tahun: ServiceUnderTest) -> None:
    client = peramban(tahun, RINA)
    with clock.at(jam(2025, 11, 13)):
        jawab = client.post_form(
            "/capaian/", {"tanggal": "2025-11-13", "rhk_id": "luar", "uraian": "pendek", "lokasi_kerja": "wfa", "kuantitas": "1.5"}
        )
    html = jawab.get_data(as_text=True)
    assert jawab.status_code == 422
    assert "Tulis pecahan dengan koma: 1,5." in html
    assert ">\npendek</textarea>" in html
    assert 'value="1.5"' in html


def test_a_character_that_no_text_holds_is_left_out(tahun: ServiceUnderTest) -> None:
    client = peramban(tahun, RINA)
    isi = {"tanggal": "2025-11-13", "rhk_id": str(RHK_RINA[1].id), "uraian": "Layanan\x00 keliling.", "lokasi_kerja": "wfo"}
    with clock.at(jam(2025, 11, 13)):
        assert client.post_form("/capaian/", isi).status_code == 303
        assert "Layanan keliling." in buka(tahun, client, "/capaian/")


def test_an_entry_is_changed_copied_and_removed_on_the_page(tahun: ServiceUnderTest) -> None:
    client = peramban(tahun, RINA)
    isi = {
        "tanggal": "2025-11-12",
        "rhk_id": "luar",
        "di_luar_skp": "Perintah kepala dinas",
        "uraian": "Mendampingi tamu dari provinsi.",
        "lokasi_kerja": "wfo",
    }
    with clock.at(jam(2025, 11, 12)):
        client.post_form("/capaian/", isi)
        satu = tahun.connection.execute(sa.text("SELECT id FROM progres_harian")).scalar()
        assert "Simpan perubahan" in buka(tahun, client, f"/capaian/?ubah={satu}")
        ubah = client.post_form(
            f"/capaian/progres/{satu}", isi | {"uraian": "Mendampingi tamu dari kota.", "version": "1"}, page="/capaian/"
        )
        assert ubah.status_code == 303
    with clock.at(jam(2025, 11, 13)):
        html = buka(tahun, client, f"/capaian/?salin={satu}")
        assert "Mendampingi tamu dari kota.</textarea>" in html
        assert client.post_form(f"/capaian/progres/{satu}/hapus", {}, page="/capaian/").status_code == 303
    assert tahun.connection.execute(sa.text("SELECT count(*) FROM progres_harian")).scalar() == 0


def test_without_an_skp_the_page_says_where_to_begin(svc: ServiceUnderTest) -> None:
    svc.deliver(mothers.instansi())
    html = buka(svc, peramban(svc, DIMAS), "/capaian/")
    assert "Belum ada SKP yang disetujui" in html
    assert "Belum ada laporan" in buka(svc, peramban(svc, DIMAS), "/capaian/laporan")
    assert "Anda belum menilai siapa pun" in buka(svc, peramban(svc, DIMAS), "/capaian/tim")


def test_a_report_is_filled_evidenced_and_sent_in_one_form(tahun: ServiceUnderTest) -> None:
    client, alamat = peramban(tahun, RINA), alamat_laporan(tahun, 11)
    with clock.at(jam(2025, 12, 2)):
        assert "Giliran Anda mengirim" in buka(tahun, client, "/capaian/laporan")
        assert "Giliran Anda mengirim laporan ini" in buka(tahun, client, alamat)
        berkas = (io.BytesIO(mothers.PDF), "Laporan November.pdf")
        unggah = client.post_form(alamat, isian(tahun, 11, aksi="unggah") | {"berkas": berkas}, content_type="multipart/form-data")
        assert unggah.status_code == 303
        html = buka(tahun, client, alamat)
        assert "Laporan November.pdf" in html
        assert "5 indikator" not in html
        kirim = client.post_form(alamat, isian(tahun, 11, aksi="kirim"))
        assert kirim.status_code == 303
        html = buka(tahun, client, alamat)
    assert "Menunggu Agus Prasetyo" in html
    assert "Tepat waktu" in html
    assert "<form id=" not in html


def test_a_disguised_file_keeps_the_page_and_stores_nothing(tahun: ServiceUnderTest) -> None:
    client, alamat = peramban(tahun, RINA), alamat_laporan(tahun, 11)
    with clock.at(jam(2025, 12, 2)):
        data = isian(tahun, 11, "7", aksi="unggah") | {"berkas": (io.BytesIO(b"MZ program"), "laporan.pdf")}
        jawab = client.post_form(alamat, data, content_type="multipart/form-data")
    html = jawab.get_data(as_text=True)
    assert jawab.status_code == 422
    assert "laporan.pdf isinya bukan PDF. Simpan ulang sebagai PDF lalu unggah lagi." in html
    assert 'value="7"' in html
    assert tahun.connection.execute(sa.text("SELECT realisasi FROM laporan WHERE nomor = 11")).scalar() == []


def test_wrong_figures_are_told_at_their_field(tahun: ServiceUnderTest) -> None:
    client, alamat = peramban(tahun, RINA), alamat_laporan(tahun, 11)
    kunci = mothers.LAPORAN_BULANAN.id.hex[-8:]
    with clock.at(jam(2025, 12, 2)):
        for angka in ("-1", "dua"):
            html = client.post_form(alamat, isian(tahun, 11, aksi="simpan") | {f"angka-{kunci}": angka}).get_data(as_text=True)
            assert f'id="e-f-angka-{kunci}"' in html
            assert f'value="{angka}"' in html


def test_late_sending_asks_for_its_reason_first(tahun: ServiceUnderTest) -> None:
    client, alamat = peramban(tahun, RINA), alamat_laporan(tahun, 11)
    with clock.at(jam(2025, 12, 11)):
        assert "tercatat terlambat 3 hari" in buka(tahun, client, alamat)
        tanpa = client.post_form(alamat, isian(tahun, 11, aksi="kirim"))
        assert tanpa.status_code == 422
        assert "Pilih alasannya" in tanpa.get_data(as_text=True)
    kirim_november(tahun, 11, alasan_terlambat="sakit")
    assert "Terlambat 3 hari" in buka(tahun, client, alamat)


def test_a_stale_page_does_not_overwrite(tahun: ServiceUnderTest) -> None:
    client, alamat = peramban(tahun, RINA), alamat_laporan(tahun, 11)
    with clock.at(jam(2025, 12, 2)):
        assert client.post_form(alamat, isian(tahun, 11, aksi="simpan")).status_code == 303
        assert client.post_form(alamat, isian(tahun, 11, "9", aksi="simpan") | {"version": "1"}).status_code == 412


def test_the_evaluator_accepts_returns_and_excuses(tahun: ServiceUnderTest) -> None:
    alamat = kirim_november(tahun, 11, alasan_terlambat="sakit")
    agus = peramban(tahun, AGUS)
    with clock.at(jam(2025, 12, 12)):
        assert "Satu laporan menunggu Anda" in buka(tahun, agus, "/capaian/tim?tahun=2025")
        html = buka(tahun, agus, alamat)
        assert "Giliran Anda memeriksa" in html
        assert "Maafkan keterlambatan" in html
        pendek = agus.post_form(f"{alamat}/kembalikan", {"alasan": "ulang", "version": "3"}, page=alamat)
        assert (pendek.status_code, "paling sedikit 10 karakter" in pendek.get_data(as_text=True)) == (422, True)
        maaf = agus.post_form(f"{alamat}/maafkan", {"dimaafkan": "ya", "catatan": "Surat dokter ada.", "version": "3"}, page=alamat)
        assert maaf.status_code == 303
        kembali = agus.post_form(f"{alamat}/kembalikan", {"alasan": "Lengkapi buktinya ya.", "version": "4"}, page=alamat)
        assert (kembali.status_code, kembali.location) == (303, "/capaian/tim")
        assert "Dikembalikan penilai" in buka(tahun, peramban(tahun, RINA), alamat)
    kirim_november(tahun, 13)
    with clock.at(jam(2025, 12, 14)):
        terima = agus.post_form(f"{alamat}/terima", {"version": "7"}, page=alamat)
        assert terima.status_code == 303
    html = buka(tahun, agus, alamat)
    assert "Terlambat 3 hari, dimaafkan" in html
    assert "Selesai, tidak ada yang ditunggu" in html


def test_several_reports_are_accepted_at_once(tahun: ServiceUnderTest) -> None:
    alamat = kirim_november(tahun)
    belum = alamat_laporan(tahun, 12)
    agus = peramban(tahun, AGUS)
    with clock.at(jam(2025, 12, 3)):
        assert agus.post_form("/capaian/tim/terima", {}, page="/capaian/tim").status_code == 422
        jawab = agus.post_form("/capaian/tim/terima", {"laporan": [alamat.rsplit("/", 1)[1], belum.rsplit("/", 1)[1]]}, page="/capaian/tim")
        assert jawab.status_code == 303
        html = buka(tahun, agus, "/capaian/tim")
        assert "Satu laporan diterima." in html
        assert "Tidak diterima: Laporan ini berstatus draf." in html
        assert "Desember 2025" in buka(tahun, agus, "/capaian/tim?tampil=semua&tahun=2025")


def test_the_admin_sees_counts_and_reopens(tahun: ServiceUnderTest) -> None:
    admin, alamat = peramban(tahun, ADMIN), alamat_laporan(tahun, 11)
    with clock.at(jam(2025, 12, 20)):
        assert "Terkunci 15 Desember" in buka(tahun, admin, "/capaian/laporan?milik=instansi&tahun=2025")
        html = buka(tahun, admin, alamat)
        assert "Hitungan" in html
        assert "Kepuasan masyarakat" not in html
        salah = admin.post_form(f"{alamat}/buka", {"sampai": "2026-12-31", "alasan": "Rawat inap.", "version": "1"}, page=alamat)
        assert salah.status_code == 422
        benar = admin.post_form(f"{alamat}/buka", {"sampai": "2025-12-26", "alasan": "Rawat inap.", "version": "1"}, page=alamat)
        assert benar.status_code == 303
        assert "Giliran Anda mengirim" in buka(tahun, peramban(tahun, RINA), alamat)


def test_the_superior_of_the_evaluator_reads_but_does_not_judge(tahun: ServiceUnderTest) -> None:
    alamat = kirim_november(tahun)
    html = buka(tahun, peramban(tahun, BAMBANG), alamat)
    assert "Kepuasan masyarakat" in html
    assert "Terima laporan" not in html


def test_strangers_get_nothing(tahun: ServiceUnderTest) -> None:
    alamat = alamat_laporan(tahun, 11)
    assert peramban(tahun, DIMAS).get(alamat).status_code == 404
    assert tahun.client(None).get(alamat).status_code in (302, 307)


def test_a_form_without_its_token_is_refused(tahun: ServiceUnderTest) -> None:
    assert peramban(tahun, RINA).post("/capaian/", data={"uraian": "x"}).status_code == 400


def test_evidence_opens_in_its_page_and_in_a_panel(tahun: ServiceUnderTest) -> None:
    client, alamat = peramban(tahun, RINA), alamat_laporan(tahun, 11)
    with clock.at(jam(2025, 12, 2)):
        for nama, isi_berkas in (("a.pdf", mothers.PDF), ("b.png", mothers.PNG), ("c.docx", mothers.docx())):
            data = isian(tahun, 11, aksi="unggah") | {"berkas": (io.BytesIO(isi_berkas), nama)}
            assert client.post_form(alamat, data, content_type="multipart/form-data").status_code == 303
    ids = tahun.connection.execute(sa.text("SELECT id FROM bukti ORDER BY id")).scalars().all()
    halaman = [buka(tahun, client, f"/capaian/bukti/{i}") for i in ids]
    assert "<iframe" in halaman[0]
    assert "<img" in halaman[1]
    assert "<iframe" not in halaman[2]
    assert "k-nav" not in buka(tahun, client, f"/capaian/bukti/{ids[0]}?panel=1")
    assert peramban(tahun, BAMBANG).get(f"/capaian/bukti/{ids[0]}").status_code == 403


def test_the_largest_skp_stays_light(svc: ServiceUnderTest) -> None:
    """Eight RHK with three indikator each, all filled, and a full month of entries."""

    def rhk(n: int) -> Rhk:
        daftar = tuple(
            replace(mothers.PROGRAM, id=id_dari(f"ind-{n}-{m}"), teks=f"Persentase layanan nomor {m} yang selesai tepat waktu")
            for m in range(3)
        )
        return replace(
            RHK_RINA[0],
            id=id_dari(f"rhk-{n}"),
            nomor=n,
            teks=f"Meningkatnya mutu layanan publik bidang {n}",
            bobot=Decimal("12.5"),
            indikator=daftar,
        )

    besar = mothers.skp_rina(rhk=tuple(rhk(n) for n in range(1, 9)))
    svc.deliver(mothers.instansi(), *(mothers.pegawai(p) for p in NAMA), mothers.periode_laporan(11), besar)
    client, alamat = peramban(svc, RINA), alamat_laporan(svc, 11)
    for hari in range(3, 29):
        with clock.at(jam(2025, 11, hari)):
            isi = {
                "tanggal": f"2025-11-{hari:02}",
                "rhk_id": str(id_dari("rhk-1")),
                "uraian": "Memeriksa berkas layanan dan menyusun rekapnya.",
                "lokasi_kerja": "wfo",
            }
            assert client.post_form("/capaian/", isi).status_code == 303
    with clock.at(jam(2025, 12, 1)):
        kunci = [i.id.hex[-8:] for r in besar.rhk for i in r.indikator]
        isi = {
            "version": "1",
            "aksi": "simpan",
            **{f"angka-{k}": "1" for k in kunci},
            **{f"teks-{k}": "Satu program selesai sesuai jadwal." for k in kunci},
        }
        assert client.post_form(alamat, isi).status_code == 303
        buka(svc, client, alamat)
        buka(svc, client, "/capaian/?tanggal=2025-11-28")


def test_week_and_month_lead_to_their_days_and_stay_light(tahun: ServiceUnderTest) -> None:
    """A month with twelve long entries on each working day of it."""
    client, api = peramban(tahun, RINA), tahun.client(tahun.identity(pegawai_id=RINA, instansi_id=INSTANSI, nama=NAMA[RINA]))
    panjang = "Memeriksa kelengkapan data pokok bersama operator sekolah. " * 16
    for hari in range(3, 29):
        for n in range(12):
            isi = {"tanggal": f"2025-11-{hari:02}", "rhk_id": str(RHK_RINA[1].id), "uraian": f"{n} {panjang}", "lokasi_kerja": "wfo"}
            with clock.at(jam(2025, 11, hari)):
                assert api.post("/capaian/api/v1/progres", json=isi | {"mulai": "08:00", "selesai": "08:30"}).status_code == 201
    with clock.at(jam(2025, 11, 28, 16)):
        bulan = buka(tahun, client, "/capaian/bulan?tanggal=2025-11-20")
        minggu = buka(tahun, client, "/capaian/minggu?tanggal=2025-11-20")
        hari_ini = buka(tahun, client, "/capaian/bulan?tanggal=2027-01-01")
    assert "12 catatan, 0 bukti, 6 jam" in bulan
    assert 'href="/capaian/?tanggal=2025-11-03"' in bulan
    assert "Buka semua 12 catatan" in minggu
    assert "Catatan 17 Nov sampai 23 Nov 2025" in minggu
    assert "Catatan November 2025" in hari_ini, "a day that has not come is answered with today's month"


def test_yesterday_is_copied_by_one_tap(tahun: ServiceUnderTest) -> None:
    client = peramban(tahun, RINA)
    isi = {
        "tanggal": "2025-11-12",
        "rhk_id": str(RHK_RINA[0].id),
        "uraian": "Memeriksa data sekolah.",
        "lokasi_kerja": "wfa",
        "kuantitas": "7",
    }
    with clock.at(jam(2025, 11, 12)):
        client.post_form("/capaian/", isi)
    with clock.at(jam(2025, 11, 13)):
        html = buka(tahun, client, "/capaian/")
        tautan = re.search(r'href="(\?tanggal=2025-11-13&amp;salin=[^"#]+)[^>]*>(?:(?!</a>).)*Salin kemarin: ', html, re.DOTALL)
        assert tautan is not None
        salinan = buka(tahun, client, f"/capaian/{tautan[1].replace('&amp;', '&')}")
    assert "Memeriksa data sekolah.</textarea>" in salinan
    assert 'value="7"' in salinan


def test_days_that_cannot_be_written_say_why(tahun: ServiceUnderTest) -> None:
    client = peramban(tahun, RINA)
    isi = {"rhk_id": str(RHK_RINA[0].id), "uraian": "Memeriksa data sekolah.", "lokasi_kerja": "wfo"}
    sebab = {
        "2025-11-14": (422, "Tanggalnya belum tiba."),
        "2024-12-31": (409, "SKP Anda baru berlaku mulai 1 Januari 2025."),
        "2025-10-01": (409, "Hari itu sudah terkunci"),
        "31-02-2025": (422, "Tulis tanggalnya, misalnya 2026-01-31."),
    }
    with clock.at(jam(2025, 11, 13)):
        for hari, (status, kata) in sebab.items():
            jawab = client.post_form("/capaian/", isi | {"tanggal": hari})
            assert (jawab.status_code, kata in jawab.get_data(as_text=True)) == (status, True), hari
    assert tahun.connection.execute(sa.text("SELECT count(*) FROM progres_harian")).scalar() == 0


def test_a_day_of_leave_says_that_it_is_no_duty_and_is_never_late(tahun: ServiceUnderTest) -> None:
    cuti = auth.Keadaan(id_dari("cuti"), "cuti_tahunan", date(2025, 11, 12), date(2025, 11, 12))
    tahun.deliver(replace(mothers.pegawai(RINA), version=2, keadaan=(cuti,)))
    client = peramban(tahun, RINA)
    isi = {"rhk_id": str(RHK_RINA[0].id), "uraian": "Menjawab surat dari dinas.", "lokasi_kerja": "wfa", "tanggal": "2025-11-12"}
    with clock.at(jam(2025, 11, 13)):
        assert "Hari itu tidak wajib dicatat" in buka(tahun, client, "/capaian/?tanggal=2025-11-12")
        assert client.post_form("/capaian/", isi).status_code == 303
    assert tahun.connection.execute(sa.text("SELECT terlambat FROM progres_harian")).scalar() is False


def test_the_year_shows_the_pace_of_each_rhk_in_words(tahun: ServiceUnderTest) -> None:
    kirim_november(tahun)
    with clock.at(jam(2025, 12, 3)):
        tahunan = buka(tahun, peramban(tahun, RINA), "/capaian/laporan?tahun=2025")
        harian = buka(tahun, peramban(tahun, RINA), "/capaian/")
        semua = buka(tahun, peramban(tahun, ADMIN), "/capaian/laporan?tahun=2025&milik=instansi")
    for html in (tahunan, harian):
        assert "8,3% dari target, seharusnya 92,3% hari ini: tertinggal 84 poin" in html
        assert "RHK 1, Menyusun laporan kegiatan bulanan" in html
    assert "Laju tiap RHK" not in semua
