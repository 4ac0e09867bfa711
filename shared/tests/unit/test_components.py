"""The macros of the pages: what they must say, and what a strict content policy and assistive technology forbid."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from shared.web.format import FILTERS

WEB = Path(str(files("shared.web")))
STATIC = WEB / "static"
RINA = SimpleNamespace(nama="Rina Lestari, A.Md.", inisial="RL", peran=frozenset[str](), pegawai_id="0190")
ADMIN = SimpleNamespace(nama="Ratna Dewi", inisial="RD", peran=frozenset({"admin_instansi"}), pegawai_id="0191")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "line", "use"}


class Balance(HTMLParser):
    """Every element closed in order, no id twice, every reference by id answered."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("for", "aria-describedby", "aria-labelledby") and value:
                self.references.update(value.split())
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> inside {self.open}"
        self.open.pop()


def check(html: str) -> str:
    page = Balance()
    page.feed(html)
    page.close()
    assert page.open == []
    assert len(page.ids) == len(set(page.ids)), page.ids
    assert page.references <= set(page.ids), page.references - set(page.ids)
    assert not [name for name, _ in page.attributes if name == "style" or name.startswith("on")]
    return html


@pytest.fixture(scope="module")
def env() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(WEB / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(FILTERS)
    environment.globals.update(
        statis=lambda name: f"/statis/{name}",
        csrf_token=lambda: "rahasia",
        get_flashed_messages=lambda **_: [("baik", "SKP diajukan.")],
        request=SimpleNamespace(method="GET", full_path="/skp/tim?tahun=2025"),
    )
    return environment


@pytest.fixture(scope="module")
def k(env: Environment) -> Any:
    return env.get_template("kinerja/komponen.html").module


def page(env: Environment, name: str, **context: Any) -> str:
    given: dict[str, Any] = {
        "identitas": RINA,
        "instansi_nama": "Pemerintah Kota Contoh",
        "area": "rencana",
        "tema": "light",
        "demo": None,
        **context,
    }
    return check(env.get_template(f"kinerja/{name}.html").render(given))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_shell_names_the_five_areas_and_the_one_that_is_open(env: Environment) -> None:
    html = page(env, "dasar")
    for url in ("/laporan/beranda", "/skp/", "/capaian/", "/penilaian/", "/laporan/"):
        assert html.count(f'href="{url}"') >= 2
    assert html.count('aria-current="page"') == 2
    assert "Langsung ke isi" in html
    assert "SKP diajukan." in html
    assert 'name="lanjut" value="/skp/tim?tahun=2025"' in html


def test_administration_is_in_the_menu_of_those_who_have_the_role(env: Environment) -> None:
    assert "/auth/impor" not in page(env, "dasar")
    assert "/auth/impor" in page(env, "dasar", identitas=ADMIN)


@pytest.mark.parametrize(
    ("peran", "links"),
    [
        ("pengelola_kinerja", ["/auth/organisasi", "/skp/pustaka", "/penilaian/organisasi", "/laporan/instansi"]),
        ("ppk", ["/penilaian/organisasi", "/laporan/instansi"]),
        ("auditor", ["/laporan/instansi"]),
        ("pegawai", []),
    ],
)
def test_each_role_finds_only_its_own_administration(env: Environment, peran: str, links: list[str]) -> None:
    caller = SimpleNamespace(nama="Ratna Dewi", inisial="RD", peran=frozenset({peran}), pegawai_id="0191")
    html = page(env, "dasar", identitas=caller)
    everything = ["/auth/organisasi", "/auth/impor", "/skp/periode", "/skp/pustaka", "/penilaian/organisasi", "/laporan/instansi"]
    assert [url for url in everything if f'href="{url}"' in html] == links


def test_an_area_with_work_carries_its_count_in_both_bars(env: Environment) -> None:
    html = page(env, "dasar", jumlah_area={"nilai": 2, "catat": 0})
    assert html.count('<span class="k-jumlah">2<span class="visually-hidden"> tugas</span></span>') == 2
    assert html.count("k-jumlah") == 2


def test_unit_and_period_open_a_dialog_from_the_bar_and_on_a_phone_from_the_menu(env: Environment) -> None:
    html = page(env, "dasar", ganti={"teks": "Dinas Pendidikan", "dialog": "d-ganti"}, lonceng={"alamat": "/x", "jumlah": 3})
    assert html.count('data-buka-dialog="d-ganti"') == 2
    assert "3 belum dibaca" in words(html)


def test_leaving_and_the_theme_are_posts_with_a_token(env: Environment) -> None:
    html = page(env, "dasar", tema="dark")
    assert 'data-bs-theme="dark"' in html
    assert 'value="light"' in html
    assert html.count('name="csrf_token" value="rahasia"') == 2


def test_the_demo_says_that_its_clock_is_not_the_real_one(env: Environment) -> None:
    assert "jam sistem 19 Januari 2026" in page(env, "dasar", demo="19 Januari 2026 pukul 08.10 WIB")
    assert "jam sistem" not in page(env, "dasar")


@pytest.mark.parametrize("identitas", [RINA, None])
@pytest.mark.parametrize("status", [401, 403, 404, 409, 422, 500, 503])
def test_an_error_page_says_what_happened_with_and_without_a_caller(env: Environment, identitas: object, status: int) -> None:
    problem = {
        "status": status,
        "code": "kode",
        "detail": "Penilai Rina sekarang Agus.",
        "errors": {"bobot": ["Bobot kurang."]},
        "request_id": "01J9",
    }
    html = page(env, "galat", masalah=problem, identitas=identitas)
    assert "Penilai Rina sekarang Agus." in html
    assert "Bobot kurang." in html
    assert "01J9" in html


def test_a_page_without_a_caller_has_no_shell(env: Environment) -> None:
    html = page(env, "polos", identitas=None)
    assert "k-nav" not in html
    assert 'name="pegawai"' not in html


def test_the_api_page_renders_an_openapi_description(env: Environment) -> None:
    schema = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string", "format": "uuid"}, "induk": {"allOf": [{"$ref": "#/components/schemas/Skp"}]}},
    }
    operation = {
        "summary": "One SKP",
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Skp"}}}}},
    }
    spek = {
        "info": {"title": "Kinerja: SKP", "version": "v1"},
        "paths": {"/skp/{id}": {"get": operation}},
        "components": {"schemas": {"Skp": schema}},
    }
    html = page(env, "docs", spek=spek)
    assert "/skp/{id}" in html
    assert 'href="#skema-Skp"' in html
    assert 'id="skema-Skp"' in html


def test_an_action_that_is_not_allowed_stays_and_says_why(k: Any) -> None:
    actions = [
        {"kode": "setujui", "label": "Setujui SKP", "boleh": True, "alasan": None},
        {"kode": "kembalikan", "label": "Kembalikan", "boleh": True, "alasan": None},
        {"kode": "tetapkan", "label": "Tetapkan", "boleh": False, "alasan": "Tiga orang belum dinilai."},
    ]
    html = check(k.aksi(actions, "/skp/7", 3, buka={"kembalikan": "d-kembali"}))
    assert 'formaction="/skp/7/setujui"' in html
    assert 'name="version" value="3"' in html
    assert 'data-buka-dialog="d-kembali"' in html
    assert 'type="button" class="btn btn-outline-primary" aria-disabled="true"' in html
    assert "Tiga orang belum dinilai." in html
    assert html.count("btn-primary") == 1
    assert k.aksi([], "/skp/7") == ""


@pytest.mark.parametrize(
    ("sisa", "text", "tone"),
    [
        (5, "Kamis 15 Januari, 5 hari kerja lagi", ""),
        (3, "3 hari kerja lagi Kamis 15 Januari", "k-awas"),
        (-2, "Lewat 2 hari kerja Kamis 15 Januari", "k-buruk"),
    ],
)
def test_a_deadline_puts_first_what_matters_and_always_names_the_day(k: Any, sisa: int, text: str, tone: str) -> None:
    html = check(k.tenggat(date(2026, 1, 15), sisa))
    assert words(html) == text
    assert tone in html


def test_a_deadline_today_counts_hours_and_none_is_said(k: Any) -> None:
    assert words(k.tenggat(date(2026, 1, 15), 0, jam=3)).startswith("Hari ini, 3 jam lagi")
    assert words(k.tenggat()) == "Tanpa batas"


def test_a_rating_is_three_radio_buttons_and_none_is_given_beforehand(k: Any) -> None:
    html = check(k.rating3("rating_hasil", "Rating hasil kerja", saran="di_atas_ekspektasi", dari="111,09"))
    assert re.findall(r'value="(\w+)"', html) == ["di_bawah_ekspektasi", "sesuai_ekspektasi", "di_atas_ekspektasi"]
    assert "checked" not in html
    assert "saran" in html
    assert "checked" in k.rating3("rating_hasil", "Rating", "sesuai_ekspektasi")


@pytest.mark.parametrize(
    ("hasil", "perilaku", "predikat"),
    [
        ("di_atas_ekspektasi", "di_atas_ekspektasi", "Sangat Baik"),
        ("di_atas_ekspektasi", "di_bawah_ekspektasi", "Kurang"),
        ("sesuai_ekspektasi", "sesuai_ekspektasi", "Baik"),
        ("di_bawah_ekspektasi", "sesuai_ekspektasi", "Butuh Perbaikan"),
        ("di_bawah_ekspektasi", "di_bawah_ekspektasi", "Sangat Kurang"),
    ],
)
def test_the_quadrant_marks_one_cell(k: Any, hasil: str, perilaku: str, predikat: str) -> None:
    html = check(k.kuadran(hasil, perilaku))
    assert re.findall(r'aria-current="true"[^>]*>([^<]+)', html) == [predikat]


def test_a_bar_over_one_hundred_shows_the_part_above(k: Any) -> None:
    html = check(k.laju(Decimal("111.09"), skala=120))
    assert '<rect width="100" height="10"/><rect class="k-lebih" x="100" width="11.09"' in html
    assert 'x="99.4"' in html
    assert "k-lebih" not in k.laju(Decimal("111.09"))


def test_the_strip_filters_by_links_and_counts_what_is_left(k: Any) -> None:
    html = check(
        k.strip(
            {"baik": {"jumlah": 4, "masih": 3, "batas": 70}, "sangat_baik": {"jumlah": 1, "sementara": 1}},
            10,
            judul="Pola Baik",
            alamat="?predikat=",
            aktif="baik",
        )
    )
    assert 'href="?predikat=sangat_baik"' in html
    assert 'href="?predikat=" aria-current="true"' in html
    assert "masih 3" in html
    assert "<a" not in k.strip({}, 0)


def test_a_field_with_a_fault_points_to_its_sentence(k: Any) -> None:
    galat = {"rhk[0].bobot": ["Kurang 0,01 %."]}
    html = check(
        k.galat_ringkas(galat, "Isian belum lengkap.")
        + k.isian_angka("rhk[0].bobot", "Bobot", Decimal("34.99"), galat, petunjuk="Dua angka.")
    )
    assert "Ada satu hal yang perlu diperbaiki" in html
    assert 'href="#f-rhk-0-bobot"' in html
    assert 'aria-describedby="h-f-rhk-0-bobot e-f-rhk-0-bobot"' in html
    assert 'value="34,99"' in html


@pytest.mark.parametrize(
    "call",
    [
        lambda k: k.isian_teks("nama", "Nama", None, attr={"autocomplete": "off"}),
        lambda k: k.isian_area("uraian", "Uraian", "<b>"),
        lambda k: k.isian_tanggal("tanggal", "Tanggal", date(2026, 1, 2)),
        lambda k: k.isian_pilih("aspek", "Aspek", [("a", "A"), ("b", "B")], "b", kosong="Pilih"),
        lambda k: k.isian_berkas("berkas", "Berkas", terima=".pdf"),
        lambda k: k.isian_sandi("sandi", "Sandi"),
        lambda k: k.isian_centang("setuju", "Setuju", petunjuk="x"),
        lambda k: k.isian_radio("tempat", "Tempat", [("wfo", "Kantor"), ("dl", "Dinas luar")], "dl"),
        lambda k: k.alasan_rating("alasan", "Cukup.", galat={"alasan": ["Tulis 30 karakter."]}),
        lambda k: k.perilaku("BP", "Berorientasi Pelayanan", ["Ramah"], "Khusus", ["A", ""], "sesuai_ekspektasi", skor=Decimal(115)),
        lambda k: k.perilaku("AK", "Akuntabel", pilih="sesuai_ekspektasi", skor=Decimal(100), baca=True),
        lambda k: k.hasil_akhir("baik", Decimal("96.05"), dari=120, teks="Sejalan.") + k.hasil_akhir(None),
        lambda k: k.bukti("a.pdf", "PDF", tujuan="/x") + k.bukti("b", "meminta izin", "tautan", "/y", "rusak"),
        lambda k: k.jejak(
            [{"langkah": "RHK 1", "hitungan": "x", "nilai": "1"}], {"langkah": "NKP", "hitungan": "y", "nilai": "2"}, "Mengapa?"
        ),
        lambda k: k.banding("Dua.", [{"kode": "a", "judul": "A", "isi": "x"}, {"kode": "b", "judul": "B", "keterangan": "y", "isi": "z"}]),
        lambda k: k.rel(
            "Antrian", "/", [{"judul": "Anda", "butir": [{"alamat": "/a", "nama": "Rina", "teks": "x", "predikat": "baik"}]}], 6, 10
        ),
        lambda k: k.syarat([{"ok": None, "teks": "a"}, {"ok": True, "teks": "b"}, {"ok": False, "teks": "c", "tujuan": "#x"}]),
        lambda k: k.urut([{"judul": "a", "keadaan": "lewat"}, {"judul": "b", "teks": "c"}]) + k.langkah(["a", "b"], 2, "Langkah"),
        lambda k: k.kalender(
            [[None, {"hari": 3, "keadaan": "tepat", "alamat": "/"}, {"hari": 4, "keadaan": "nanti", "hari_ini": True}]], "November"
        ),
        lambda k: k.legenda_kalender([("tepat", "Tepat 5")]) + k.kemajuan(1, 2, "Membuat") + k.rangka() + k.simpan("10.32"),
        lambda k: k.bobot([{"label": "RHK 1", "bobot": Decimal(40)}, {"label": "RHK 2", "bobot": Decimal(60)}], Decimal(100), "Genap."),
        lambda k: k.tren([1, 2, 3], 2, "Tren: 1, 2, 3") + k.tren([1]) + k.capaian("A", 50, "b", "50 %", tinggal=True),
        lambda k: (
            k.batang([{"label": "a", "persen": 1, "kanan": "1"}], "Judul")
            + k.sebaran({"baik": {"jumlah": 2, "persen": 10}}, "S", samar=True)
        ),
        lambda k: (
            k.garis("g", "Naik.", [71, 80, 92], [{"label": "2025", "banyak": 3}], bawah=60, sasaran=90, teks_sasaran="sasaran")
            + k.garis("h", "x", [1], [])
        ),
        lambda k: k.tampilan([{"alamat": "/", "label": "Saya", "kini": True}]) + k.saring([{"alamat": "/", "label": "Semua", "jumlah": 0}]),
        lambda k: (
            k.kepala("Judul", "teks", "sebelum", k.chip("Draf", "pensil")) + k.pasangan([("a", "b")]) + k.tombol("a", "/", "cek", untuk="b")
        ),
        lambda k: (
            k.giliran("Anda", "x", anda=True)
            + k.catatan("x", "awas", judul="y")
            + k.kosong("cek", "Kosong")
            + k.tugas("cek", "a", "b", "awas")
        ),
    ],
)
def test_every_component_is_well_formed_and_fit_for_a_strict_policy(k: Any, call: Any) -> None:
    html = check(str(call(k)))
    assert "<b>" not in html or "k-predikat" in html or "k-strip" in html


def test_what_people_typed_is_escaped(k: Any) -> None:
    assert "<script>" not in k.chip("<script>") + k.isian_teks("a", "A", '"><script>') + k.catatan("<script>")
    assert isinstance(k.chip("x"), Markup)


def test_icons_that_the_templates_name_exist_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "ikon.svg").read_text()))
    for template in (WEB / "templates" / "kinerja").glob("*.html"):
        text = template.read_text()
        assert set(re.findall(r"\bikon\('([\w-]+)'\)", text)) | set(re.findall(r"\('([\w-]+)', '[A-Z][^']*', '/", text)) <= known
    assert set(re.findall(r'ikon\("([\w-]+)"\)', (STATIC / "kinerja.js").read_text())) <= known


def test_the_theme_stays_small_and_needs_nothing_from_elsewhere() -> None:
    css = (STATIC / "kinerja.css").read_text()
    assert not re.search(r"@import|url\((?!kawung\.svg)", css)
    assert css.count("{") == css.count("}")
    assert len(css) < 60_000
