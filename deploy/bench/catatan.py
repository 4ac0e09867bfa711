"""Daily entries of a large agency: 10,000 people with five RHK each, 4.4 million entries of two years, against an agency a tenth of it.

The month view of a person and the evaluator's list must not feel the size; then the last two hours before a deadline, in which 60 % send their reports,
at twenty times their speed for a bounded time. On databases of their own; minutes long, so ``make bench`` leaves it out and ``--besar`` asks for it.
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from bench.events import SECRET
from capaian.adapters.libur import KALENDER
from capaian.adapters.tables import skp_view
from capaian.app import MIGRATIONS, create_app
from native import postgres
from shared.auth.tokens import AUDIENCE, TokenVerifier
from shared.contracts import skp
from shared.persistence import SYSTEM, Database
from shared.persistence.migrations import upgrade
from shared.settings import ServiceSettings

ORANG, RHK, TIM = 10_000, 5, 15
TAHUN = (2024, 2025)
_URL, _PORT = "http://127.0.0.1:24398", 24398
_KINI = "2026-01-08T22:30:00+07:00"
_PUTARAN, _CEPAT, _DUA_JAM, _BAGIAN = 60, 20, 7_200, 0.6
_RUANG = UUID("6f3a1d0e-0000-4000-8000-00000000beac")

Hasil = tuple[str, str, str, bool]


@dataclass(frozen=True)
class Kota:
    """One agency on its own database; person ``i`` is judged by the head of the team ``i // TIM``, who is nobody of the people."""

    url: str
    instansi: UUID
    orang: int

    def id(self, jenis: str, nomor: int) -> UUID:
        return uuid5(self.instansi, f"{jenis}{nomor}")

    def skp(self, nomor: int, tahun: int) -> skp.Skp:
        def rhk(n: int) -> skp.Rhk:
            nama = f"{nomor}-{tahun}-{n}"
            target = (Decimal(12), None, None)
            indikator = skp.Indikator(uuid5(self.instansi, f"i{nama}"), "kuantitas", "Laporan tersusun", "", *target, "laporan")
            return skp.Rhk(uuid5(self.instansi, f"r{nama}"), n, "utama", f"Menyusun {n}", Decimal(20), None, "", "", (indikator,))

        def orang(jenis: str, n: int) -> skp.Orang:
            return skp.Orang(
                self.id(jenis, n), f"{'Pegawai' if jenis == 'p' else 'Kepala'} Nomor {n}", None, None, "Pengolah Data", "Bidang"
            )

        tim = nomor // TIM
        return skp.Skp(
            id=self.id(f"s{tahun}-", nomor),
            instansi_id=self.instansi,
            pegawai_id=self.id("p", nomor),
            penilai_id=self.id("k", tim),
            atasan_penilai_id=None,
            unor_id=self.id("u", tim),
            tahun=tahun,
            mulai=date(tahun, 1, 1),
            selesai=date(tahun, 12, 31),
            pendekatan="kuantitatif",
            status="disetujui",
            pegawai=orang("p", nomor),
            penilai=orang("k", tim),
            atasan_penilai=None,
            rhk=tuple(rhk(n) for n in range(1, RHK + 1)),
            perilaku=(),
            lampiran=skp.Lampiran(),
            revisi=1,
            diajukan_pada=None,
            dikembalikan_pada=None,
            disetujui_pada=None,
            alasan_dikembalikan="",
            hash="x",
            version=1,
        )


_LAPORAN = sa.text(
    """
    INSERT INTO laporan (id, instansi_id, pegawai_id, penilai_id, skp_id, periode_id, tahun, nomor, nama, mulai, selesai, batas_normal, batas_toleransi, status, realisasi,
                         jumlah_progres, pertama_dikirim_pada, dikirim_pada, terlambat, hari_terlambat, alasan_terlambat, keterangan_terlambat, dimaafkan, catatan_penilai,
                         catatan_maaf, riwayat, version)
    SELECT md5(s.id::text || n)::uuid, s.instansi_id, s.pegawai_id, (s.isi ->> 'penilai_id')::uuid, s.id, md5(s.tahun::text || n)::uuid, s.tahun, n, 'Bulan ' || n, a, z, z + 8, z + 15,
           CASE WHEN s.tahun < 2025 THEN 'diterima' WHEN n < 12 THEN 'dikirim' ELSE 'draf' END, '[]', 18,
           CASE WHEN s.tahun < 2025 OR n < 12 THEN z + interval '12 hours' END, CASE WHEN s.tahun < 2025 OR n < 12 THEN z + interval '12 hours' END,
           false, 0, '', '', false, '', '', '[]', 1
      FROM skp_view s CROSS JOIN generate_series(1, 12) n
     CROSS JOIN LATERAL (SELECT make_date(s.tahun, n, 1) AS a, (make_date(s.tahun, n, 1) + interval '1 month - 1 day')::date AS z) masa
    """
)
_PROGRES = sa.text(
    """
    INSERT INTO progres_harian (id, instansi_id, pegawai_id, skp_id, tanggal, uraian, rhk_id, di_luar_skp, kuantitas, satuan, lokasi_kerja, status, dikirim_pada, terlambat,
                                hari_terlambat, version)
    SELECT gen_random_uuid(), s.instansi_id, s.pegawai_id, s.id, h, 'Menghimpun data kegiatan dari dua belas sekolah dan memeriksanya', s.rhk_ids[1 + extract(day FROM h)::int % 5],
           '', 1, 'rekap', 'wfo', 'dikirim', h + interval '9 hours', false, 0, 1
      FROM skp_view s CROSS JOIN unnest(CAST(:hari AS date[])) h
     WHERE s.tahun = :tahun
    """
)


def isi(kota: Kota) -> None:
    """Fill a migrated database: plans by the contract, reports and entries by the database itself."""
    database = Database(kota.url, pool_size=1)
    with database.transaction(SYSTEM) as connection:
        connection.exec_driver_sql(
            "TRUNCATE instansi_view, skp_view, laporan, progres_harian, rencana_aksi, bukti, outbox"
        )  # of the run before
        nilai = {"id": kota.instansi, "n": "Pemerintah Besar", "z": "Asia/Jakarta"}
        connection.execute(sa.text("INSERT INTO instansi_view (id, nama, zona_waktu, epoch, version) VALUES (:id, :n, :z, 0, 1)"), nilai)
        for tahun in TAHUN:
            connection.execute(sa.text("SELECT buka_tahun_progres(:tahun)"), {"tahun": tahun})
            for awal in range(0, kota.orang, 1000):
                rows = [_baris(kota.skp(nomor, tahun)) for nomor in range(awal, min(awal + 1000, kota.orang))]
                connection.execute(sa.insert(skp_view), rows)
        connection.execute(_LAPORAN)
        for tahun in TAHUN:
            hari = [date(tahun, 1, 1) + timedelta(days=n) for n in range(366) if (date(tahun, 1, 1) + timedelta(days=n)).year == tahun]
            kerja = [h for h in hari if KALENDER.adalah(h)][:220]
            connection.execute(_PROGRES, {"hari": kerja, "tahun": tahun})
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE skp_view, laporan, progres_harian")
    database.dispose()


def _baris(satu: skp.Skp) -> dict[str, object]:
    sama = {name: getattr(satu, name) for name in ("id", "instansi_id", "pegawai_id", "tahun", "mulai", "selesai", "status", "version")}
    return {
        **sama,
        "berlaku": True,
        "rhk_ids": [rhk.id for rhk in satu.rhk],
        "unor_lowong": [],
        "isi": msgspec.to_builtins(satu),
        "epoch": 0,
    }


def aplikasi(url: str, kunci: ECKey, folder: Path) -> Flask:
    """capaian with a key of the bench's own; the profile ``test`` lets a request say its moment."""
    verifier = TokenVerifier(_URL, "http://127.0.0.1:1/jwks.json")
    verifier.use(KeySet([kunci]))
    settings = ServiceSettings(
        name="capaian",
        url=_URL,
        profile="test",
        database_url=url,
        amqp_url="amqp://guest:guest@127.0.0.1:1/",
        secret_key=SECRET,
        jwks_url="http://127.0.0.1:1/jwks.json",
        epoch=0,
        log_level="ERROR",
        clock_offset=timedelta(0),
    )
    return create_app(settings, berkas_dir=folder, verifier=verifier)


def web() -> Flask:
    """What gunicorn starts."""
    return aplikasi(os.environ["BENCH_URL"], ECKey.import_key(json.loads(os.environ["BENCH_KEY"])), Path(os.environ["BENCH_FOLDER"]))


def masuk(kota: Kota, pegawai_id: UUID, kunci: ECKey) -> dict[str, str]:
    kini = int(time.time())
    claims = {
        "iss": _URL,
        "aud": AUDIENCE,
        "sub": str(pegawai_id),
        "instansi": str(kota.instansi),
        "nama": "Pegawai",
        "peran": [],
        "peran_unit": {},
        "sid": "",
    }
    token = jwt.encode({"alg": "ES256", "kid": kunci.kid}, {**claims, "iat": kini, "exp": kini + 3600}, kunci)
    return {"Authorization": f"Bearer {token}", "X-Kinerja-Jam": _KINI}


def _halaman(kota: Kota, kunci: ECKey, folder: Path) -> dict[str, Callable[[], float]]:
    """Seconds of one month view and of one evaluator's list, of somebody else each time."""
    client: FlaskClient = aplikasi(kota.url, kunci, folder).test_client()
    nomor = itertools.count(7, 7919)

    def ukur(alamat: str, siapa: UUID) -> float:
        headers = masuk(kota, siapa, kunci)
        mulai = time.perf_counter()
        jawab = client.get(alamat, headers=headers)
        lama = time.perf_counter() - mulai
        if jawab.status_code != 200:
            raise SystemExit(f"bench: {alamat} answers {jawab.status_code}")
        return lama

    return {
        "month view": lambda: ukur("/capaian/bulan?tanggal=2025-10-15", kota.id("p", next(nomor) % kota.orang)),
        "evaluator's list": lambda: ukur("/capaian/tim?tahun=2025", kota.id("k", next(nomor) % (kota.orang // TIM))),
    }


def banding(besar: Kota, kecil: Kota, kunci: ECKey, folder: Path) -> list[Hasil]:
    """The medians of both, measured in turns, for the machine's speed wanders."""
    pasangan = [_halaman(kota, kunci, folder) for kota in (besar, kecil)]
    hasil: list[Hasil] = []
    for nama in pasangan[0]:
        lama = [[satu[nama]() for satu in pasangan] for _ in range(_PUTARAN + 5)][5:]
        tengah = [statistics.median(kolom) for kolom in zip(*lama, strict=True)]
        kali = tengah[0] / tengah[1]
        print(f"{nama}: {tengah[0] * 1000:.1f} ms against {tengah[1] * 1000:.1f} ms", flush=True)
        hasil.append((f"{nama}, {besar.orang} people / {kecil.orang}", f"{kali:.2f}", "<= 1.3", kali <= 1.3))
    return hasil


@contextmanager
def _gunicorn(kota: Kota, kunci: ECKey, folder: Path) -> Iterator[None]:
    env = {**os.environ, "BENCH_URL": kota.url, "BENCH_KEY": json.dumps(kunci.as_dict(private=True)), "BENCH_FOLDER": str(folder)}
    command = [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{_PORT}", "--log-level", "error", "bench.catatan:web()"]
    server = subprocess.Popen(command, env=env)
    try:
        akhir = time.monotonic() + 60
        while True:
            try:
                _minta("GET", "/capaian/healthz", {})
                break
            except OSError:
                if time.monotonic() > akhir:
                    raise
                time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait(30)


def _minta(method: str, path: str, headers: dict[str, str], isi_: object = None) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", _PORT, timeout=30)
    try:
        body = None if isi_ is None else json.dumps(isi_)
        connection.request(method, path, body, {**headers, **({"Content-Type": "application/json"} if body else {})})
        answer = connection.getresponse()
        teks = answer.read()
    finally:
        connection.close()
    return answer.status, json.loads(teks) if teks[:1] == b"{" else {}


def serbu(kota: Kota, kunci: ECKey, folder: Path, detik: float) -> list[Hasil]:
    """People come when they come: each fills in December and sends it, and latency counts from the moment they wanted to."""
    per_detik = kota.orang * _BAGIAN / (_DUA_JAM / _CEPAT)
    banyak = min(int(per_detik * detik), kota.orang)
    with Database(kota.url, pool_size=1).transaction(SYSTEM) as connection:
        desember = {
            row.pegawai_id: row.id
            for row in connection.execute(sa.text("SELECT id, pegawai_id FROM laporan WHERE tahun = 2025 AND nomor = 12"))
        }
    lama: list[float] = []
    gagal: list[str] = []

    def kirim(nomor: int, pada: float) -> None:
        pegawai = kota.id("p", nomor)
        headers, alamat = masuk(kota, pegawai, kunci), f"/capaian/api/v1/laporan/{desember[pegawai]}"
        realisasi = [{"indikator_id": str(i.id), "angka": "1"} for rhk in kota.skp(nomor, 2025).rhk for i in rhk.indikator]
        if (sisa := pada - time.monotonic()) > 0:
            time.sleep(sisa)
        for langkah in (
            ("PUT", alamat, {**headers, "If-Match": '"1"'}, {"realisasi": realisasi}),
            ("POST", f"{alamat}/kirim", headers, {}),
        ):
            mulai = max(pada, time.monotonic() if langkah[0] == "POST" else pada)
            status, teks = _minta(*langkah)
            lama.append(time.monotonic() - mulai)
            if status != 200:
                gagal.append(f"{status} {teks}")
                return

    with _gunicorn(kota, kunci, folder), ThreadPoolExecutor(64) as kolam:
        awal = time.monotonic() + 0.5
        for n in range(banyak):
            kolam.submit(kirim, n, awal + n / per_detik)
    with Database(kota.url, pool_size=1).transaction(SYSTEM) as connection:
        tiba = connection.execute(
            sa.text("SELECT count(*) FROM laporan WHERE tahun = 2025 AND nomor = 12 AND status = 'dikirim'")
        ).scalar_one()
        kabar = connection.execute(sa.text("SELECT count(*) FROM outbox WHERE routing_key LIKE '%capaian.laporan_dikirim.v1'")).scalar_one()
    for satu in gagal[:3]:
        print(f"burst: {satu}", flush=True)
    p99 = statistics.quantiles(lama, n=100)[-1]
    print(f"burst: {banyak} people, {per_detik:.1f} a second; median {statistics.median(lama) * 1000:.0f} ms", flush=True)
    return [
        ("burst at the deadline, p99 (s)", f"{p99:.2f}", "< 1", p99 < 1),
        ("  reports lost or not told", f"{2 * banyak - tiba - kabar}", "0", tiba == kabar == banyak),
    ]


def catatan(database: Callable[[str], str], folder: Path, orang: int = ORANG, detik: float = 45.0) -> list[Hasil]:
    """``database`` makes one by its name. Ratio of the pages' time to that of an agency a tenth of the size, and the burst on the large one."""
    kunci = ECKey.generate_key("P-256", {"kid": "bench", "use": "sig", "alg": "ES256"})
    kota = []
    for nama, banyak in (("besar", orang), ("kecil", orang // 10)):
        satu = Kota(database(f"catatan_{nama}"), uuid5(_RUANG, nama), banyak)
        upgrade(MIGRATIONS, satu.url)
        mulai = time.monotonic()
        isi(satu)
        print(f"catatan: {banyak} people filled in {time.monotonic() - mulai:.0f} s", flush=True)
        kota.append(satu)
    return [*banding(*kota, kunci, folder), *serbu(kota[0], kunci, folder, detik)]


if __name__ == "__main__":
    tempat = Path(os.environ.get("KINERJA_BENCH", "var/bench-catatan")).absolute()
    server = postgres.start(tempat / "postgres", 24392)

    def _database(nama: str) -> str:
        server.ensure({nama: "bench"})
        return server.url_for(nama)

    try:
        for hasil in catatan(_database, tempat, *(int(x) for x in sys.argv[1:])):
            print(*hasil)
    finally:
        server.stop()
