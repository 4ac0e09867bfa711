"""The sample year, seen from outside: figures, sessions, subscribers, documents, descriptions, memory."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pika
import pika.exceptions
import pypdf
import pytest
import requests
import yaml
from deploy.contoh.tahun_2025 import RENCANA, Rencana
from python_calamine import CalamineWorkbook
from tests.e2e.running import ROOT, Running, approve_plan_of_p1, call, eventually

pytestmark = pytest.mark.e2e

SERVICES = ("auth", "skp", "capaian", "penilaian", "laporan")
EXCHANGES = ("kinerja.state", "kinerja.publik")
REQUEST_ID = "7f3a9c21" * 4
RESULT = {"nilai_skp", "nilai_perilaku", "nkp", "rating_hasil", "rating_perilaku", "predikat"}


# ---- figures


def test_p4_has_the_figures_of_the_sample(stack: Running) -> None:
    year = stack.kinerja("P4", "P4")
    expected = {
        "nilai_skp": "111.09",
        "nilai_perilaku": "112.00",
        "nkp": "111.46",
        "rating_hasil": "di_atas_ekspektasi",
        "rating_perilaku": "di_atas_ekspektasi",
        "predikat": "sangat_baik",
    }
    assert {name: year[name] for name in expected} == expected


@pytest.mark.parametrize("rencana", RENCANA, ids=[f"{r.kode}-{r.tanggal}" for r in RENCANA])
def test_every_evaluation_has_the_figures_of_the_sample(stack: Running, rencana: Rencana) -> None:
    year = stack.kinerja(rencana.kode)
    assert year.keys() >= RESULT
    rows = [
        row for row in year["evaluasi"] if row["mulai"] <= max(rencana.tanggal, row["mulai"]) and row["mulai"][:7] <= rencana.tanggal[:7]
    ]
    row = max(rows, key=lambda r: r["mulai"])
    assert {name: row[name] for name in rencana.harapan} == rencana.harapan
    assert (row["rating_hasil"], row["rating_perilaku"]) == rencana.rating


def test_the_year_of_who_moved_is_weighted_by_months(stack: Running) -> None:
    year = stack.kinerja("P5")
    weighted = (Decimal("99.40") * 7 + Decimal("96.03") * 5) / 12
    assert len(year["evaluasi"]) == 2
    assert year["nkp"] == f"{weighted:.2f}"
    assert year["predikat"] == "baik"


def test_late_reports_stay_late_though_accepted_and_revised(stack: Running) -> None:
    reports = {row["mulai"][:7]: row for row in stack.kinerja("P5")["laporan"]}
    late = {month: (row["hari_terlambat"], row["dimaafkan"]) for month, row in reports.items() if row["terlambat"]}
    assert late == {"2025-08": (12, False), "2025-09": (9, False), "2025-10": (15, False), "2025-11": (2, True)}
    assert {row["status"] for row in reports.values()} == {"diterima"}
    september = stack.caller("P5").read(f"/capaian/api/v1/laporan/{reports['2025-09']['id']}")
    assert september["terlambat"] is True
    assert "kembalikan" in [step["aksi"] for step in september["riwayat"]]


def test_nothing_was_lost_and_nothing_doubled(stack: Running) -> None:
    """Twelve reports for each of five who stayed and 7 + 5 of P5; one evaluation an SKP; no event set aside anywhere."""
    people = ("P1", "P2", "P3", "P4", "P5", "T1", "T2")
    years = {kode: stack.kinerja(kode) for kode in people}
    assert {kode: len(year["laporan"]) for kode, year in years.items()} == dict.fromkeys(people, 12)
    assert sum(len(year["evaluasi"]) for year in years.values()) == len(RENCANA)
    for service in SERVICES:
        assert stack.cli(service, "surat-mati", "daftar").strip() == "0 surat mati", service


def test_read_models_come_back_from_a_republishing(stack: Running) -> None:
    """Everything is published again; as all copies are conditional upserts, nothing changes."""
    before = stack.kinerja("P4")
    for service in ("auth", "skp", "capaian", "penilaian"):
        assert "diterbitkan ulang" in stack.cli(service, "terbitkan-ulang")

    def published() -> bool:
        return all(_metric(stack, service, "kinerja_outbox") in (None, 0.0) for service in SERVICES)

    eventually(published, "outbox empty", 30)
    assert stack.kinerja("P4") == before
    assert stack.cli("laporan", "surat-mati", "daftar").strip() == "0 surat mati"


def _metric(stack: Running, service: str, name: str) -> float | None:
    """Sum of the samples whose name begins so and says how many rows wait; None when there is none."""
    lines = call("GET", f"{stack.url}/{service}/metrics").text.splitlines()
    values = [float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name)]
    return sum(values) if values else None


def test_an_employee_sees_himself_and_his_evaluator_sees_him_but_a_colleague_does_not(stack: Running) -> None:
    assert stack.kinerja("P4", "P2")["nkp"] == "111.46"
    assert stack.kinerja("P4", "P1")["nkp"] == "111.46"
    answer = stack.caller("P5").get(f"/laporan/api/v1/pegawai/{stack.akun['P4']['nip']}/kinerja", params={"tahun": 2025})
    assert answer.status_code == 404


def test_the_agency_counts_its_plans_and_results(stack: Running) -> None:
    agency = stack.caller("ADMIN").read("/laporan/api/v1/instansi", tahun=2025)
    assert agency["skp_disetujui"]["jumlah"] >= 7
    assert agency["dinilai"]["jumlah"] >= 7
    team = stack.caller("P2").read("/laporan/api/v1/tim", tahun=2025)
    assert {row["nip"] for row in team["data"]} >= {stack.akun["P4"]["nip"], stack.akun["P5"]["nip"]}


# ---- sessions of a browser


def _sign_in(stack: Running, session: requests.Session, kode: str) -> requests.Response:
    page = session.get(f"{stack.url}/auth/masuk", timeout=30)
    token = _csrf(page.text)
    row = stack.akun[kode]
    form = {"csrf_token": token, "nip": row["nip"], "kata_sandi": row["kata_sandi"], "lanjut": "/laporan/beranda"}
    return session.post(f"{stack.url}/auth/masuk", data=form, timeout=30)


def _csrf(html: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found, html[:300]
    return found[1]


def test_one_session_is_good_for_all_five_services_and_signing_out_ends_it(stack: Running) -> None:
    pages = ("/auth/akun", "/skp/", "/capaian/", "/penilaian/", "/laporan/beranda")
    with requests.Session() as session:
        session.trust_env = False
        home = _sign_in(stack, session, "P4")
        assert home.status_code == 200
        assert home.url == f"{stack.url}/laporan/beranda"
        for page in pages:
            answer = session.get(stack.url + page, timeout=30)
            assert answer.status_code == 200, page
            assert "/auth/masuk" not in answer.url, page
            assert len(answer.content) <= 60 * 1024, page
        old = {cookie.name: cookie.value for cookie in session.cookies}
        out = session.post(f"{stack.url}/auth/keluar", data={"csrf_token": _csrf(home.text)}, timeout=30)
        assert out.url.startswith(f"{stack.url}/auth/masuk")
        assert "kinerja_token" not in session.cookies
        for page in pages:
            assert "/auth/masuk" in session.get(stack.url + page, timeout=30).url, page
        stale = call("GET", f"{stack.url}/auth/perbarui?lanjut=/skp/", cookies={k: v for k, v in old.items() if k != "kinerja_token"})
        assert "/auth/masuk" in stale.url


def test_a_page_without_signing_in_leads_to_the_sign_in_and_back(stack: Running) -> None:
    answer = call("GET", f"{stack.url}/penilaian/?tahun=2025")
    assert answer.url.startswith(f"{stack.url}/auth/masuk?lanjut=/penilaian/")


def test_the_sign_in_does_not_lead_to_other_sites(stack: Running) -> None:
    with requests.Session() as session:
        session.trust_env = False
        token = _csrf(session.get(f"{stack.url}/auth/masuk?lanjut=//contoh.example/", timeout=30).text)
        row = stack.akun["P4"]
        form = {"csrf_token": token, "nip": row["nip"], "kata_sandi": row["kata_sandi"], "lanjut": "https://contoh.example/"}
        answer = session.post(f"{stack.url}/auth/masuk", data=form, timeout=30, allow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/")
        assert not answer.headers["Location"].startswith("//")


# ---- subscribers


def test_the_sample_subscriber_prints_approvals_and_results(stack: Running) -> None:
    keys = stack.pelanggan
    program = [sys.executable, "deploy/contoh/pelanggan.py", keys["amqp_url"], keys["antrian"], "--jumlah", "16", "--detik", "20"]
    seen = stack.var / "pelanggan.txt"
    if not seen.exists():
        done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        seen.write_text(done.stdout)
    lines = [line.split(" ", 3) for line in seen.read_text().splitlines() if " id.go.kinerja." in line]
    types = [line[1] for line in lines]
    assert types.count("id.go.kinerja.skp.disetujui.v1") == len(RENCANA)
    assert types.count("id.go.kinerja.penilaian.ditetapkan.v1") == len(RENCANA)
    assert stack.evaluasi("P4")["id"] in [line[2] for line in lines]
    assert not [line for line in lines if "sangat_baik" in line[3] or "nkp" in line[3]], "a public event carries no result"


def test_an_event_reaches_the_subscriber_when_it_happens(stack: Running) -> None:
    """P1's plan for 2026 is approved by S0 while the program listens."""
    name = "langsung" if not (stack.var / "langsung").exists() else "langsung-2"
    keys = _subscriber(stack, name)
    tahun = 2026 if name == "langsung" else 2027
    (stack.var / "langsung").touch()
    listener = subprocess.Popen(
        [sys.executable, "deploy/contoh/pelanggan.py", keys["amqp"], keys["antrian"], "--jumlah", "1", "--detik", "40"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        skp_id = approve_plan_of_p1(stack, tahun)
        said, _ = listener.communicate(timeout=60)
    finally:
        listener.kill()
        listener.wait()
    assert "id.go.kinerja.skp.disetujui.v1" in said
    assert skp_id in said


def _subscriber(stack: Running, name: str) -> dict[str, str]:
    said = stack.cli(
        "auth", "pelanggan", "tambah", "--nama", name, "--instansi", "7699", "--jenis", "skp.disetujui.v1", "--tujuan", "Uji", "--dasar-hukum", "Uji"
    )  # fmt: skip
    return {key: value for key, _, value in (line.partition(": ") for line in said.splitlines())}


def _refused(keys: dict[str, str], attempt: Any) -> bool:
    """Whether the broker shuts the channel with 403 on what ``attempt`` does with it."""
    with pika.BlockingConnection(pika.URLParameters(keys["amqp"])) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        try:
            attempt(channel)
        except pika.exceptions.ChannelClosedByBroker as closed:
            return bool(closed.reply_code == 403)
    return False


def test_everything_else_is_refused_to_a_subscriber(stack: Running) -> None:
    keys = {"amqp": stack.pelanggan["amqp_url"]}
    own = stack.pelanggan["antrian"]
    forbidden = {
        "publish to public": lambda c: c.basic_publish("kinerja.publik", "x.skp.disetujui.v1", b"{}"),
        "publish to state": lambda c: c.basic_publish("kinerja.state", "x.skp.skp.v1", b"{}"),
        "publish straight to a queue": lambda c: c.basic_publish("", "skp.events", b"{}"),
        "read a service's queue": lambda c: c.basic_get("skp.events"),
        "consume a service's queue": lambda c: c.basic_consume("laporan.events", lambda *_: None),
        "declare a queue": lambda c: c.queue_declare("pelanggan.lain", durable=True),
        "declare an exchange": lambda c: c.exchange_declare("lain", "topic"),
        "bind its queue to more": lambda c: c.queue_bind(own, "kinerja.publik", "#"),
        "unbind its queue": lambda c: c.queue_unbind(own, "kinerja.publik", "#"),
        "delete its queue": lambda c: c.queue_delete(own),
        "purge a service's queue": lambda c: c.queue_purge("skp.events"),
    }
    assert [what for what, attempt in forbidden.items() if not _refused(keys, attempt)] == []
    management = stack.cli("auth", "pelanggan", "daftar")
    assert "simpeg-contoh" in management


def test_a_suspended_subscriber_is_shut_out_and_comes_back_with_a_new_password(stack: Running) -> None:
    if "sementara" in stack.cli("auth", "pelanggan", "daftar"):
        stack.cli("auth", "pelanggan", "hapus", "sementara")
    keys = _subscriber(stack, "sementara")
    assert "ditangguhkan" in stack.cli("auth", "pelanggan", "tangguhkan", "sementara")
    with pytest.raises(pika.exceptions.AMQPConnectionError):
        pika.BlockingConnection(pika.URLParameters(keys["amqp"]))
    said = stack.cli("auth", "pelanggan", "lanjutkan", "sementara")
    fresh = {key: value for key, _, value in (line.partition(": ") for line in said.splitlines())}
    assert fresh["amqp"] != keys["amqp"]
    with pika.BlockingConnection(pika.URLParameters(fresh["amqp"])) as connection:
        connection.channel().basic_get(fresh["antrian"])
    stack.cli("auth", "pelanggan", "hapus", "sementara")


# ---- documents


def test_the_evaluation_document_says_what_the_system_says(stack: Running) -> None:
    row = stack.evaluasi("P4")
    answer = stack.caller("P4").get(f"/laporan/dokumen/{row['id']}.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages).split())
    for word in (
        "Rina Lestari",
        stack.akun["P4"]["nip"],
        "Agus Prasetyo",
        "111,09",
        "112,00",
        "111,46",
        "Sangat Baik",
        "Pemerintah Kota Contoh",
    ):
        assert word.lower() in text.lower(), word


def test_the_document_of_a_colleague_does_not_exist(stack: Running) -> None:
    assert stack.caller("P5").get(f"/laporan/dokumen/{stack.evaluasi('P4')['id']}.pdf").status_code == 404


def test_the_rekap_has_a_row_for_everybody(stack: Running) -> None:
    answer = stack.caller("ADMIN").get("/laporan/rekap.xlsx", params={"tahun": 2025})
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    head = next(index for index, row in enumerate(rows) if "NIP" in row)
    table = {row[rows[head].index("NIP")]: dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]}
    p4 = table[stack.akun["P4"]["nip"]]
    assert (p4["NKP"], p4["Predikat"], p4["Laporan wajib"], p4["Laporan tepat waktu"]) == (111.46, "Sangat Baik", 12, 12)
    assert {row["nip"] for kode, row in stack.akun.items() if kode in ("P1", "P2", "P3", "P4", "P5", "T1", "T2")} <= table.keys()


def test_evidence_comes_back_as_it_was_sent(stack: Running) -> None:
    p4 = stack.caller("P4")
    march = next(row for row in stack.kinerja("P4")["laporan"] if row["mulai"] == "2025-03-01")
    bukti = p4.read(f"/capaian/api/v1/laporan/{march['id']}")["bukti"]
    assert len(bukti) == 1
    answer = stack.caller("P2").get(f"/capaian/api/v1/bukti/{bukti[0]['id']}/isi")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert stack.caller("P5").get(f"/capaian/api/v1/bukti/{bukti[0]['id']}/isi").status_code == 404


# ---- computing without storing


def _simulasi(rencana: Rencana, *, met: bool = False) -> dict[str, Any]:
    return {
        "metode": "linear_120",
        "bobot_skp": "60",
        "bobot_perilaku": "40",
        "rhk": [
            {
                "bobot": hasil.bobot,
                "indikator": [{"arah": u.arah, "target": u.target, "realisasi": u.target if met else u.realisasi} for u in hasil.ukuran],
            }
            for hasil in rencana.hasil
        ],
        "perilaku": [100] * 7 if met else list(rencana.perilaku),
    }


@pytest.mark.parametrize("rencana", RENCANA, ids=[f"{r.kode}-{r.tanggal}" for r in RENCANA])
def test_simulation_computes_the_same_figures(stack: Running, rencana: Rencana) -> None:
    answer = stack.caller("P4").post("/penilaian/api/v1/simulasi", _simulasi(rencana))
    assert answer.status_code == 200, answer.text
    figures = answer.json()
    expected = {name: value for name, value in rencana.harapan.items() if name != "predikat"}
    assert {name: figures[name] for name in expected} == expected
    assert len(figures["rhk"]) == len(rencana.hasil)
    assert figures["jejak"]


def test_simulation_with_all_targets_met_is_a_hundred(stack: Running) -> None:
    p4 = next(r for r in RENCANA if r.kode == "P4")
    figures = stack.caller("P4").post("/penilaian/api/v1/simulasi", _simulasi(p4, met=True)).json()
    assert (figures["nilai_skp"], figures["nilai_perilaku"], figures["nkp"]) == ("100.00", "100.00", "100.00")
    assert {row["capaian"] for row in figures["rhk"]} == {"100.00"}


# ---- what programs and operators read


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_describes_itself_and_its_health(stack: Running, service: str) -> None:
    described = call("GET", f"{stack.url}/{service}/api/openapi.json")
    assert described.status_code == 200
    assert described.json()["openapi"].startswith("3.")
    assert all(path.startswith(f"/{service}/api/v1/") for path in described.json()["paths"])
    assert call("GET", f"{stack.url}/{service}/api/docs").status_code == 200
    assert call("GET", f"{stack.url}/{service}/healthz").status_code == 200
    ready = call("GET", f"{stack.url}/{service}/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ok")
    metrics = call("GET", f"{stack.url}/{service}/metrics")
    assert metrics.status_code == 200
    assert "# TYPE" in metrics.text
    for word in ("outbox", "mati"):
        assert word in metrics.text.lower() or "dead" in metrics.text.lower(), word


def test_the_event_description_names_every_event(stack: Running) -> None:
    answer = call("GET", f"{stack.url}/asyncapi.yaml")
    assert answer.status_code == 200
    described = yaml.safe_load(answer.text)
    assert described["asyncapi"].startswith("3.")
    for type_ in ("skp.disetujui.v1", "penilaian.ditetapkan.v1", "auth.pegawai.v1", "capaian.laporan.v1"):
        assert type_ in answer.text
        schema = call("GET", f"{stack.url}/skema/{type_}.json")
        assert schema.status_code == 200, type_
        assert "properties" in schema.text


def test_an_answer_carries_the_request_id_it_was_asked_with(stack: Running) -> None:
    answer = stack.caller("P4").get("/skp/api/v1/skp", headers={"X-Request-ID": REQUEST_ID})
    assert answer.headers["X-Request-ID"] == REQUEST_ID


def test_the_whole_stack_stays_below_two_gigabytes(stack: Running) -> None:
    said = stack.native("status")
    assert said.returncode == 0, said.stderr
    total = re.search(r"^jumlah\s+(\d+) MB", said.stdout, re.MULTILINE)
    assert total, said.stdout
    assert int(total[1]) <= 2048, said.stdout
