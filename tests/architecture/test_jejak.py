"""No silent hole in the audit trail: what publishes or changes something records it, or is named here with the reason why it does not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

import pytest
from tests.architecture.test_shape import SERVICES, SOURCES

TELLS_AGAIN = {"terbitkan_ulang", "republish"}
"""They publish states that were recorded when they came about."""

STEP = "a step of a sign-in or of a change that is recorded when it is done"
RECORDS_NOTHING: dict[str, dict[str, str]] = {
    "auth": {
        "bersihkan": "removes what has served its time by a fixed rule",
        "izin_token": "a token is part of a session or sign-in, which is recorded",
        "perbarui_sesi": "the renewal of a recorded session, every five minutes",
        "mulai_masuk": "counts an attempt; failures are summed up by rangkum_gagal, successes recorded by berhasil_masuk",
        "hitung_gagal": "counts for rangkum_gagal, which records",
        "hitung_tebakan": "counts a guess; what comes of it is recorded",
        "tebakan_benar": "takes a count back; the success is recorded",
        "ingat_perangkat": "part of the opening of a session, which is recorded",
        "perangkat_dari": "reads",
        "minta_pemeriksaan": "a check is a view of what is there",
        "periksa_hierarki": "a check is a view of what is there",
        "periksa_yang_berubah": "a check is a view of what is there",
        "klien_menurut_nama": "reads",
        "tolakan": "reads",
        "hitung_percobaan": "counts an attempt of the first run, before anybody is known",
        "kembalikan_percobaan": "takes one of those back, when the code was right",
        "kesiapan": "reads",
        "terpasang": "reads",
        "tahan": "a step of an import whose deeds are recorded as they are done",
        "jelaskan_pegawai": "reads",
        "mulai": "a sign-in that is begun is nobody's yet",
        "ambil": "a sign-in that is begun is nobody's yet",
        "ambil_pemulihan": STEP,
        "ambil_tantangan": STEP,
        "batalkan_langkah": STEP,
        "buka_langkah": STEP,
        "find_pendaftaran": "reads",
        "get_langkah": "reads",
        "get_langkah_pendaftaran": "reads",
        "get_langkah_sandi": "reads",
        "mulai_bukti": STEP,
        "mulai_passkey": STEP,
        "mulai_totp": STEP,
        "mulai_yakin": STEP,
        "pilihan_daftar_passkey": STEP,
        "pilihan_masuk_passkey": STEP,
        "selesaikan_langkah": STEP,
        "tandai_yakin": STEP,
        "titip_pemulihan": STEP,
        "yakin": "reads",
        "samakan_peran_seluruh": "part of an import or of an installation, which its callers record",
        "catat_versi": "part of a change of settings, which its callers record",
        "beri_tahu": "a letter about what is recorded",
        "kirim_surat": "sends letters about what is recorded",
        "lihat_atur_ulang": "reads",
        "lihat_kukuhkan": "reads",
        "minta_atur_ulang": "asked by nobody who is known; what comes of it is recorded",
        "cari_pegawai": "reads",
        "rencanakan": "says what a reorganisation would do",
        "daftar_pengganti": "reads",
        "kerjakan_salinan": "a step of a copy whose asking and fetching are recorded",
        "buang_salinan_lama": "removes what has served its time by a fixed rule",
    },
    "skp": {"acuan_untuk": "reads", "muat": "reads"},
    "capaian": {
        "batas_untuk": "reads",
        "milik_sendiri": "reads",
        "bersihkan_berkas": "removes files whose removal from their report was recorded",
        "berkas_menunggu": "reads",
        "mini_menunggu": "reads",
        "muat_laporan": "reads",
        "simpan_mini": "a small picture is made of a file whose coming was recorded",
    },
    "penilaian": {
        "baca_saya": "reads one's own, and marks it as read",
        "lakukan_sekaligus": "calls the deeds, which record",
        "muat": "reads",
    },
    "laporan": {},
}


def functions(name: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """(module, function) of the application layer, methods of classes included."""
    return ((module, node) for module, node, _ in _functions(name))


@cache
def _functions(name: str) -> tuple[tuple[str, ast.FunctionDef, frozenset[str]], ...]:
    """With what the module imports: a deed of the domain (``evaluasi.sampaikan()``) is not the use case of the same name."""
    found = []
    for path in sorted((SOURCES[name] / "application").glob("*.py")):
        tree = list(ast.walk(ast.parse(path.read_text())))
        imports = frozenset(a.asname or a.name for node in tree if isinstance(node, (ast.Import, ast.ImportFrom)) for a in node.names)
        found += [(path.stem, node, imports) for node in tree if isinstance(node, ast.FunctionDef)]
    return tuple(found)


def called(node: ast.FunctionDef, imports: frozenset[str] = frozenset()) -> set[str]:
    """The functions that it calls: ``f()``, and ``module.f()`` of an imported module."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name):
            found.add(part.func.id)
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and isinstance(part.func.value, ast.Name):
            found |= {part.func.attr} if part.func.value.id in imports else set()
    return found


def of_unit(node: ast.FunctionDef) -> set[str]:
    """The methods of the unit of work that it calls."""
    return {
        part.func.attr
        for part in ast.walk(node)
        if isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and isinstance(part.func.value, ast.Name)
        and part.func.value.id == "uow"
    }


@cache
def recording(name: str) -> frozenset[str]:
    """The functions that record, themselves or through others of the service."""
    calls = {}
    found = set()
    for _, node, imports in _functions(name):
        calls[node.name] = calls.get(node.name, set()) | called(node, imports)
        if "catat" in of_unit(node) or "catat_baca" in called(node):
            found.add(node.name)
    while more := {caller for caller, callees in calls.items() if callees & found} - found:
        found |= more
    return frozenset(found)


def is_use_case(module: str, node: ast.FunctionDef) -> bool:
    arguments = [argument.arg for argument in node.args.args]
    return module.startswith("use_cases") and not node.name.startswith("_") and arguments[:1] == ["uow"]


@pytest.mark.parametrize("name", SERVICES)
def test_who_publishes_records(name: str) -> None:
    silent = [
        f"{module}.{node.name}"
        for module, node in functions(name)
        if "publish" in of_unit(node) and node.name not in recording(name) | TELLS_AGAIN
    ]

    assert silent == [], "what is told to the others is recorded too: uow.catat(...)"


@pytest.mark.parametrize("name", SERVICES)
def test_every_use_case_records_or_is_named_here_with_a_reason(name: str) -> None:
    silent = {node.name for module, node in functions(name) if is_use_case(module, node)} - recording(name) - TELLS_AGAIN

    assert sorted(silent - RECORDS_NOTHING[name].keys()) == [], "let it uow.catat(...), or say here why there is nothing to record"
    assert sorted(RECORDS_NOTHING[name].keys() - silent) == [], "no excuse is kept for who needs none"


def test_the_guard_sees_a_use_case_that_forgets_to_record() -> None:
    """The guard itself: skp's agreeing without its recording would be found."""
    _, node = next((module, node) for module, node in functions("skp") if node.name == "_simpan")
    assert {"publish"} <= of_unit(node)
    assert "_catat" in called(node)
    bare = ast.parse("def setujui(uow, identity):\n    uow.publish(identity)").body[0]
    assert isinstance(bare, ast.FunctionDef)
    assert ("publish" in of_unit(bare), "catat" in of_unit(bare)) == (True, False)
