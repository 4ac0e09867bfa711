"""The worker of auth: relay, schedule, and the reads of which the other services tell."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import cast

from auth.adapters import salinan_data
from auth.adapters.kunci import GantunganKunci
from auth.adapters.penyandi import Penyandi
from auth.adapters.unit_of_work import UnitOfWork
from auth.application import use_cases_faktor, use_cases_surel
from auth.application.use_cases_akun import bersihkan
from auth.application.use_cases_gagal import rangkum_gagal
from auth.application.use_cases_hierarki import periksa_yang_berubah
from auth.application.use_cases_pengaturan import berlakukan_pengaturan
from auth.application.use_cases_penugasan import nonaktifkan_yang_tiba
from auth.application.use_cases_peran import berlakukan_peran
from auth.application.use_cases_salinan import Pembuat, buang_salinan_lama, kerjakan_salinan
from auth.application.use_cases_unor import berlakukan_unor
from auth.domain.akun import Izin
from auth.entrypoints.consumer import HANDLERS
from auth.entrypoints.pekerja_impor import PekerjaImpor
from auth.settings import Settings, settings
from shared import clock, persistence
from shared.persistence import Database
from shared.worker import Job, open_system_unit, run_worker


def _bersihkan(uow: persistence.UnitOfWork) -> None:
    milik = cast("UnitOfWork", uow)
    bersihkan(milik)
    use_cases_faktor.bersihkan(milik)
    use_cases_surel.bersihkan(milik)
    buang_salinan_lama(milik)


def _salinan(found: Settings) -> Callable[[persistence.UnitOfWork], None]:
    """One step of making copies of personal data, asking the other services with a token of the person's own."""
    gantungan, database = GantunganKunci(found.service.secret_key), Database(found.service.database_url, pool_size=1)

    def buka() -> UnitOfWork:
        return cast("UnitOfWork", open_system_unit(UnitOfWork, database, found.service))

    def token(izin: Izin) -> str:
        return gantungan.tanda_tangani(buka, issuer=found.service.url, izin=izin, sesi_id="")

    pembuat = Pembuat(
        ambil=partial(salinan_data.ambil, found.layanan_url, token),
        auth=salinan_data.sebagai_json,
        tulis=lambda akun, bagian: salinan_data.tulis(akun, bagian, f"{clock.now():%d-%m-%Y}"),
    )

    def langkah(uow: persistence.UnitOfWork) -> None:
        kerjakan_salinan(cast("UnitOfWork", uow), pembuat)

    return langkah


def _nonaktifkan(uow: persistence.UnitOfWork) -> None:
    nonaktifkan_yang_tiba(cast("UnitOfWork", uow))


def _surel(found: Settings) -> list[Job]:
    """Writing and sending letters, where there is a mail server."""
    server = found.surel
    if server is None:
        return []
    penyandi = Penyandi(found.service.secret_key, found.kunci_sebelumnya)

    def tulis(uow: persistence.UnitOfWork) -> None:
        use_cases_surel.kerjakan_permintaan(cast("UnitOfWork", uow), penyandi, found.service.url)

    def kirim(uow: persistence.UnitOfWork) -> None:
        use_cases_surel.kirim_surat(cast("UnitOfWork", uow), penyandi, server)

    return [Job("lupa_sandi", 1, tulis), Job("surel", 1, kirim)]


def _berlakukan(uow: persistence.UnitOfWork) -> None:
    """What was planned for today comes into force."""
    berlakukan_pengaturan(cast("UnitOfWork", uow))
    berlakukan_unor(cast("UnitOfWork", uow))
    berlakukan_peran(cast("UnitOfWork", uow))


def _periksa_hierarki(uow: persistence.UnitOfWork) -> None:
    periksa_yang_berubah(cast("UnitOfWork", uow))


def _rangkum_gagal(uow: persistence.UnitOfWork) -> None:
    rangkum_gagal(cast("UnitOfWork", uow))


def _impor(buka: Callable[[], persistence.UnitOfWork], stop: threading.Event) -> None:
    PekerjaImpor(lambda: cast("UnitOfWork", buka()), stop).run()


def main() -> None:
    found = settings()
    jobs = [
        Job("bersihkan", 3600, _bersihkan),
        Job("salinan_data", 1, _salinan(found)),
        Job("nonaktifkan_yang_tiba", 60, _nonaktifkan),
        *_surel(found),
        Job("berlakukan", 30, _berlakukan),
        Job("periksa_hierarki", 10, _periksa_hierarki),
        Job("rangkum_gagal", 30, _rangkum_gagal),
    ]
    run_worker(found.service, UnitOfWork, HANDLERS, jobs=jobs, background={"impor": _impor})


if __name__ == "__main__":
    main()
