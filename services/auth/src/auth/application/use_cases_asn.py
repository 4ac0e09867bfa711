"""Signing in by ASN Digital: begun sign-ins, and whose account an identity is. Times are the machine's."""

from __future__ import annotations

from uuid import UUID

from auth.adapters.unit_of_work import UnitOfWork
from auth.application.use_cases_akun import sekarang, sidik
from auth.application.use_cases_organisasi import id_baru
from auth.application.use_cases_pencabutan import cabut_sesi
from auth.domain.akun import Akun
from auth.domain.identitas_luar import GagalAsn, IdentitasLuar, OrangLuar, Permintaan
from auth.domain.nip import NipTidakSah, periksa
from shared.errors import NotFound
from shared.observability import get_logger

_ADMIN = "Hubungi admin kepegawaian (BKPSDM/BKD) instansi Anda"
log = get_logger()


def mulai(uow: UnitOfWork, *, state: str, peramban: str, issuer: str, nonce: str, verifier: str, lanjut: str) -> None:
    uow.add_permintaan_asn(sidik(state), sidik(peramban), Permintaan(issuer, nonce, verifier, lanjut, sekarang()))


def ambil(uow: UnitOfWork, *, state: str, peramban: str, issuer: str) -> Permintaan | None:
    """The sign-in that this state belongs to, once; None when it is unknown, used, old, of another browser or of another issuer."""
    found = uow.ambil_permintaan_asn(sidik(state), sidik(peramban))
    return found if found and found.berlaku(sekarang()) and found.issuer == issuer else None


def kenali(uow: UnitOfWork, orang: OrangLuar) -> Akun:
    """The account that signs in with this identity, linked by its NIP when it comes for the first time. Raises :class:`GagalAsn`."""
    tautan = uow.find_identitas_luar(orang.issuer, orang.sub)
    if tautan is None:
        tautan = _tautkan(uow, orang)
    akun = uow.get_akun(tautan.pegawai_id)
    if not akun.aktif:
        raise _tolak(
            "asn_account_inactive",
            f"Akun {akun.nama} di sini sudah tidak aktif.",
            f"{_ADMIN} bila Anda masih bertugas di instansi ini.",
        )
    if orang.nip and (_nip(orang.nip) or orang.nip) != akun.nip:
        raise _tolak(
            "asn_contradiction",
            f"Akun ASN Digital ini sudah ditautkan dengan {akun.nama}, tetapi sekarang membawa NIP lain ({orang.nip}).",
            f"{_ADMIN}. Bila NIP Anda memang berganti, ia membetulkannya di data kepegawaian atau melepas tautan lama.",
        )
    uow.sentuh_identitas_luar(tautan.id, orang.nama, sekarang())
    return akun


def _tautkan(uow: UnitOfWork, orang: OrangLuar) -> IdentitasLuar:
    nip = _nip(orang.nip)
    if not nip:
        raise _tolak(
            "asn_without_nip",
            "ASN Digital tidak menyertakan NIP yang sah untuk akun Anda." + (f" Yang diterima: {orang.nip}." if orang.nip else ""),
            "Periksa NIP pada profil ASN Digital Anda. Bila sudah benar, sampaikan kepada admin platform.",
        )
    calon = uow.list_akun_bernama(nip)
    if not calon:
        raise _tolak(
            "asn_unknown_nip",
            f"NIP {nip}{f' ({orang.nama})' if orang.nama else ''} belum terdaftar sebagai pegawai aktif di sini.",
            f"{_ADMIN} agar data Anda dimasukkan. Sesudah itu Anda langsung dapat masuk; tidak perlu mendaftar sendiri.",
        )
    if len(calon) > 1:
        nama = " dan ".join(sorted(uow.get_instansi(a.instansi_id).nama for a in calon))
        raise _tolak(
            "asn_ambiguous_nip",
            f"NIP {nip} aktif di lebih dari satu instansi: {nama}.",
            "Minta admin kepegawaian instansi yang lama menonaktifkan data Anda.",
        )
    akun = calon[0]
    if uow.find_identitas_luar_pegawai(orang.issuer, akun.pegawai_id):
        raise _tolak(
            "asn_contradiction",
            f"NIP {nip} sudah ditautkan dengan akun ASN Digital yang lain.",
            f"{_ADMIN}. Bila akun ASN Digital Anda dibuat ulang, ia melepas tautan yang lama lebih dulu.",
        )
    pada = sekarang()
    tautan = IdentitasLuar(id_baru(), akun.instansi_id, akun.pegawai_id, orang.issuer, orang.sub, orang.nama, pada, pada)
    if not uow.add_identitas_luar(tautan):
        raise _tolak("asn_contradiction", "Akun ini baru saja ditautkan di tempat lain.", "Coba masuk sekali lagi.")
    _catat(uow, "tautkan_asn", akun, pelaku=akun)
    return tautan


def lepas(uow: UnitOfWork, akun: Akun) -> int:
    """Undo the person's links and end the sessions that came of them; the next sign-in links anew by NIP. Returns how many there were."""
    _catat(uow, "lepas_asn", akun)
    for sesi_id in uow.sesi_dari_luar(akun.pegawai_id):
        if uow.akhiri_sesi_pegawai(akun.pegawai_id, sekarang(), sesi_id=sesi_id):
            cabut_sesi(uow, akun.instansi_id, [sesi_id], "tautan_dilepas")
    return uow.hapus_identitas_luar(akun.pegawai_id)


def lepas_satu(uow: UnitOfWork, instansi_id: UUID, pegawai_id: UUID) -> Akun:
    """The same for a person of this instansi; raises :class:`NotFound` for one who is not, or has no link."""
    akun = uow.get_akun(pegawai_id)
    if akun.instansi_id != instansi_id or not lepas(uow, akun):
        raise NotFound("Pegawai ini tidak tertaut dengan ASN Digital, atau bukan di instansi Anda.")
    return akun


def _catat(uow: UnitOfWork, aksi: str, akun: Akun, *, pelaku: Akun | None = None) -> None:
    uow.catat(
        f"akun.{aksi}",
        objek="akun",
        objek_id=akun.pegawai_id,
        orang=[akun.pegawai_id],
        instansi_id=akun.instansi_id,
        pelaku_id=pelaku.pegawai_id if pelaku else None,
    )


def _nip(teks: str) -> str:
    try:
        return periksa(teks, sekarang().date()).nilai
    except NipTidakSah:
        return ""


def _tolak(code: str, detail: str, saran: str) -> GagalAsn:
    log.warning("asn_refused", code=code)
    return GagalAsn(detail, saran, code=code, status=403)
