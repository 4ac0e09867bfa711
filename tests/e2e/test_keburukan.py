"""Bad input over HTTP: each gets a problem document with a code that programs can rely on, and changes nothing."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
from typing import Any

import pika
import pytest
import requests
from tests.e2e.running import ROOT, Caller, Running, call, eventually, run

pytestmark = pytest.mark.e2e

WORKBOOK = ROOT / "deploy/contoh/kota-contoh.xlsx"
JAN = "2026-01-19T09:00:00+07:00"


def problem(answer: requests.Response, status: int, code: str | None = None) -> Any:
    """The problem document, after checking its form."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:400]}"
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    body = answer.json()
    assert body["status"] == status
    assert body["code"]
    assert body["detail"]
    if code:
        assert body["code"] == code, body
    return body


def own_skp(stack: Running, kode: str) -> Any:
    caller = stack.caller(kode)
    row = max(caller.read("/skp/api/v1/skp", tahun=2025, milik="saya")["data"], key=lambda r: r["mulai"])
    return caller.read(f"/skp/api/v1/skp/{row['id']}")


def report(stack: Running, kode: str, month: str = "2025-12") -> Any:
    row = next(r for r in stack.kinerja(kode)["laporan"] if r["mulai"].startswith(month))
    return stack.caller(kode).read(f"/capaian/api/v1/laporan/{row['id']}")


# ---- who are you


@pytest.mark.parametrize("nip", ["199999999999999999", "12", "", "1993051720190229O4", "' OR 1=1 --", "\u0000", "9" * 400])
def test_unknown_and_malformed_nip(stack: Running, nip: str) -> None:
    answer = call("POST", f"{stack.url}/auth/api/v1/token", json={"nip": nip, "kata_sandi": "salah sekali 123"})
    assert answer.status_code in (401, 422), answer.text
    problem(answer, answer.status_code)
    assert "access_token" not in answer.text


def test_wrong_password_says_the_same_as_an_unknown_account(stack: Running) -> None:
    known = call("POST", f"{stack.url}/auth/api/v1/token", json={"nip": stack.akun["T2"]["nip"], "kata_sandi": "salah sekali 123"})
    unknown = call("POST", f"{stack.url}/auth/api/v1/token", json={"nip": "199506122023212999", "kata_sandi": "salah sekali 123"})
    assert problem(known, 401)["code"] == problem(unknown, 401)["code"]


@pytest.mark.parametrize(
    "body", ['{"nip":', "[]", "null", '"x"', '{"nip": 1, "kata_sandi": []}', "{}", '{"nip": {"$ne": ""}, "kata_sandi": "x"}']
)
def test_broken_json_at_the_sign_in(stack: Running, body: str) -> None:
    answer = call("POST", f"{stack.url}/auth/api/v1/token", data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    problem(answer, answer.status_code)


@pytest.mark.parametrize("token", ["", "x", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "a.b.c"])
def test_no_and_forged_tokens(stack: Running, token: str) -> None:
    for path in ("/auth/api/v1/saya", "/skp/api/v1/skp", "/capaian/api/v1/progres", "/penilaian/api/v1/antrian", "/laporan/api/v1/beranda"):
        problem(call("GET", stack.url + path, headers={"Authorization": f"Bearer {token}"} if token else {}), 401)


# ---- what is not yours


@pytest.mark.parametrize(
    "path",
    [
        "/skp/api/v1/skp/{id}", "/capaian/api/v1/laporan/{id}", "/capaian/api/v1/bukti/{id}/isi", "/penilaian/api/v1/evaluasi/{id}",
        "/auth/api/v1/pegawai/{id}",
    ],
)  # fmt: skip
def test_an_id_that_does_not_exist_or_is_none(stack: Running, path: str) -> None:
    problem(stack.caller("P4").get(path.format(id=uuid.uuid4())), 404)
    problem(stack.caller("P4").get(path.format(id="bukan-id")), 404)


def test_somebody_elses_plan_report_and_evaluation(stack: Running) -> None:
    skp, laporan, evaluasi = own_skp(stack, "P4"), report(stack, "P4"), stack.evaluasi("P4")
    stranger = stack.caller("T1")
    for path in (
        f"/skp/api/v1/skp/{skp['id']}",
        f"/capaian/api/v1/laporan/{laporan['id']}",
        f"/penilaian/api/v1/evaluasi/{evaluasi['id']}",
    ):
        problem(stranger.get(path), 404)
    for path in (
        f"/skp/api/v1/skp/{skp['id']}/ajukan",
        f"/capaian/api/v1/laporan/{laporan['id']}/kirim",
        f"/penilaian/api/v1/evaluasi/{evaluasi['id']}/tetapkan",
    ):
        problem(stranger.post(path), 404)
    assert own_skp(stack, "P4") == skp


def test_another_agency_sees_nothing_of_this_one(stack: Running) -> None:
    stack.cli("auth", "instansi", "tambah", "--kode", "7701", "--nama", "Kabupaten Lain", "--jenis", "kabupaten")
    said = json.loads(
        stack.cli("auth", "admin", "tambah", "--instansi", "7701", "--akun", "admin.lain", "--nama", "Admin Lain", "--json").splitlines()[
            -1
        ]
    )
    refused = call("POST", f"{stack.url}/auth/api/v1/token", json={"nip": "admin.lain", "kata_sandi": said["kata_sandi"]})
    assert problem(refused, 403)["code"] == "password_change_required"
    own = {"nip": "admin.lain", "kata_sandi": said["kata_sandi"], "kata_sandi_baru": "kuda hijau makan paku"}
    assert call("POST", f"{stack.url}/auth/api/v1/akun/kata-sandi", json=own).status_code == 204
    other = Caller(stack.url, "admin.lain", own["kata_sandi_baru"])
    skp, evaluasi = own_skp(stack, "P4"), stack.evaluasi("P4")
    pegawai_id = stack.kinerja("P4")["pegawai_id"]
    for path in (
        f"/skp/api/v1/skp/{skp['id']}",
        f"/penilaian/api/v1/evaluasi/{evaluasi['id']}",
        f"/capaian/api/v1/laporan/{report(stack, 'P4')['id']}",
        f"/auth/api/v1/pegawai/{pegawai_id}",
        f"/laporan/api/v1/pegawai/{stack.akun['P4']['nip']}/kinerja?tahun=2025",
    ):
        assert other.get(path).status_code == 404, path
    assert stack.akun["P4"]["nip"] not in json.dumps(other.read("/auth/api/v1/pegawai"))
    problem(other.post("/auth/api/v1/akun/kata-sandi-awal", {"nip": [stack.akun["P4"]["nip"]]}), 422)
    assert stack.caller("P4").at("").read("/auth/api/v1/saya")["nip"] == stack.akun["P4"]["nip"]


def test_what_only_an_admin_may(stack: Running) -> None:
    p4 = stack.caller("P4")
    problem(p4.post("/skp/api/v1/periode", {"tahun": 2031}), 403)
    problem(p4.post("/auth/api/v1/akun/kata-sandi-awal", {"nip": [stack.akun["P2"]["nip"]]}), 403)
    problem(p4.get("/auth/api/v1/pegawai"), 403)
    problem(p4.get("/laporan/api/v1/instansi", params={"tahun": 2025}), 403)


# ---- out of order, stale, twice


def test_state_changes_out_of_order(stack: Running) -> None:
    skp, laporan, evaluasi = own_skp(stack, "P4"), report(stack, "P4"), stack.evaluasi("P4")
    p4, p2 = stack.caller("P4").at(JAN), stack.caller("P2").at(JAN)
    problem(p4.post(f"/skp/api/v1/skp/{skp['id']}/ajukan"), 409)
    problem(p2.post(f"/skp/api/v1/skp/{skp['id']}/setujui", {"ekspektasi_khusus": {}}), 409)
    problem(p4.post(f"/capaian/api/v1/laporan/{laporan['id']}/kirim"), 409)
    problem(p2.post(f"/capaian/api/v1/laporan/{laporan['id']}/kembalikan", {"alasan": "Sudah diterima, seharusnya ditolak."}), 409)
    problem(p2.post(f"/penilaian/api/v1/evaluasi/{evaluasi['id']}/tetapkan"), 409)
    assert own_skp(stack, "P4") == skp
    assert report(stack, "P4") == laporan
    assert stack.evaluasi("P4") == evaluasi


def test_the_rated_may_not_rate_himself(stack: Running) -> None:
    evaluasi = stack.caller("P4").read(f"/penilaian/api/v1/evaluasi/{stack.evaluasi('P4')['id']}")
    problem(stack.caller("P4").put(f"/penilaian/api/v1/evaluasi/{evaluasi['id']}", {"catatan": "x"}, evaluasi["version"]), 403)


@pytest.fixture(scope="module")
def draft(stack: Running) -> Any:
    """A plan of P2 for 2026 that stays a draft; what the tests here try on it must fail."""
    stack.caller("ADMIN").at("2026-01-05T08:00:00+07:00").post("/skp/api/v1/periode", {"tahun": 2026})
    p2 = stack.caller("P2").at(JAN)
    made = p2.post("/skp/api/v1/skp", {"tahun": 2026, "pendekatan": "kuantitatif", "tanggal": "2026-01-19"})
    if made.status_code == 201:
        return made.json()
    row = next(r for r in p2.read("/skp/api/v1/skp", tahun=2026, milik="saya")["data"] if r["status"] == "draf")
    return p2.read(f"/skp/api/v1/skp/{row['id']}")


def _content(target: Any = "12", **indikator: Any) -> dict[str, Any]:
    one = {
        "aspek": "kuantitas", "teks": "Laporan", "target_teks": "12 laporan", "target": target, "satuan": "laporan", "arah": "normal",
        "cara_hitung": "jumlah", **indikator,
    }  # fmt: skip
    return {
        "rhk": [{"jenis": "utama", "teks": "Menyusun laporan", "bobot": "100", "rhk_atasan_teks": "Tata kelola", "indikator": [one]}],
        "lampiran": {"dukungan_sumber_daya": ["Komputer"], "skema_pertanggungjawaban": ["Bulanan"], "konsekuensi": ["Apresiasi"]},
    }


def test_a_second_plan_for_the_same_post(stack: Running, draft: Any) -> None:
    problem(stack.caller("P2").at(JAN).post("/skp/api/v1/skp", {"tahun": 2026, "pendekatan": "kuantitatif", "tanggal": "2026-01-19"}), 409)


def test_missing_and_stale_version(stack: Running, draft: Any) -> None:
    p2, path = stack.caller("P2").at(JAN), f"/skp/api/v1/skp/{draft['id']}"
    now = p2.read(path)
    problem(p2.put(path, _content()), 428, "version_required")
    saved = p2.put(path, _content(), now["version"])
    assert saved.status_code == 200, saved.text
    problem(p2.put(path, _content("13"), now["version"]), 412, "stale_version")
    after = p2.read(path)
    assert after["version"] == saved.json()["version"]
    assert after["rhk"][0]["indikator"][0]["target"] in ("12", "12.00")
    problem(p2.send("PUT", path, json=_content(), headers={"If-Match": '"x"'}), 422)


@pytest.mark.parametrize("target", ["0", 0, "-1", "NaN", "1e400", "dua belas", True])
def test_a_target_of_nothing(stack: Running, draft: Any, target: Any) -> None:
    """Nothing can be divided by it: refused when it is written, or at the latest when the plan is submitted."""
    p2, path = stack.caller("P2").at(JAN), f"/skp/api/v1/skp/{draft['id']}"
    before = p2.read(path)
    answer = p2.put(path, _content(target), before["version"])
    if answer.status_code == 200:
        problem(p2.post(f"{path}/ajukan"), 422)
    else:
        problem(answer, 422)
        assert p2.read(path) == before


@pytest.mark.parametrize(
    "change",
    [
        {"arah": "naik"}, {"aspek": "rasa"}, {"teks": "x" * 20_000}, {"target_min": "5"}, {"cara_hitung": "kira-kira"}, {"satuan": None}, {"asing": 1},
    ],
)  # fmt: skip
def test_malformed_indikator(stack: Running, draft: Any, change: dict[str, Any]) -> None:
    p2, path = stack.caller("P2").at(JAN), f"/skp/api/v1/skp/{draft['id']}"
    before = p2.read(path)
    problem(p2.put(path, _content(**change), before["version"]), 422)
    assert p2.read(path) == before


def test_simulation_with_a_target_of_zero_and_other_nonsense(stack: Running) -> None:
    good: dict[str, Any] = {
        "metode": "linear_120", "bobot_skp": "60", "bobot_perilaku": "40", "perilaku": [100] * 7,
        "rhk": [{"bobot": "100", "indikator": [{"arah": "normal", "target": "1", "realisasi": "1"}]}],
    }  # fmt: skip
    p4 = stack.caller("P4")
    assert p4.post("/penilaian/api/v1/simulasi", good).status_code == 200
    wrong = [
        {"rhk": [{"bobot": "100", "indikator": [{"arah": "normal", "target": "0", "realisasi": "1"}]}]},
        {"rhk": [{"bobot": "90", "indikator": [{"arah": "normal", "target": "1", "realisasi": "1"}]}]},
        {"rhk": []},
        {"perilaku": [100] * 6},
        {"perilaku": [121] + [100] * 6},
        {"metode": "kira_kira"},
        {"bobot_skp": "70"},
        {"rhk": [{"bobot": "100", "indikator": [{"arah": "naik", "target": "1", "realisasi": "1"}]}]},
        {"rhk": [{"bobot": "100", "indikator": [{"arah": "normal", "target": "1", "realisasi": "Infinity"}]}]},
    ]
    for change in wrong:
        problem(p4.post("/penilaian/api/v1/simulasi", good | change), 422)


def _entry(stack: Running) -> dict[str, Any]:
    skp = own_skp(stack, "T1")
    return {
        "skp_id": skp["id"], "rhk_id": skp["rhk"][0]["id"], "tanggal": "2025-12-30", "uraian": "Menyusun perangkat ajar semester dua", "kuantitas": "1",
        "satuan": "perangkat", "lokasi_kerja": "wfo",
    }  # fmt: skip


def test_a_double_submit_is_one_entry_with_one_answer(stack: Running) -> None:
    t1, key, body = stack.caller("T1").at("2025-12-30T15:00:00+07:00"), uuid.uuid4().hex, _entry(stack)

    def entries() -> int:
        return len(t1.read("/capaian/api/v1/progres", dari="2025-12-30", sampai="2025-12-30")["data"])

    before = entries()
    first = t1.post("/capaian/api/v1/progres", body, headers={"Idempotency-Key": key})
    second = t1.post("/capaian/api/v1/progres", body, headers={"Idempotency-Key": key})
    assert (first.status_code, second.status_code) == (201, 201), first.text
    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    assert entries() == before + 1
    problem(t1.post("/capaian/api/v1/progres", body | {"kuantitas": "2"}, headers={"Idempotency-Key": key}), 422, "idempotency_key_reused")
    problem(t1.post("/capaian/api/v1/progres", body, headers={"Idempotency-Key": "x"}), 422, "idempotency_key_invalid")
    assert entries() == before + 1


@pytest.mark.parametrize(
    "change",
    [
        {"uraian": "pendek"}, {"kuantitas": "-1"}, {"kuantitas": "NaN"}, {"tanggal": "2025-02-30"}, {"tanggal": "2027-01-01"}, {"rhk_id": str(uuid.uuid4())},
        {"lokasi_kerja": "bulan"}, {"uraian": "x" * 1001}, {"asing": 1},
    ],
)  # fmt: skip
def test_malformed_daily_entry(stack: Running, change: dict[str, Any]) -> None:
    t1 = stack.caller("T1").at("2025-12-30T15:00:00+07:00")
    answer = t1.post("/capaian/api/v1/progres", _entry(stack) | change)
    assert answer.status_code in (404, 422), answer.text
    problem(answer, answer.status_code)


def test_a_day_long_past_is_locked(stack: Running) -> None:
    problem(stack.caller("T1").at(JAN).post("/capaian/api/v1/progres", _entry(stack) | {"tanggal": "2025-03-10"}), 409)


@pytest.mark.parametrize(
    "path", ["/skp/api/v1/skp", "/capaian/api/v1/progres", "/penilaian/api/v1/simulasi", "/auth/api/v1/akun/kata-sandi-awal"]
)
def test_broken_json(stack: Running, path: str) -> None:
    for body in (b'{"tahun":', b"\xff\xfe", b"[" * 5000, b'{"tahun": NaN}'):
        answer = stack.caller("ADMIN").send("POST", path, data=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 403, 422), (body[:20], answer.status_code, answer.text[:300])
        problem(answer, answer.status_code)


def test_wrong_method_and_unknown_path(stack: Running) -> None:
    p4 = stack.caller("P4")
    problem(p4.send("DELETE", "/skp/api/v1/skp"), 405)
    problem(p4.get("/skp/api/v1/tidak-ada"), 404)
    problem(p4.get("/capaian/api/v1/laporan", params={"tahun": "dua ribu"}), 422)


# ---- files


def _upload(stack: Running, name: str, content: bytes) -> requests.Response:
    laporan = report(stack, "P5", "2025-12")
    return stack.caller("P5").at("2026-01-04T10:00:00+07:00").post(
        f"/capaian/api/v1/laporan/{laporan['id']}/bukti", files={"berkas": (name, content, "application/pdf")}
    )  # fmt: skip


def test_fifty_megabytes_of_evidence(stack: Running) -> None:
    before = report(stack, "P5")
    try:
        answer = _upload(stack, "besar.pdf", b"%PDF-1.4\n" + b"0" * (50 * 1024 * 1024))
    except requests.ConnectionError:
        answer = None  # shut while still sending: refused as well
    if answer is not None:
        problem(answer, 413, "too_large")
    assert report(stack, "P5") == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bukti.pdf", b"MZ\x90\x00" + b"\0" * 200),
        ("bukti.exe", b"%PDF-1.4\n"),
        ("bukti.pdf", b""),
        ("bukti.png", b"%PDF-1.4\n"),
        ("bukti.html", b"<script>1</script>"),
        ("../../bukti.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='1'/>"),
    ],
)
def test_disguised_evidence(stack: Running, name: str, content: bytes) -> None:
    before = report(stack, "P5")
    answer = _upload(stack, name, content)
    assert answer.status_code in (409, 422), answer.text
    problem(answer, answer.status_code)
    assert report(stack, "P5") == before


def _import(stack: Running, content: bytes, name: str = "impor.xlsx") -> requests.Response:
    return stack.caller("ADMIN").post("/auth/api/v1/impor", files={"berkas": (name, content)}, data={"terapkan": "ya"})


def test_a_workbook_with_wrong_columns(stack: Running) -> None:
    people = stack.caller("ADMIN").read("/auth/api/v1/pegawai")
    plain, packed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("catatan.txt", "bukan lembar kerja")
    source = WORKBOOK.read_bytes()
    with zipfile.ZipFile(io.BytesIO(source)) as original, zipfile.ZipFile(packed, "w") as archive:
        for item in original.namelist():
            archive.writestr(item, original.read(item).replace(b">NIP<", b">Nomor<").replace(b">nip<", b">nomor<"))
    for content in (b"bukan xlsx", b"", plain.getvalue(), packed.getvalue()):
        answer = _import(stack, content)
        problem(answer, 422)
    assert stack.caller("ADMIN").read("/auth/api/v1/pegawai") == people


def test_the_same_workbook_again_changes_nothing(stack: Running) -> None:
    answer = _import(stack, WORKBOOK.read_bytes())
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["baru"], said["berubah"], said["ditolak"]) == (0, 0, [])
    assert said["tetap"] == 16


# ---- events


def test_events_of_unknown_type_or_version_and_rubbish_are_set_aside_and_the_rest_goes_on(stack: Running) -> None:
    """What the consumer cannot read becomes a row that an operator sees, and can drop; events after it still arrive."""
    amqp = _amqp(stack)
    envelope = {
        "specversion": "1.0", "id": str(uuid.uuid4()), "source": "/kinerja/auth", "type": "id.go.kinerja.auth.pegawai.v99", "subject": "x",
        "time": "2026-01-19T02:00:00Z", "dataschema": "/skema/auth.pegawai.v99.json", "datacontenttype": "application/json",
        "instansi": str(uuid.uuid4()), "sequence": 1, "epoch": 0, "actor": "", "traceparent": "", "data": {},
    }  # fmt: skip
    bodies = [
        json.dumps(envelope).encode(),
        json.dumps(envelope | {"id": str(uuid.uuid4()), "type": "id.go.kinerja.asing.apa.v1"}).encode(),
        json.dumps(envelope | {"id": str(uuid.uuid4()), "type": "id.go.kinerja.auth.pegawai.v1", "data": {"id": 7}}).encode(),
        b"bukan json",
    ]
    with pika.BlockingConnection(pika.URLParameters(amqp)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        for body in bodies:
            channel.basic_publish("", "laporan.events", body, pika.BasicProperties(delivery_mode=2))
    try:
        eventually(lambda: f"{len(bodies)} surat mati" in stack.cli("laporan", "surat-mati", "daftar"), "four events set aside", 30)
        listed = stack.cli("laporan", "surat-mati", "daftar")
        assert listed.count("diparkir") == len(bodies), listed
        assert stack.kinerja("P4")["nkp"] == "111.46"
    finally:
        stack.cli("laporan", "surat-mati", "buang", "--semua")
    assert stack.cli("laporan", "surat-mati", "daftar").strip() == "0 surat mati"


def _amqp(stack: Running) -> str:
    """The services' own address of the broker."""
    code = "from native.layout import Layout; from native.stack import Stack; print(Stack(Layout.from_env()).environment()['AMQP_URL'])"
    done = run(stack.environment, "-c", code, seconds=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


# ---- pages


def test_a_page_refuses_with_a_page_and_keeps_what_was_typed(stack: Running) -> None:
    """Signing in with a wrong password: the form again, with the name kept and the fault at the field."""
    with requests.Session() as session:
        session.trust_env = False
        html = session.get(f"{stack.url}/auth/masuk", timeout=30).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
        assert token
        form = {"csrf_token": token[1], "nip": stack.akun["T1"]["nip"], "kata_sandi": "salah sekali 123"}
        answer = session.post(f"{stack.url}/auth/masuk", data=form, timeout=30)
        assert answer.status_code == 401
        assert answer.headers["Content-Type"].startswith("text/html")
        assert stack.akun["T1"]["nip"] in answer.text
        assert "salah sekali 123" not in answer.text
        without = session.post(f"{stack.url}/auth/masuk", data={"nip": "x", "kata_sandi": "y"}, timeout=30)
        assert without.status_code == 400


def test_a_form_of_another_site_is_refused(stack: Running) -> None:
    """A cookie without the page's own token changes nothing."""
    p4 = stack.caller("T1")
    answer = call(
        "POST",
        f"{stack.url}/capaian/",
        data={"uraian": "Palsu, dari situs lain", "tanggal": "2026-01-19"},
        cookies={"kinerja_token": p4.token},
    )
    assert answer.status_code == 400, answer.status_code
