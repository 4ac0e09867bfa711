"""Verifies an export of a Kinerja audit trail, offline, with public keys only. Needs nothing but Python and cryptography.

    python periksa_jejak.py ekspor.jsonl --kunci jejak.json [--saksi saksi.jsonl]

``ekspor.jsonl`` is written by ``ekspor-jejak``; ``jejak.json`` is what https://<address>/<service>/.well-known/jejak.json said, saved at a time
when nobody had a reason to forge; ``saksi.jsonl`` are the events jejak.kepala_hari.v1 that a subscriber kept, one JSON text a line.
Exit status: 0 whole, 1 broken (the first fault first), 2 wrong call.

How it is hashed: canonical JSON is UTF-8 with sorted keys and without blanks. Row hash: SHA-256 of the row's canonical JSON. Content hash: SHA-256 of the
lines "<id> <row hash>". Block hash: SHA-256 of the canonical JSON of the block's head, which names content hash and the hash of the block before;
the Ed25519 signature is over the same bytes.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TERBANYAK = 20


def kanonik(dokumen):
    return json.dumps(dokumen, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def sidik(isi):
    return hashlib.sha256(isi).hexdigest()


def base64url(teks):
    return base64.urlsafe_b64decode(teks + "=" * (-len(teks) % 4))


class Pemeriksa:
    """Takes the lines of an export one by one; ``cacat`` are the faults in the order they were met."""

    def __init__(self, kunci, saksi):
        self.kunci, self.saksi = kunci, saksi
        self.cacat = []
        self.layanan = None
        self.potong = []
        self.blok = None
        self.baris = {}
        self.jumlah = {"blok": 0, "baris": 0, "dipangkas": 0, "saksi": 0}
        self.selesai = False

    def ambil(self, baris):
        jenis = baris["jenis"]
        if self.layanan is None and jenis != "ekspor":
            raise ValueError("berkas ini bukan ekspor jejak")
        if jenis == "ekspor":
            if baris["versi"] != 1:
                raise ValueError(f"ekspor versi {baris['versi']} tidak dikenal oleh program ini")
            self.layanan = baris["layanan"]
        elif jenis == "potong":
            self.ambil_potong(baris)
        elif jenis == "blok":
            self.tutup_blok()
            self.ambil_blok(baris)
        elif jenis == "baris":
            self.ambil_baris(baris)
        elif jenis == "akhir":
            self.tutup_blok()
            self.selesai = True
            terbaca = (self.jumlah["blok"], self.jumlah["baris"])
            if terbaca != (baris["blok"], baris["baris"]):
                self.cacat.append(
                    f"berkas menyebut {baris['blok']} blok dan {baris['baris']} baris, yang terbaca {terbaca[0]} dan {terbaca[1]}"
                )

    def tanda_tangan(self, isi, tanda_tangan):
        """What is wrong with a signed head, or nothing."""
        if isi["layanan"] != self.layanan:
            return f"milik layanan {isi['layanan']}"
        if isi["kid"] not in self.kunci:
            return f"ditandatangani kunci {isi['kid']} yang tidak dikenal"
        try:
            self.kunci[isi["kid"]].verify(base64.b64decode(tanda_tangan), kanonik(isi))
        except InvalidSignature:
            return "tanda tangannya palsu"
        return ""

    def ambil_potong(self, baris):
        isi = baris["isi"]
        sebab = "bukan catatan pemotongan" if isi["jenis"] != "jejak.potong.v1" else self.tanda_tangan(isi, baris["tanda_tangan"])
        if sebab:
            self.cacat.append(f"pemotongan sampai blok {isi['sampai_blok']}: {sebab}")
        else:
            self.potong.append(isi)

    def ambil_blok(self, baris):
        isi, sebelum = baris["isi"], self.blok
        nomor = isi["nomor"]
        if sebelum and nomor != sebelum["isi"]["nomor"] + 1:
            self.cacat.append(f"blok {sebelum['isi']['nomor'] + 1} hilang (berikutnya {nomor})")
        elif sebelum and isi["hash_sebelum"] != sebelum["hash"]:
            self.cacat.append(f"blok {nomor} tidak menyambung ke blok sebelumnya")
        elif nomor == 1 and isi["hash_sebelum"]:
            self.cacat.append("blok 1 menyambung ke blok yang tidak ada")
        daftar = "".join(f"{id_} {satu}\n" for id_, satu in zip(baris["id_baris"], baris["hash_baris"], strict=False))
        if not len(baris["id_baris"]) == len(baris["hash_baris"]) == isi["jumlah"] or sidik(daftar.encode()) != isi["hash_isi"]:
            self.cacat.append(f"blok {nomor}: daftar barisnya diubah")
        if sidik(kanonik(isi)) != baris["hash"]:
            self.cacat.append(f"blok {nomor}: kepalanya diubah")
        sebab = "bukan blok" if isi["jenis"] != "jejak.blok.v1" else self.tanda_tangan(isi, baris["tanda_tangan"])
        if sebab:
            self.cacat.append(f"blok {nomor}: {sebab}")
        for hash_saksi in self.saksi.get(nomor, ()):
            self.jumlah["saksi"] += 1
            if hash_saksi != baris["hash"]:
                self.cacat.append(f"blok {nomor} bukan yang disimpan saksi: rantai ditulis ulang")
        for potong in self.potong:
            if potong["sampai_blok"] == nomor and potong["hash"] != baris["hash"]:
                self.cacat.append(f"pemotongan sampai blok {nomor} bukan atas rantai ini")
        self.blok, self.baris = baris, {}
        self.jumlah["blok"] += 1

    def ambil_baris(self, baris):
        self.jumlah["baris"] += 1
        if self.blok is None or baris["blok"] != self.blok["isi"]["nomor"]:
            self.cacat.append(f"baris {baris['isi']['id']} tidak berada dalam bloknya")
        elif baris["isi"]["id"] in self.baris:
            self.cacat.append(f"baris {baris['isi']['id']} ada dua kali (blok {baris['blok']})")
        else:
            self.baris[baris["isi"]["id"]] = sidik(kanonik(baris["isi"]))

    def tutup_blok(self):
        if self.blok is None:
            return
        nomor = self.blok["isi"]["nomor"]
        terpotong = any(nomor <= potong["sampai_blok"] for potong in self.potong)
        dikenal = dict(zip(self.blok["id_baris"], self.blok["hash_baris"], strict=False))
        for id_, satu in dikenal.items():
            if id_ not in self.baris and terpotong:
                self.jumlah["dipangkas"] += 1
            elif id_ not in self.baris:
                self.cacat.append(f"baris {id_} hilang (blok {nomor})")
            elif self.baris[id_] != satu:
                self.cacat.append(f"baris {id_} diubah (blok {nomor})")
        self.cacat += [f"baris {id_} disisipkan (blok {nomor})" for id_ in self.baris if id_ not in dikenal]


def baca_kunci(path):
    kunci = {}
    for satu in json.loads(path.read_text(encoding="utf-8"))["keys"]:
        mentah = base64url(satu["x"])
        kunci[sidik(mentah)[:16]] = Ed25519PublicKey.from_public_bytes(mentah)
    return kunci


def baca_saksi(path):
    """Heads by service and block number: {(layanan, nomor): [hash, ...]}."""
    saksi = {}
    for baris in path.read_text(encoding="utf-8").splitlines():
        awal = baris.find("{")
        try:
            data = json.loads(baris[awal:]) if awal >= 0 else {}
        except ValueError:
            continue
        data = data.get("data", data) if isinstance(data, dict) else {}
        if isinstance(data, dict) and {"layanan", "nomor", "hash"} <= data.keys():
            saksi.setdefault((data["layanan"], data["nomor"]), []).append(data["hash"])
    return saksi


def main():
    parser = argparse.ArgumentParser(description="Verify an export of a Kinerja audit trail with public keys only.")
    parser.add_argument("ekspor", type=Path)
    parser.add_argument("--kunci", type=Path, required=True, action="append", help="a saved jejak.json; may be repeated")
    parser.add_argument("--saksi", type=Path, help="heads that a subscriber kept, JSON lines")
    pilihan = parser.parse_args()
    try:
        kunci = {kid: satu for path in pilihan.kunci for kid, satu in baca_kunci(path).items()}
        saksi = baca_saksi(pilihan.saksi) if pilihan.saksi else {}
        berkas = pilihan.ekspor.open(encoding="utf-8")
    except (OSError, ValueError, KeyError, TypeError) as salah:
        print(f"tidak dapat dibaca: {salah}", file=sys.stderr)
        return 2
    pemeriksa = Pemeriksa(kunci, {})
    with berkas:
        for nomor, baris in enumerate(berkas, start=1):
            try:
                pemeriksa.ambil(json.loads(baris))
                if nomor == 1:
                    pemeriksa.saksi = {n: h for (layanan, n), h in saksi.items() if layanan == pemeriksa.layanan}
            except (ValueError, KeyError, TypeError, AttributeError) as salah:
                print(f"baris ke-{nomor} berkas ini tidak dapat dibaca: {salah}")
                return 1
    if pemeriksa.layanan is None:
        print("berkas ini bukan ekspor jejak")
        return 1
    if not pemeriksa.selesai:
        pemeriksa.cacat.append("berkas terpotong: tidak ada baris penutup")
    jumlah = pemeriksa.jumlah
    isi = f"{jumlah['blok']} blok, {jumlah['baris']} baris"
    if jumlah["dipangkas"]:
        isi += f", {jumlah['dipangkas']} baris dipangkas menurut catatan bertanda tangan"
    if saksi:
        isi += f", {jumlah['saksi']} kepala saksi diperiksa"
    if pemeriksa.cacat:
        print(f"{pemeriksa.layanan}: RUSAK: {pemeriksa.cacat[0]}")
        for satu in pemeriksa.cacat[1:TERBANYAK]:
            print(f"  {satu}")
        print(f"diperiksa: {isi}")
        return 1
    print(f"{pemeriksa.layanan}: utuh: {isi}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
