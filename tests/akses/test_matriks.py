"""Every route of every service × everybody who may ask × own record, own line, other unit, other instansi: the answers against the matrix."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pypdf
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from tests.akses import kota
from tests.akses.dunia import Dunia, Isi
from tests.akses.kota import SASARAN, Penanya, penanya, tanda
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from shared.matriks import MATRIKS, PERAN, Hak, Kolom, Objek, hak
from shared.web.akses import Akses, Sasaran, akses_dari

LAYANAN = ("auth", "skp", "capaian", "penilaian", "laporan")
DITOLAK = {403, 404}
BAGIAN = re.compile(r"<(?:([^:<>]+):)?([^<>]+)>")


@dataclass(frozen=True)
class Jalan:
    """One closed route and method with what it says it opens."""

    rule: Rule
    method: str
    view: Callable[..., Any]
    akses: Akses

    @property
    def nama(self) -> str:
        return str(self.rule.endpoint).rsplit(".", maxsplit=1)[-1]

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def jalan(app: Flask) -> Iterator[Jalan]:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if getattr(view, "is_public", False):
            continue
        declared = akses_dari(view)
        assert declared is not None, f"{rule.rule} says nothing about what it opens"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Jalan(rule, method, view, declared)


class Pejalan:
    """Asks one service as everybody, leaving nothing behind, and notes where the answer is not what the matrix says."""

    def __init__(self, dunia: Dunia) -> None:
        self.dunia = dunia
        self.svc = dunia.svc
        self.semua = penanya()
        self.klien: dict[str, FlaskClient] = {p.nama: self.svc.client(p.identity) for p in self.semua}
        self.salah: list[str] = []
        self.tanya = 0
        self.diizinkan: set[tuple[str, str]] = set()

    def alamat(self, j: Jalan, orang: UUID) -> tuple[str, int]:
        versi = 1

        def isi(cocok: re.Match[str]) -> str:
            nonlocal versi
            bagian = cocok[2]
            if (cocok[1] or "").startswith("any("):
                return cocok[1][4:].split(",")[0].strip(" )")
            if bagian not in self.dunia.alamat:
                assert self._hanya_petugas(j), f"{j}: tell tests/akses/dunia.py what <{bagian}> is of a person's record"
                return {"int": "1", "": "2026-01-12"}.get(cocok[1] or "", "00000000-0000-7000-8000-000000000001")
            nilai = self.dunia.alamat[bagian](orang)
            versi = self.dunia.versi(bagian, nilai) if isinstance(nilai, UUID) else 1
            return str(nilai)

        return BAGIAN.sub(isi, j.rule.rule), versi

    def _hanya_petugas(self, j: Jalan) -> bool:
        """Whether assigned roles alone decide, so that nothing hangs on whose record the address names; what is not there is then not found."""
        relasi = {k for k, rights in MATRIKS[j.akses.objek].items() if k not in PERAN and j.akses.terbuka(rights)}
        return j.akses.sasaran is not Sasaran.SATU or not relasi

    def _ada(self, j: Jalan) -> bool:
        return all(bagian in self.dunia.alamat or konverter.startswith("any(") for konverter, bagian in BAGIAN.findall(j.rule.rule))

    def minta(self, p: Penanya, j: Jalan, orang: UUID, isi: Isi) -> TestResponse:
        """One request; whatever it did is undone. Events that it published are in ``self.kabar``."""
        path, versi = self.alamat(j, orang)
        headers = {"If-Match": f'"{versi}"', "X-Kinerja-Jam": kota.KINI.isoformat()} if j.method != "GET" else {}
        if "data" in isi and isinstance(isi["data"], dict) and j.method == "POST":
            isi = {**isi, "data": {k: _ulang(v) for k, v in isi["data"].items()}}
        jejak = self.svc.connection.begin_nested()
        try:
            sebelum = self._jumlah()
            jawab = self.klien[p.nama].open(path, method=j.method, headers=headers, **isi)
            jawab.get_data()
            jawab.close()
            self.terbaca = self._terbaca(sebelum)
        finally:
            jejak.rollback()
        self.tanya += 1
        return jawab

    def _jumlah(self) -> int:
        return int(self.svc.connection.execute(sa.text("SELECT COALESCE(max(id), 0) FROM jejak")).scalar_one())

    def _terbaca(self, sejak: int) -> dict[UUID, str]:
        """Whose records the trail says were read since, and in which capacity."""
        rows = self.svc.connection.execute(sa.text("SELECT orang, sebagai FROM jejak WHERE aksi = 'baca' AND id > :id"), {"id": sejak})
        return {orang: row.sebagai for row in rows for orang in row.orang}

    def isi(self, j: Jalan, orang: UUID) -> Isi:
        for nama in (str(j.rule.endpoint), j.nama):
            if nama in self.dunia.isi:
                return self.dunia.isi[nama](orang)
        return {} if j.method in ("GET", "DELETE") or not j.rule.rule.split("/")[2].startswith("api") else {"json": {}}

    # ---- expectations

    def kolom(self, p: Penanya, j: Jalan, orang: UUID) -> frozenset[str]:
        if p.klien:
            scope = getattr(j.view, "scope_klien", "")
            terbuka = p.identity is not None and scope and scope in p.identity.scope
            return frozenset({j.view.peran_klien}) if terbuka and p.kolom(orang) else frozenset()  # type: ignore[attr-defined]
        return p.kolom(orang)

    def hak(self, p: Penanya, j: Jalan, objek: Objek, orang: UUID) -> frozenset[Hak]:
        kolom = self.kolom(p, j, orang)
        return hak(objek, kolom) if kolom else frozenset()

    def catat(self, j: Jalan, p: Penanya, orang: UUID, apa: str) -> None:
        self.salah.append(f"{j} · {p.nama} · {kota.NAMA[orang]}: {apa}")

    def periksa_status(self, j: Jalan, p: Penanya, orang: UUID, jawab: TestResponse) -> None:  # noqa: C901 - one branch a kind of route
        kode = jawab.status_code
        if p.identity is None:
            if not (kode == 401 or (kode in {302, 303, 307} and jawab.headers["Location"].startswith("/auth/"))):
                self.catat(j, p, orang, f"nobody is signed in, and the answer is {kode}")
            return
        if kode == 401 or kode >= 500:
            self.catat(j, p, orang, f"{kode} {jawab.text[:200]}")
        elif p.klien and not self._terbuka_bagi_klien(j, p):
            if kode != 403:
                self.catat(j, p, orang, f"closed to clients, and the answer is {kode}")
        elif j.akses.sasaran is Sasaran.SATU:
            boleh = j.akses.terbuka(self.hak(p, j, j.akses.objek, orang))
            if boleh:
                self.diizinkan.add((str(j), p.nama))
            sebagian = boleh and j.akses.hak is Hak.KELOLA and not j.akses.terbuka(hak(j.akses.objek, p.peran))
            sesaat = boleh and j.akses.hak is Hak.SAHKAN  # only while a Plh's rating waits for it, which penilaian's own tests bring about
            if (sebagian or sesaat) and kode in DITOLAK:
                return  # managing may need the role for the whole instansi
            if boleh == (kode in DITOLAK) and not (boleh and kode == 404 and not self._ada(j)):
                self.catat(
                    j,
                    p,
                    orang,
                    f"{'may' if boleh else 'may not'} {j.akses.hak} {j.akses.objek}, and the answer is {kode} {jawab.text[:160]}",
                )
        elif j.akses.sasaran is Sasaran.INSTANSI and not p.klien:
            boleh = j.akses.terbuka(hak(j.akses.objek, p.peran))
            sebagian = not boleh and j.akses.terbuka(hak(j.akses.objek, p.identity.peran))
            if boleh:
                self.diizinkan.add((str(j), p.nama))
            if not sebagian and boleh == (kode == 403):
                self.catat(
                    j,
                    p,
                    orang,
                    f"{'may' if boleh else 'may not'} {j.akses.hak} {j.akses.objek}, and the answer is {kode} {jawab.text[:160]}",
                )

    def _terbuka_bagi_klien(self, j: Jalan, p: Penanya) -> bool:
        scope = getattr(j.view, "scope_klien", "")
        return bool(scope and p.identity and scope in p.identity.scope)

    def periksa_isi(self, j: Jalan, p: Penanya, jawab: TestResponse) -> None:
        """No answer, whatever was asked, holds a mark of a record that the matrix closes to this person."""
        if jawab.status_code >= 400 and not jawab.is_json and "html" not in (jawab.mimetype or ""):
            return
        teks = _teks(jawab)
        for orang in SASARAN:
            for objek in (Objek.SKP, Objek.REALISASI, Objek.BUKTI, Objek.RATING):
                if tanda(objek, orang) in teks and Hak.BACA not in self._terang(p, j, objek, orang):
                    self.catat(j, p, orang, f"shows {objek} ({jawab.status_code})")
            dikenal = p.kolom(orang) - {Kolom.ADMIN_PLATFORM} or (p.identity and p.identity.pegawai_id in kota.ATASANNYA[orang])
            if kota.NAMA[orang] in teks and not dikenal:
                self.catat(j, p, orang, f"shows the name ({jawab.status_code})")

    def _terang(self, p: Penanya, j: Jalan, objek: Objek, orang: UUID) -> frozenset[Hak]:
        found = self.hak(p, j, objek, orang)
        if objek is Objek.BUKTI and Hak.BACA in self.hak(p, j, Objek.REALISASI, orang):
            found |= {Hak.BACA}  # the names of files stand in the report; the files themselves are asked for by their own route
        if p.identity and p.identity.pegawai_id == kota.ATASANNYA[orang][1]:
            found |= hak(objek, {Kolom.ATASAN_PENILAI})
        if p.identity and p.identity.pegawai_id == kota.ATASANNYA[orang][0]:
            found |= hak(objek, {Kolom.PENILAI})
        return found

    def periksa_jejak(self, j: Jalan, p: Penanya, jawab: TestResponse) -> None:
        """What shows another person's record leaves its row; what shows one's own leaves none."""
        if p.identity is None or jawab.status_code != 200 or j.method != "GET":
            return
        teks = _teks(jawab)
        for orang in SASARAN:
            terlihat = any(tanda(objek, orang) in teks for objek in (Objek.SKP, Objek.REALISASI, Objek.BUKTI, Objek.RATING))
            if orang == p.identity.pegawai_id:
                if orang in self.terbaca:
                    self.catat(j, p, orang, "one's own record is in one's own access log")
            elif (terlihat or (self._menyebut_orang(j) and self._tentang(jawab, orang, teks))) and orang not in self.terbaca:
                self.catat(j, p, orang, "was read and is not in the access log")
            elif orang in self.terbaca and not self.terbaca[orang]:
                self.catat(j, p, orang, "the access log does not say in which capacity")

    def _menyebut_orang(self, j: Jalan) -> bool:
        """Whether the address names a record of a person (a unit is none: the names of heads stand in the tree)."""
        return any(bagian in self.dunia.alamat and bagian != "unor_id" for _, bagian in BAGIAN.findall(j.rule.rule))

    def _tentang(self, jawab: TestResponse, orang: UUID, teks: str) -> bool:
        return kota.NAMA[orang] in teks or str(orang) in teks

    # ---- the walk

    def jalani(self, j: Jalan) -> None:
        for p in self.semua:
            for orang in SASARAN:
                for isi in self.dunia.daftar.get(j.nama, ({},)) if j.method == "GET" else (self.isi(j, orang),):
                    jawab = self.minta(p, j, orang, isi)
                    self.periksa_status(j, p, orang, jawab)
                    self.periksa_isi(j, p, jawab)
                    self.periksa_jejak(j, p, jawab)
                if j.akses.sasaran is not Sasaran.SATU and j.method == "GET":
                    break  # nobody is named: one question is enough


def _ulang(nilai: Any) -> Any:
    """A file to be sent once more."""
    if isinstance(nilai, tuple) and isinstance(nilai[0], io.BytesIO):
        return (io.BytesIO(nilai[0].getvalue()), nilai[1])
    return nilai


def _teks(jawab: TestResponse) -> str:
    """The words of an answer, also of a workbook and of a document."""
    if "spreadsheet" in (jawab.mimetype or ""):
        with zipfile.ZipFile(io.BytesIO(jawab.data)) as buku:
            return "".join(buku.read(nama).decode() for nama in buku.namelist() if nama.endswith(".xml"))
    if jawab.mimetype == "application/pdf" and jawab.data.startswith(b"%PDF") and len(jawab.data) > 2000:
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(jawab.data)).pages)
    return jawab.get_data(as_text=True) if jawab.mimetype != "application/pdf" else ""


@pytest.mark.parametrize("name", LAYANAN)
def test_every_route_answers_everybody_as_the_matrix_says(name: str, dunia: Dunia) -> None:
    pejalan = Pejalan(dunia)
    semua = list(jalan(dunia.svc.app))
    for j in semua:
        pejalan.jalani(j)

    assert not pejalan.salah, "\n".join(pejalan.salah)
    assert pejalan.tanya >= len(semua) * len(pejalan.semua)
    tertutup = [j for j in semua if j.akses.sasaran in (Sasaran.SATU, Sasaran.INSTANSI) and j.akses.objek is not Objek.TEKNIS]
    tak_terpakai = {str(j) for j in tertutup} - {nama for nama, _ in pejalan.diizinkan}
    assert tak_terpakai == set(), "nobody in the town may use these: the walk proves nothing about them"
