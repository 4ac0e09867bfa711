"""The organisation changes while the year runs: a Plh, a transfer and a leave show in every service, and are recorded."""

from __future__ import annotations

from typing import Any

import pytest
from tests.e2e.running import Caller, Running, eventually

pytestmark = pytest.mark.e2e

TAHUN = 2026
JANUARI, MARET, APRIL = (f"{TAHUN}-{bulan}T09:00:00+07:00" for bulan in ("01-12", "03-10", "04-02"))
AUTH = "/auth/api/v1"


def pegawai_id(stack: Running, kode: str) -> str:
    nip = stack.akun[kode]["nip"]
    return str(stack.caller("ADMIN").read(f"{AUTH}/pegawai", cari=nip)["data"][0]["id"])


def unor_id(stack: Running, nama: str) -> str:
    return next(str(u["id"]) for u in stack.caller("ADMIN").read(f"{AUTH}/unor")["data"] if u["nama"] == nama)


def rencana(stack: Running, kode: str) -> str:
    """The person's submitted plan of the year, like that of 2025; its path in the API."""
    assert stack.caller("ADMIN").at(JANUARI).post("/skp/api/v1/periode", {"tahun": TAHUN}).status_code in (200, 201)
    orang = stack.caller(kode).at(JANUARI)
    lama = max(orang.read("/skp/api/v1/skp", tahun=2025, milik="saya")["data"], key=lambda row: row["mulai"])
    isi = orang.read(f"/skp/api/v1/skp/{lama['id']}")
    dibuat = orang.post("/skp/api/v1/skp", {"tahun": TAHUN, "pendekatan": "kuantitatif", "tanggal": f"{TAHUN}-01-12"})
    assert dibuat.status_code == 201, dibuat.text
    skp = dibuat.json()
    kolom = ("aspek", "teks", "target_teks", "target", "satuan", "arah", "cara_hitung")
    rhk = [
        {
            **{nama: r[nama] for nama in ("jenis", "teks", "bobot")},
            "rhk_atasan_teks": "Rencana bidang",
            "indikator": [{nama: i[nama] for nama in kolom} for i in r["indikator"]],
        }
        for r in isi["rhk"]
        if r["jenis"] == "utama"
    ]
    alamat = f"/skp/api/v1/skp/{skp['id']}"
    ditulis = orang.put(alamat, {"rhk": rhk, "lampiran": isi["lampiran"]}, skp["version"])
    assert ditulis.status_code == 200, ditulis.text
    diajukan = orang.post(f"{alamat}/ajukan")
    assert diajukan.status_code == 200, diajukan.text
    return alamat


def halaman(orang: Caller, alamat: str) -> str:
    jawab = orang.get(alamat, headers={"Accept": "text/html"})
    return jawab.text if jawab.status_code == 200 else ""


@pytest.fixture(scope="module")
def plh(stack: Running) -> dict[str, Any]:
    """P3 stands in for P2, head of the Bidang, in the first three weeks of March."""
    isi = {
        "pegawai_id": pegawai_id(stack, "P3"), "unor_id": unor_id(stack, "Bidang Pembinaan SD"), "jenis": "plh", "dari": f"{TAHUN}-03-02",
        "sampai": f"{TAHUN}-03-20", "sk_nomor": "800/17/2026",
    }  # fmt: skip
    admin = stack.caller("ADMIN").at(f"{TAHUN}-02-27T09:00:00+07:00")
    jawab = admin.post(f"{AUTH}/pengganti", isi)
    assert jawab.status_code == 200, jawab.text
    assert "Rina Lestari, A.Md." in jawab.json()["dinilai"]
    ganda = admin.post(f"{AUTH}/pengganti", isi)
    assert (ganda.status_code, "sudah berlaku" in ganda.json()["detail"]) == (422, True)
    return dict(jawab.json()["pengganti"])


@pytest.fixture(scope="module")
def skp_p4(stack: Running, plh: dict[str, Any]) -> str:
    """P4's plan, agreed by the Plh in March."""
    assert plh["jenis"] == "plh"
    alamat = rencana(stack, "P4")
    p3 = stack.caller("P3")

    def disetujui() -> Any:
        jawab = p3.at(MARET).post(f"{alamat}/setujui", {"ekspektasi_khusus": {}})
        return jawab.json() if jawab.status_code == 200 else None

    assert p3.at(APRIL).post(f"{alamat}/setujui", {"ekspektasi_khusus": {}}).status_code == 404
    skp = eventually(disetujui, "the Plh agrees")
    assert (skp["status"], skp["disetujui_sebagai"], skp["penilai"]["nama"]) == ("disetujui", "plh", "Agus Prasetyo, M.Pd.")
    return alamat


def test_the_plh_sees_the_absent_heads_people_in_every_service_and_only_in_the_span(stack: Running, skp_p4: str) -> None:
    p3 = stack.caller("P3")
    assert any(r["sebagai"] == "plh" for r in p3.at(MARET).read("/skp/api/v1/antrian", tahun=TAHUN)["data"])
    eventually(lambda: "Rina Lestari" in halaman(p3.at(MARET), f"/capaian/tim?tahun={TAHUN}&tampil=semua"), "the Plh's team in capaian")
    eventually(
        lambda: [r for r in p3.at(MARET).read("/penilaian/api/v1/antrian", tahun=TAHUN)["data"] if "Rina Lestari" in r["nama"]],
        "the Plh's queue in penilaian",
    )
    eventually(lambda: "Rina Lestari" in halaman(p3.at(MARET), f"/laporan/tim?tahun={TAHUN}&lingkup=langsung"), "the Plh's team in laporan")
    assert "Plh" in halaman(p3.at(MARET), "/laporan/beranda")
    assert p3.at(APRIL).get(skp_p4).status_code == 404
    assert "Rina Lestari" not in halaman(p3.at(APRIL), f"/capaian/tim?tahun={TAHUN}&tampil=semua")
    assert not [r for r in p3.at(APRIL).read("/penilaian/api/v1/antrian", tahun=TAHUN)["data"] if "Rina Lestari" in r["nama"]]
    assert "Rina Lestari" not in halaman(p3.at(APRIL), f"/laporan/tim?tahun={TAHUN}&lingkup=langsung")


def test_a_leave_frees_from_reports_and_shows_beside_the_person(stack: Running, skp_p4: str) -> None:
    p4, p2 = stack.caller("P4"), stack.caller("P2")

    def laporan() -> Any:
        rows = p4.read("/capaian/api/v1/laporan", tahun=TAHUN, milik="saya")["data"]
        return {row["nomor"]: row for row in rows} if len(rows) == 12 else None

    eventually(laporan, "twelve drafts")
    isi = {"jenis": "cuti_melahirkan", "mulai": f"{TAHUN}-04-01", "selesai": f"{TAHUN}-06-30", "dasar": "SK 851/2026"}
    jawab = stack.caller("ADMIN").at(MARET).post(f"{AUTH}/pegawai/{pegawai_id(stack, 'P4')}/keadaan", isi)
    assert jawab.status_code == 200, jawab.text
    eventually(
        lambda: [r["bebas"] for r in (laporan() or {}).values() if r["nomor"] in (4, 5, 6)] == ["cuti_melahirkan"] * 3, "three free months"
    )
    mei = f"{TAHUN}-05-11T09:00:00+07:00"
    assert "Cuti melahirkan sampai" in halaman(p4.at(mei), "/capaian/")
    eventually(lambda: "Cuti melahirkan" in halaman(p2.at(mei), f"/laporan/tim?tahun={TAHUN}&lingkup=langsung"), "leave in laporan")
    eventually(
        lambda: [b for b in p2.at(mei).read("/skp/api/v1/antrian", tahun=TAHUN)["data"] if b["absen"] == "Cuti melahirkan"], "leave in skp"
    )
    baris = next(r for r in p2.read("/laporan/api/v1/tim", tahun=TAHUN)["data"] if "Rina Lestari" in r["nama"])
    assert baris["nama"] == "Rina Lestari, A.Md."
    assert stack.caller("P4").get(skp_p4).json()["selesai"] == f"{TAHUN}-12-31"


def test_a_transfer_in_mid_year_ends_the_plan_and_the_old_evaluator_keeps_that_segment(stack: Running) -> None:
    alamat = rencana(stack, "P5")
    p2, p3, p5 = (stack.caller(kode) for kode in ("P2", "P3", "P5"))
    setuju = p2.at(JANUARI).post(f"{alamat}/setujui", {"ekspektasi_khusus": {}})
    assert setuju.status_code == 200, setuju.text
    eventually(
        lambda: [r for r in p2.read("/penilaian/api/v1/antrian", tahun=TAHUN)["data"] if "Dimas" in r["nama"]], "the evaluation is open"
    )
    isi = {
        "unor_id": unor_id(stack, "UPT SDN Contoh 1"), "jabatan": "Analis SDM Aparatur Ahli Pertama", "jenis_jabatan": "jf_keahlian",
        "jenjang": "Ahli Pertama", "golongan": "III/b", "tmt": f"{TAHUN}-07-01", "dasar": "SK 821/2026",
    }  # fmt: skip
    admin = stack.caller("ADMIN").at(f"{TAHUN}-06-25T09:00:00+07:00")
    lihat = admin.post(f"{AUTH}/pegawai/{pegawai_id(stack, 'P5')}/mutasi", {**isi, "terapkan": False}).json()
    assert lihat["terdampak"][0]["penilai_baru"] == "Sri Wahyuni, M.Pd."
    juli = f"{TAHUN}-07-06T09:00:00+07:00"
    pindah = admin.at(juli).post(f"{AUTH}/pegawai/{pegawai_id(stack, 'P5')}/mutasi", isi)
    assert pindah.status_code == 200, pindah.text
    p5 = Caller(p5.url, p5.nip, p5.kata_sandi)  # a transfer takes back the tokens of the transferred person

    def dipendekkan() -> Any:
        skp = p5.read(alamat)
        return skp if skp["selesai"] == f"{TAHUN}-06-30" else None

    assert eventually(dipendekkan, "the plan ends with the post")["status"] == "disetujui"  # until its last day: the stack lives in January

    def masa_lalu() -> bool:
        lama = min(p5.read("/skp/api/v1/skp", tahun=2025, milik="saya")["data"], key=lambda row: row["mulai"])
        return (lama["selesai"], lama["status"]) == ("2025-07-31", "ditutup")

    eventually(masa_lalu, "the plan before the transfer of 2025 is closed by the worker, which looks each minute", 90)
    baru = p5.at(juli).post("/skp/api/v1/skp", {"tahun": TAHUN, "pendekatan": "kuantitatif", "tanggal": f"{TAHUN}-07-06"})
    assert (baru.status_code, baru.json()["mulai"], baru.json()["penilai"]["nama"]) == (201, f"{TAHUN}-07-01", "Sri Wahyuni, M.Pd.")
    assert p2.get(alamat).status_code == 200

    def sampai_juni() -> Any:
        rows = p5.read("/capaian/api/v1/laporan", tahun=TAHUN, milik="saya")["data"]
        return max(r["selesai"] for r in rows) == f"{TAHUN}-06-30"

    eventually(sampai_juni, "no reports beyond the transfer")
    eventually(
        lambda: [r for r in p2.read("/penilaian/api/v1/antrian", tahun=TAHUN)["data"] if "Dimas" in r["nama"]],
        "the ended segment stays with the evaluator of that time",
    )
    eventually(
        lambda: "Dimas Nugroho" in halaman(p3.at(juli), f"/laporan/tim?tahun={TAHUN}&lingkup=langsung"), "the new evaluator in laporan"
    )
    assert "Dimas Nugroho" not in halaman(p2.at(juli), f"/laporan/tim?tahun={TAHUN}&lingkup=langsung")
