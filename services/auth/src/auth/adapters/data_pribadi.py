"""What auth holds of a person (UU 27/2022). It is kept as long as the person is known; sessions and uploads have their own short terms.

Reads by auditors are left out: they are shown later (:mod:`auth.domain.akses`).
"""

from __future__ import annotations

import sqlalchemy as sa

from auth.adapters import tables as t
from shared.persistence.personal_data import PERSON, PersonalData

DATA_PRIBADI = (
    PersonalData("Data pokok", t.pegawai, t.pegawai.c.id == PERSON),
    PersonalData("Penugasan", t.penugasan, t.penugasan.c.pegawai_id == PERSON),
    PersonalData("Plt/Plh yang dijalankan", t.pengganti, t.pengganti.c.pegawai_id == PERSON),
    PersonalData("Peran yang diberikan", t.peran_pegawai, t.peran_pegawai.c.pegawai_id == PERSON),
    PersonalData("Pengaduan atasan", t.keluhan_atasan, t.keluhan_atasan.c.pegawai_id == PERSON),
    PersonalData("Akun", t.akun, t.akun.c.pegawai_id == PERSON, frozenset({"sandi_hash"})),
    PersonalData("Perangkat yang masuk", t.sesi, t.sesi.c.pegawai_id == PERSON, frozenset({"sidik"})),
    PersonalData("Perangkat yang dikenal", t.perangkat, t.perangkat.c.pegawai_id == PERSON, frozenset({"sidik"})),
    PersonalData("Aplikasi autentikator", t.faktor_totp, t.faktor_totp.c.pegawai_id == PERSON, frozenset({"rahasia_tersandi"})),
    PersonalData("Kode pemulihan", t.kode_pemulihan, t.kode_pemulihan.c.pegawai_id == PERSON, frozenset({"sidik"})),
    PersonalData("Passkey", t.passkey, t.passkey.c.pegawai_id == PERSON, frozenset({"kredensial_id", "kunci_publik"})),
    PersonalData("Surel", t.surel, t.surel.c.pegawai_id == PERSON),
    PersonalData("Surat yang dikirim", t.surel_keluar, t.surel_keluar.c.pegawai_id == PERSON, frozenset({"surat_tersandi", "sebab"})),
    PersonalData("Permintaan mengatur ulang akun", t.permintaan_atur_ulang, t.permintaan_atur_ulang.c.pegawai_id == PERSON),
    PersonalData("Siapa membuka data saya", t.akses_log, sa.and_(t.akses_log.c.orang_id == PERSON, ~t.akses_log.c.pemeriksaan)),
    PersonalData("Akun ASN Digital yang ditautkan", t.identitas_luar, t.identitas_luar.c.pegawai_id == PERSON),
    PersonalData("Permintaan salinan data", t.salinan_data, t.salinan_data.c.pegawai_id == PERSON, frozenset({"berkas"})),
)
BUKAN_PRIBADI = {
    "instansi": "the instansi",
    "unor": "units",
    "unor_riwayat": "units",
    "versi_pengaturan": "the instansi",
    "kata_pegawai": "an index over the names",
    "pemeriksaan_hierarki": "counts",
    "temuan_hierarki": "derived from the posts, for the admin to mend",
    "kode_pemasangan": "a digest, before anybody is known",
    "pekerjaan_impor": "the admin's imports, for a day",
    "berkas_impor": "files of the admin, until they are read",
    "baris_impor": "rows of such a file, for a day",
    "hasil_impor": "what such a file changes, for a day",
    "pelanggan": "other systems",
    "klien": "other systems",
    "klien_rahasia": "secrets of other systems",
    "kunci": "keys",
    "percobaan": "counters under a digest: nobody can tell whose",
    "sesi_luar": "what a session needs to sign out of ASN Digital, encrypted",
    "permintaan_asn": "begun sign-ins of nobody yet, for ten minutes",
    "langkah_masuk": "a sign-in under way, for ten minutes",
    "tantangan": "random bytes, for minutes",
    "tautan_surel": "digests of links, until they expire",
    "lupa_sandi": "account names as typed, for a second",
    "kebijakan_faktor": "the instansi",
    "gagal_masuk": "counts of the running minute, summed up in the audit trail",
    "salinan_data_bagian": "parts of a copy that is being made",
}
