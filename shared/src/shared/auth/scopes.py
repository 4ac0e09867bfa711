"""What another system may be granted: the classes of data behind the API's routes, in the words of the register of purposes."""

from __future__ import annotations

from typing import Final

SCOPES: Final = {
    "pegawai.baca": "Nama, NIP, jabatan, unit kerja, dan atasan penilai",
    "skp.baca": "Isi SKP: rencana hasil kerja, indikator, target, dan persetujuannya",
    "capaian.baca": "Laporan periode: status, ketepatan waktu, dan jumlahnya, tanpa isi realisasi dan bukti",
    "capaian.usul": "Usulan catatan harian: mengirim draf kepada pegawai, dan mengetahui apakah draf itu dicatat atau diabaikan",
    "penilaian.baca": "Predikat dan nilai evaluasi yang sudah disampaikan kepada pegawai",
    "laporan.baca": "Kinerja setahun: SKP, rating dan predikat yang sudah disampaikan, ketepatan laporan",
}
"""Scope and what it opens. Each names a service's read, or its one deed; a test holds that every one opens a route and that no route asks for another."""

CLIENT_TOKEN_PATH: Final = "/auth/api/v1/klien/token"  # noqa: S105 - a path
