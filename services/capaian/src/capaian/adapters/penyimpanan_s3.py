"""The evidence store in a bucket of any S3: the same keys as the folder has paths, so that one can be copied into the other."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from capaian.adapters.penyimpanan import KUOTA, SEPOTONG, TIDAK_TERBACA, TIDAK_TERPAKAI, Tersimpan, tempat_masuk
from shared.errors import Unavailable
from shared.observability import get_logger

log = get_logger()
_TIDAK_ADA = frozenset({"404", "NoSuchKey", "NotFound"})


@dataclass(frozen=True)
class PenyimpananS3:
    """``<instansi>/<two hex digits>/<sha256>`` in ``ember``, which stays private: what is served goes through this service.

    ``folder`` is where uploads wait on this machine's disk.
    """

    folder: Path
    url: str
    ember: str
    kunci: str
    rahasia: str = field(repr=False)
    wilayah: str = "us-east-1"
    kuota: int = KUOTA

    @cached_property
    def _klien(self) -> Any:
        """Made at the first use, so that each web process has connections of its own. Checksums only where needed: not every S3 knows the new ones."""
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            aws_access_key_id=self.kunci,
            aws_secret_access_key=self.rahasia,
            region_name=self.wilayah,
            config=Config(
                connect_timeout=3,
                read_timeout=10,
                retries={"mode": "standard", "total_max_attempts": 2},
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def tempat_masuk(self) -> Path:
        return tempat_masuk(self.folder)

    def simpan(self, instansi_id: UUID, nama: str, aliran: BinaryIO) -> None:
        """One streamed request: an object is there whole or not at all."""
        aliran.seek(0)
        with self._mengeluh(TIDAK_TERPAKAI):
            self._klien.put_object(Bucket=self.ember, Key=_kunci(instansi_id, nama), Body=aliran)

    def buka(self, instansi_id: UUID, nama: str) -> BinaryIO:
        """By way of a temporary file, so that a bucket that breaks off is told before a byte of it is served."""
        with self._mengeluh(TIDAK_TERBACA), ExitStack() as batal:
            berkas = batal.enter_context(tempfile.TemporaryFile(dir=self.tempat_masuk()))
            with closing(self._klien.get_object(Bucket=self.ember, Key=_kunci(instansi_id, nama))["Body"]) as isi:
                shutil.copyfileobj(isi, berkas, SEPOTONG)
            berkas.seek(0)
            batal.pop_all()
        return cast("BinaryIO", berkas)

    def ada(self, instansi_id: UUID, nama: str) -> bool:
        with self._mengeluh(TIDAK_TERPAKAI):
            try:
                self._klien.head_object(Bucket=self.ember, Key=_kunci(instansi_id, nama))
            except ClientError as error:
                if error.response["Error"]["Code"] in _TIDAK_ADA:
                    return False
                raise
            return True

    def buang(self, instansi_id: UUID, nama: str) -> None:
        with self._mengeluh(TIDAK_TERPAKAI):
            self._klien.delete_object(Bucket=self.ember, Key=_kunci(instansi_id, nama))

    def semua(self) -> Iterator[Tersimpan]:
        with self._mengeluh(TIDAK_TERPAKAI):
            for halaman in self._klien.get_paginator("list_objects_v2").paginate(Bucket=self.ember):
                for objek in halaman.get("Contents", ()):
                    instansi_id, _, nama = objek["Key"].split("/")
                    yield Tersimpan(UUID(instansi_id), nama, objek["LastModified"])

    @contextmanager
    def _mengeluh(self, pesan: str) -> Iterator[None]:
        try:
            yield
        except (BotoCoreError, ClientError, OSError) as error:
            sebab = error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__
            log.warning("evidence_store_failed", cause=sebab)
            raise Unavailable(pesan) from error


def _kunci(instansi_id: UUID, nama: str) -> str:
    return f"{instansi_id}/{nama[:2]}/{nama}"
