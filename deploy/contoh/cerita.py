"""Lives through the sample year 2025 by the public API alone, printing each step and the resulting table.

    python cerita.py --url http://127.0.0.1:8080 --keluaran var/demo.json [--cli "python -m native cli {layanan}"] [--pelanggan kunci.json]

Needs an installation in the demo profile, for the clock of each request is set by a header that no other profile reads. The agency and
its first admin are made with auth's command line (``--cli``); everything else goes over HTTP. Running it again on a finished year only
prints the table. Ends with status 1 when a figure is not the one of the sample. With ``--pelanggan`` a subscriber is made before the first plan
is approved, and its credentials are written to that file, for pelanggan.py.
"""

from __future__ import annotations

import argparse
import json
import secrets
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import requests

sys.path.insert(0, str(Path(__file__).parent))
from tahun_2025 import NIP, RENCANA, Hasil, Rencana, Ukuran

WIB = timezone(timedelta(hours=7))
TAHUN = 2025
NILAI = ("BP", "AK", "KP", "HM", "LY", "AD", "KB")
NAMA = {
    "S0": "Drs. Hartono Wijaya", "P1": "Dr. Bambang Suryana", "P2": "Agus Prasetyo, M.Pd.", "P3": "Sri Wahyuni, M.Pd.", "P4": "Rina Lestari, A.Md.",
    "P5": "Dimas Nugroho, S.E.", "P9": "Ratna Dewi, M.Si.", "T1": "Budi Santoso, S.Pd.", "T2": "Maya Kurniasih, S.Pd.",
}  # fmt: skip
PERAN = {
    "S0": "atasan kepala dinas", "P1": "kepala dinas", "P2": "penilai", "P3": "penilai", "P4": "pegawai", "P5": "pegawai", "P9": "penilai", "T1": "pegawai",
    "T2": "pegawai",
}  # fmt: skip


class Refused(Exception):
    """The service said no; carries its problem document."""

    def __init__(self, response: requests.Response) -> None:
        try:
            self.problem: dict[str, Any] = response.json()
        except ValueError:
            self.problem = {"detail": response.text[:300]}
        super().__init__(f"{response.request.method} {response.request.path_url} -> {response.status_code}: {self.problem}")
        self.status = response.status_code


class Platform:
    """One installation, seen from outside."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.http = requests.Session()
        self.http.trust_env = False

    def call(self, method: str, path: str, *, headers: dict[str, str], **options: Any) -> requests.Response:
        """The answer; waits out a service that is away (503, 502), as any client should."""
        for attempt in range(40):
            try:
                response = self.http.request(method, self.url + path, headers=headers, timeout=30, **options)
            except requests.ConnectionError:
                if attempt == 39:
                    raise
                time.sleep(1)
                continue
            if response.status_code in (502, 503) and attempt < 39:
                time.sleep(1)
                continue
            break
        if response.status_code >= 400:
            raise Refused(response)
        return response


class Person:
    """Somebody who signs in; every call happens at the moment ``at``."""

    def __init__(self, platform: Platform, name: str, password: str) -> None:
        self.platform, self.name, self.password = platform, name, password
        self.at = datetime(TAHUN, 1, 2, 8, 0, tzinfo=WIB)
        self._token = ""
        self._since = 0.0

    def on(self, day: date | str, hour: int = 9, minute: int = 0) -> Person:
        day = date.fromisoformat(day) if isinstance(day, str) else day
        self.at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=WIB)
        return self

    def _headers(self) -> dict[str, str]:
        if time.monotonic() - self._since > 200:
            body = {"nip": self.name, "kata_sandi": self.password}
            self._token = self.platform.call("POST", "/auth/api/v1/token", json=body, headers={}).json()["access_token"]
            self._since = time.monotonic()
        return {"Authorization": f"Bearer {self._token}", "X-Kinerja-Jam": self.at.isoformat()}

    def choose_password(self) -> Person:
        """A password of one's own in place of the one that was handed out, which opens nothing but this."""
        own = "-".join("".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(4)) for _ in range(4))
        body = {"nip": self.name, "kata_sandi": self.password, "kata_sandi_baru": own}
        self.platform.call("POST", "/auth/api/v1/akun/kata-sandi", json=body, headers={})
        self.password = own
        return self

    def get(self, path: str, **params: Any) -> Any:
        return self.platform.call("GET", path, headers=self._headers(), params=params).json()

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        headers = {**self._headers(), "Idempotency-Key": secrets.token_hex(12)}
        if not options:
            options = {"json": {} if body is None else body}
        response = self.platform.call("POST", path, headers=headers, **options)
        return response.json() if response.content else {}

    def put(self, path: str, body: Any, version: int | None = None) -> Any:
        headers = self._headers() | ({"If-Match": f'"{version}"'} if version is not None else {})
        return self.platform.call("PUT", path, headers=headers, json=body).json()


def eventually(what: str, attempt: Callable[[], Any]) -> Any:
    """Repeat until the events have arrived: the result of ``attempt`` once it is true and not refused."""
    kesabaran = Story.kesabaran
    deadline = time.monotonic() + kesabaran
    last: Exception | None = None
    while time.monotonic() < deadline:
        try:
            if result := attempt():
                return result
        except Refused as refusal:
            last = refusal
        time.sleep(0.1)
    raise SystemExit(f"cerita: {what} tidak terjadi dalam {kesabaran:.0f} detik ({last})")


def step(number: str, text: str) -> None:
    print(f"  {number:>5}  {text}", flush=True)


def pdf(title: str) -> bytes:
    """A one-page PDF, made by hand so that the sample needs no library."""
    stream = f"BT /F1 18 Tf 72 760 Td ({title.replace('(', '[').replace(')', ']')}) Tj ET".encode("latin-1", "replace")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for index, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (index, part)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return bytes(out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)


class Story:
    """The year, step by step. ``people`` are signed in once the admin has given them their first passwords."""

    kesabaran = 30.0  # seconds to wait for an event

    def __init__(self, platform: Platform, cli: str) -> None:
        self.platform = platform
        self.cli = cli
        self.people: dict[str, Person] = {}
        self.skp: dict[int, dict[str, Any]] = {}
        self.admin: Person
        self.admin_name = "admin.contoh"

    def subscriber(self, file: Path) -> None:
        """Another platform that hears what becomes of SKP and evaluations: its credentials are shown this once."""
        said = self.command(
            "pelanggan", "tambah", "--nama", "simpeg-contoh", "--instansi", "7699", "--jenis", "skp.disetujui.v1,penilaian.ditetapkan.v1",
            "--tujuan", "Riwayat kinerja di sistem kepegawaian kota", "--dasar-hukum", "Perjanjian berbagi pakai data 7699/2025", "--json",
        )  # fmt: skip
        file.touch(0o600)
        file.write_text(said)
        step("1.4", f"pelanggan simpeg-contoh dibuat: {file}")

    def command(self, *arguments: str) -> str:
        prefix = shlex.split(self.cli.format(layanan="auth"))
        done = subprocess.run([*prefix, *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"cerita: {' '.join(arguments)} gagal: {done.stdout[-500:]}{done.stderr[-500:]}")
        return done.stdout

    def organisation(self) -> None:
        print("1  auth: organisasi dan orang")
        self.command(
            "instansi", "tambah", "--kode", "7699", "--nama", "Pemerintah Kota Contoh", "--jenis", "kota", "--zona", "Asia/Jakarta", "--metode", "linear_120",
            "--bobot-skp", "60", "--bobot-perilaku", "40", "--hari-toleransi-laporan", "15", "--kurva-mode", "wajib_alasan",
        )  # fmt: skip
        said = json.loads(
            self.command("admin", "tambah", "--instansi", "7699", "--akun", self.admin_name, "--nama", "Admin BKPSDM", "--json")
        )
        self.admin = Person(self.platform, self.admin_name, said["kata_sandi"]).choose_password()
        step("1.1", "instansi 7699 dan admin dibuat")
        self._import("kota-contoh.xlsx")
        given = self.admin.post("/auth/api/v1/akun/kata-sandi-awal", {"nip": list(NIP.values())})["data"]
        passwords = {row["nip"]: row["kata_sandi"] for row in given}
        self.people = {kode: Person(self.platform, nip, passwords[nip]).choose_password() for kode, nip in NIP.items()}
        step("1.3", f"{len(passwords)} orang menerima kata sandi awal dan menggantinya")

    def _import(self, name: str) -> None:
        """Upload, look at the difference, apply, and wait for the worker: what the admin does on the page of imports."""
        workbook = (Path(__file__).parent / name).read_bytes()
        job = self.admin.post("/auth/api/v1/pekerjaan-impor", files={"berkas": (name, workbook)}, data={"mode": "tambah"})
        job = self._import_reaches(job, "siap")
        count = job["hitungan"]
        step("1.2", f"pratinjau {name}: baru {count.get('baru', 0)}, berubah {count.get('berubah', 0)}, ditolak {count.get('ditolak', 0)}")
        self.admin.post(f"/auth/api/v1/pekerjaan-impor/{job['id']}/terapkan", {"cara": "semua"})
        job = self._import_reaches(job, "selesai")
        step("1.2", f"impor {name} diterapkan: {job['jumlah']} orang")

    def _import_reaches(self, job: dict[str, Any], status: str) -> dict[str, Any]:
        """The job once it has this status; every stage and count on the way is printed."""
        shown = ""

        def look() -> dict[str, Any] | None:
            nonlocal shown
            now: dict[str, Any] = self.admin.get(f"/auth/api/v1/pekerjaan-impor/{job['id']}")
            if now["galat"]:
                raise SystemExit(f"cerita: impor {now['nama_berkas']} {now['status']}: {now['galat']}")
            line = f"impor {now['status']}, {now['selesai']} dari {now['jumlah']} orang"
            if now["status"] != status and line != shown:
                shown = line
                step("1.2", line)
            return now if now["status"] == status else None

        found: dict[str, Any] = eventually(f"impor {status}", look)
        return found

    def plans(self) -> None:
        print("2  skp: rencana setahun")
        opened = eventually("salinan instansi di skp", lambda: self.admin.post("/skp/api/v1/periode", {"tahun": TAHUN}))
        step("2.1", f"tahun {TAHUN} dibuka, {len(opened.get('data', opened))} periode")
        for index, rencana in enumerate(RENCANA):
            self._plan(index, rencana)

    def _superior_rows(self, rencana: Rencana) -> list[dict[str, Any]]:
        if rencana.atasan is None:
            return []
        source = next(i for i, r in enumerate(RENCANA) if r.kode == rencana.atasan)
        return list(self.skp[source]["rhk"])

    def _content(self, rencana: Rencana) -> dict[str, Any]:
        above = self._superior_rows(rencana)

        def row(hasil: Hasil) -> dict[str, Any]:
            link: dict[str, Any] = {}
            if hasil.mendukung is not None:
                link = {"rhk_atasan_id": above[hasil.mendukung]["id"]}
            elif rencana.atasan is None and rencana.kode != "P1":
                link = {"rhk_atasan_teks": "Meningkatnya tata kelola sekretariat dinas"}
            return {
                "jenis": "utama",
                "teks": hasil.teks,
                "bobot": hasil.bobot,
                "indikator": [self._measure(u) for u in hasil.ukuran],
                **link,
            }

        lampiran = {
            "dukungan_sumber_daya": ["Komputer, jaringan, dan akses data pokok"],
            "skema_pertanggungjawaban": ["Laporan bulanan kepada pejabat penilai"],
            "konsekuensi": ["Bila target tercapai, diusulkan apresiasi; bila tidak, percepatan kegiatan"],
        }
        return {"rhk": [row(h) for h in rencana.hasil], "lampiran": lampiran}

    @staticmethod
    def _measure(ukuran: Ukuran) -> dict[str, Any]:
        return {
            "aspek": ukuran.aspek, "teks": ukuran.teks, "target_teks": ukuran.target_teks, "target": ukuran.target, "satuan": ukuran.satuan,
            "arah": ukuran.arah, "cara_hitung": ukuran.cara_hitung,
        }  # fmt: skip

    def _plan(self, index: int, rencana: Rencana) -> None:
        pegawai, penilai = self.people[rencana.kode].on(rencana.tanggal), self.people[rencana.penilai].on(rencana.tanggal, 14)
        skp = eventually(
            f"salinan pegawai {rencana.kode} di skp",
            lambda: pegawai.post("/skp/api/v1/skp", {"tahun": TAHUN, "pendekatan": "kuantitatif", "tanggal": rencana.tanggal}),
        )
        path = f"/skp/api/v1/skp/{skp['id']}"
        content = self._content(rencana)
        if rencana.kode == "P4":
            skp = self._refused_first(pegawai, path, content, skp["version"])
        skp = pegawai.put(path, content, skp["version"])
        pegawai.post(f"{path}/ajukan")
        if rencana.kode == "P4":
            self._returned_once(pegawai, penilai, path)
        special = dict.fromkeys(NILAI, "") | (
            {"BP": "Layanan data sekolah selesai paling lama satu hari kerja."} if rencana.kode == "P4" else {}
        )
        self.skp[index] = penilai.on(penilai.at.date(), 16).post(f"{path}/setujui", {"ekspektasi_khusus": special})
        step(f"2.{index + 2}", f"SKP {NAMA[rencana.kode]} ({skp['mulai']} sampai {skp['selesai']}) disetujui {NAMA[rencana.penilai]}")

    def _refused_first(self, pegawai: Person, path: str, content: dict[str, Any], version: int) -> dict[str, Any]:
        """Weights that do not sum to 100.00 and an RHK without indikator are both refused."""
        wrong = json.loads(json.dumps(content))
        wrong["rhk"][3]["bobot"] = "34.99"
        skp = pegawai.put(path, wrong, version)
        self._must_refuse(pegawai, path, "bobot 99,99 %")
        bare = json.loads(json.dumps(content))
        bare["rhk"][0]["indikator"] = []
        skp = pegawai.put(path, bare, skp["version"])
        self._must_refuse(pegawai, path, "RHK tanpa indikator")
        return dict(skp)

    @staticmethod
    def _must_refuse(pegawai: Person, path: str, why: str) -> None:
        try:
            pegawai.post(f"{path}/ajukan")
        except Refused as refusal:
            step("", f"ditolak ({why}): {refusal.problem.get('detail')}")
        else:
            raise SystemExit(f"cerita: SKP dengan {why} seharusnya ditolak")

    @staticmethod
    def _returned_once(pegawai: Person, penilai: Person, path: str) -> None:
        waiting = [row["skp"]["id"] for row in penilai.get("/skp/api/v1/antrian")["data"] if row["status"] == "diajukan"]
        if path.rsplit("/", 1)[1] not in waiting:
            raise SystemExit("cerita: SKP tidak ada di antrian penilai")
        penilai.post(f"{path}/kembalikan", {"alasan": "Sebutkan cara mengukur kepuasan masyarakat."})
        step("", "dikembalikan sekali, dengan alasan")
        skp = pegawai.on(pegawai.at.date(), 15).get(path)
        revised = {
            "rhk": skp["rhk"],
            "lampiran": {**skp["lampiran"], "skema_pertanggungjawaban": ["Survei kepuasan tiap triwulan, dilaporkan kepada penilai"]},
        }
        pegawai.put(path, revised, skp["version"])
        pegawai.post(f"{path}/ajukan")

    def months(self) -> None:
        print("3  capaian: catatan harian, realisasi, laporan bulanan")
        for index, rencana in enumerate(RENCANA):
            self._reports(index, rencana)

    def _reports(self, index: int, rencana: Rencana) -> None:
        pegawai, penilai = self.people[rencana.kode], self.people[rencana.penilai]
        skp = self.skp[index]
        months = range(int(skp["mulai"][5:7]), int(skp["selesai"][5:7]) + 1)

        def own() -> list[dict[str, Any]] | None:
            rows = [r for r in pegawai.get("/capaian/api/v1/laporan", tahun=TAHUN, milik="saya")["data"] if r["skp_id"] == skp["id"]]
            return sorted(rows, key=lambda r: r["mulai"]) if len(rows) == len(months) else None

        late = []
        for position, laporan in enumerate(eventually(f"laporan {rencana.kode} di capaian", own)):
            month = months[position]
            if rencana.kode == "P4":
                self._daily(pegawai, skp, month)
            entry = self._report(pegawai, penilai, laporan, skp, rencana, (position, len(months), month))
            if entry["terlambat"]:
                late.append(f"{entry['nama']} {entry['hari_terlambat']} hari" + (" (dimaafkan)" if entry["dimaafkan"] else ""))
        step(
            f"3.{index + 1}",
            f"{NAMA[rencana.kode]}: {len(months)} laporan diterima"
            + (f"; terlambat: {', '.join(late)}" if late else ", semua tepat waktu"),
        )

    def _daily(self, pegawai: Person, skp: dict[str, Any], month: int) -> None:
        for day, text in (
            (10, "Menghimpun data kegiatan dari dua belas sekolah"),
            (11, "Menyusun rekap dan memeriksa angka bersama operator"),
        ):
            when = date(TAHUN, month, day)
            when += (
                timedelta(days={5: 2, 6: 1}.get(when.weekday(), 0)) if day == 10 else timedelta(days={5: 3, 6: 2}.get(when.weekday(), 0))
            )
            body = {
                "skp_id": skp["id"], "rhk_id": skp["rhk"][0]["id"], "tanggal": when.isoformat(), "uraian": text, "kuantitas": "1", "satuan": "rekap",
                "lokasi_kerja": "wfo",
            }  # fmt: skip
            pegawai.on(when, 15, 30).post("/capaian/api/v1/progres", body)

    def _report(
        self, pegawai: Person, penilai: Person, laporan: dict[str, Any], skp: dict[str, Any], rencana: Rencana, where: tuple[int, int, int]
    ) -> dict[str, Any]:
        position, count, month = where
        path = f"/capaian/api/v1/laporan/{laporan['id']}"
        days, reason, excused = rencana.terlambat.get(month, (0, "", False))
        deadline = date.fromisoformat(laporan["batas_normal"])
        sent_on = deadline + timedelta(days=days) if days else deadline - timedelta(days=1)
        pegawai.on(sent_on, 10)
        current = pegawai.get(path)
        rows = [
            {"indikator_id": indikator["id"], "angka": _share(ukuran, position, count), "dasar": "Data dinas"}
            for rhk, hasil in zip(skp["rhk"], rencana.hasil, strict=True)
            for indikator, ukuran in zip(rhk["indikator"], hasil.ukuran, strict=True)
        ]
        pegawai.put(path, {"realisasi": rows}, current["version"])
        if rencana.kode == "P4" and month % 3 == 0:
            quarter = f"Bukti triwulan {month // 3}"
            data = {"indikator_id": skp["rhk"][0]["indikator"][0]["id"]}
            pegawai.post(f"{path}/bukti", files={"berkas": (f"{quarter}.pdf", pdf(quarter), "application/pdf")}, data=data)
        body = {"alasan_terlambat": reason, "keterangan": "Dicatat apa adanya."} if reason else {}
        pegawai.post(f"{path}/kirim", body)
        penilai.on(sent_on, 14)
        if month == 9 and days:
            penilai.post(f"{path}/kembalikan", {"alasan": "Lengkapi dasar angka ketelitian."})
            pegawai.on(sent_on, 15)
            pegawai.put(path, {"realisasi": rows}, pegawai.get(path)["version"])
            pegawai.post(f"{path}/kirim", body)
            penilai.on(sent_on, 16)
        if excused:
            penilai.post(f"{path}/maafkan", {"dimaafkan": True, "catatan": "Surat keterangan sakit dilampirkan."})
        return dict(penilai.post(f"{path}/terima"))

    def ratings(self) -> None:
        print("4  penilaian: dua rating, predikat, angka dengan jejaknya")
        s0 = self.people["S0"].on("2026-01-06")
        unit = next(row for row in s0.get("/auth/api/v1/unor")["data"] if row["nama"] == "Dinas Pendidikan")
        body = {"unor_id": unit["id"], "tahun": TAHUN, "nilai": "baik", "alasan": "Perjanjian kinerja 2025 terpenuhi sesuai target."}
        eventually("salinan unit di penilaian", lambda: s0.put("/penilaian/api/v1/organisasi", body))
        step("4.1", "capaian organisasi Dinas Pendidikan 2025: Baik")
        for index, rencana in enumerate(RENCANA):
            self._rate(index, rencana)

    def _rate(self, index: int, rencana: Rencana) -> None:
        penilai, pegawai = self.people[rencana.penilai].on("2026-01-12", 9), self.people[rencana.kode].on("2026-01-12", 13)
        skp_id = self.skp[index]["id"]

        def mine() -> dict[str, Any] | None:
            rows = penilai.get("/penilaian/api/v1/evaluasi", tahun=TAHUN, milik="tim")["data"]
            return next((row for row in rows if row["skp_id"] == skp_id and row["status"] == "diajukan"), None)

        evaluasi = eventually(f"laporan {rencana.kode} di penilaian", mine)
        path = f"/penilaian/api/v1/evaluasi/{evaluasi['id']}"
        form = {
            "rating_hasil": rencana.rating[0], "alasan_hasil": rencana.alasan_hasil, "rating_perilaku": rencana.rating[1],
            "alasan_perilaku": rencana.alasan_perilaku, "gagasan_baru": rencana.gagasan_baru,
            "perilaku": [{"kode": kode, "skor": str(skor)} for kode, skor in zip(NILAI, rencana.perilaku, strict=True)],
        }  # fmt: skip
        for attempt in range(10):  # a report that arrives in between makes a new version: look again, as the page asks for
            try:
                penilai.put(path, form, penilai.get(path)["version"])
                break
            except Refused as refused:
                if attempt == 9 or refused.problem.get("status") != requests.codes.precondition_failed:
                    raise
        penilai.post(f"{path}/tetapkan")
        result = penilai.post(f"{path}/sampaikan")
        step(
            f"4.{index + 2}",
            f"{NAMA[rencana.kode]}: nilai SKP {result['nilai_skp']}, NKP {result['nkp']}, {result['predikat'].replace('_', ' ')}",
        )
        for name, expected in rencana.harapan.items():
            if str(result[name]) != expected:
                raise SystemExit(f"cerita: {name} {NAMA[rencana.kode]} {result[name]}, seharusnya {expected}")
        if rencana.kode in ("P4", "P2"):
            pegawai.post(f"{path}/terima")

    def table(self) -> None:
        print("5  laporan: hasil setahun")
        p4 = self.people["P4"].on("2026-01-12", 14)
        year = eventually("hasil P4 di laporan", lambda: _rated(p4.get(f"/laporan/api/v1/pegawai/{NIP['P4']}/kinerja", tahun=TAHUN)))
        expected = {"nilai_skp": "111.09", "nilai_perilaku": "112.00", "nkp": "111.46", "predikat": "sangat_baik"}
        wrong = {name: year[name] for name, value in expected.items() if year[name] != value}
        if wrong:
            raise SystemExit(f"cerita: angka P4 salah: {wrong}")
        self.print_table()

    def print_table(self) -> None:
        print(f"\n  {'Pegawai':<24}{'Nilai SKP':>10}{'Perilaku':>10}{'NKP':>9}  {'Hasil':<10}{'Perilaku':<10}Predikat")
        short = {"di_atas_ekspektasi": "di atas", "sesuai_ekspektasi": "sesuai", "di_bawah_ekspektasi": "di bawah"}
        for kode in ("P1", "P2", "P3", "P4", "P5", "T1", "T2"):
            row = self.admin.on("2026-01-19").get(f"/laporan/api/v1/pegawai/{NIP[kode]}/kinerja", tahun=TAHUN)
            cells = [str(row[n] or "-").replace(".", ",") for n in ("nilai_skp", "nilai_perilaku", "nkp")]
            ratings = [short.get(row[n] or "", "-") for n in ("rating_hasil", "rating_perilaku")]
            predikat = str(row["predikat"] or "-").replace("_", " ").title()
            print(f"  {NAMA[kode]:<24}{cells[0]:>10}{cells[1]:>10}{cells[2]:>9}  {ratings[0]:<10}{ratings[1]:<10}{predikat}")
        print()

    def accounts(self) -> list[dict[str, str | None]]:
        rows: list[dict[str, str | None]] = [
            {"kode": kode, "nama": NAMA[kode], "nip": person.name, "kata_sandi": person.password, "peran": PERAN[kode]}
            for kode, person in self.people.items()
        ]
        return [
            *rows,
            {"kode": "ADMIN", "nama": "Admin BKPSDM", "nip": self.admin_name, "kata_sandi": self.admin.password, "peran": "admin_instansi"},
        ]


def _rated(row: dict[str, Any]) -> dict[str, Any] | None:
    return row if row.get("nkp") else None


def _share(ukuran: Ukuran, position: int, count: int) -> str:
    """This month's part of the year's total, in whole units, or the value itself when the last one counts."""
    if ukuran.cara_hitung == "akhir":
        return ukuran.realisasi
    total = Decimal(ukuran.realisasi)
    return str(int(total * (position + 1) / count) - int(total * position / count))


def _finished(story: Story, output: Path) -> bool:
    """Whether the year was lived already: the stored accounts still sign in, and the result is there."""
    if not output.exists():
        return False
    stored = {row["kode"]: row for row in json.loads(output.read_text())["akun"]}
    story.people = {kode: Person(story.platform, stored[kode]["nip"], stored[kode]["kata_sandi"]) for kode in NIP}
    story.admin = Person(story.platform, stored["ADMIN"]["nip"], stored["ADMIN"]["kata_sandi"])
    try:
        return _rated(story.people["P4"].on("2026-01-19").get(f"/laporan/api/v1/pegawai/{NIP['P4']}/kinerja", tahun=TAHUN)) is not None
    except Refused:
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description="Live through the sample year.")
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--keluaran", type=Path, default=Path("var/demo.json"))
    parser.add_argument("--cli", default=f"{sys.executable} -m native cli {{layanan}}")
    parser.add_argument("--pelanggan", type=Path, help="make a subscriber and write its credentials here")
    parser.add_argument("--sabar", type=float, default=Story.kesabaran, help="seconds to wait for an event")
    chosen = parser.parse_args()
    Story.kesabaran = chosen.sabar
    story = Story(Platform(chosen.url), chosen.cli)
    if _finished(story, chosen.keluaran):
        print("Cerita tahun 2025 sudah dijalani. Hasilnya:")
        story.print_table()
        return
    started = time.monotonic()
    story.organisation()
    if chosen.pelanggan:
        story.subscriber(chosen.pelanggan)
    story.plans()
    story.months()
    story.ratings()
    story.table()
    chosen.keluaran.parent.mkdir(parents=True, exist_ok=True)
    chosen.keluaran.touch(0o600)
    chosen.keluaran.write_text(json.dumps({"url": chosen.url, "akun": story.accounts()}, indent=2, ensure_ascii=False))
    print(f"Selesai dalam {time.monotonic() - started:.0f} detik. Akun contoh: {chosen.keluaran}")


if __name__ == "__main__":
    main()
