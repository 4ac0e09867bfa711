"""Links as evidence: which addresses are taken, which are never connected to, and when a link is looked at again (domain 4.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from capaian.adapters.pemeriksa_tautan import umum
from capaian.domain.tautan import KATA, PANJANG_TERBESAR, KeadaanTautan, alamat_bersih, host, nama_tautan, periksa_berikut
from shared.errors import Invalid


@pytest.mark.parametrize(
    ("teks", "alamat"),
    [
        (" https://drive.google.com/file/d/1aBc/view?usp=sharing#h=1 ", "https://drive.google.com/file/d/1aBc/view?usp=sharing#h=1"),
        ("HTTP://Dinas.Contoh.GO.ID:8080/a", "http://dinas.contoh.go.id:8080/a"),
        ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/ä"),
        ("https://contoh.go.id./a", "https://contoh.go.id/a"),
        ("https://[2606:4700::1111]/a", "https://[2606:4700::1111]/a"),
    ],
)
def test_an_address_is_kept_with_its_server_in_plain_letters(teks: str, alamat: str) -> None:
    assert alamat_bersih(teks) == alamat


@pytest.mark.parametrize(
    "teks",
    [
        "", "   ", "drive.google.com/file", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd",
        "ftp://contoh.go.id/a", "gopher://contoh.go.id", "//contoh.go.id/a", "https://", "https:///a", "https://rina:sandi@contoh.go.id/",
        "https://contoh.go.id@jahat.example/", "https://contoh.go.id/a b", "https://contoh.go.id/\r\nHost: x", "https://contoh.go.id\\@jahat.example",
        "https://contoh.go.id/<script>", 'https://contoh.go.id/"onx=', "https://contoh.go.id:99999/", "https://contoh.go.id:0/", "https://[::1",
        "https://contoh.go.id:abc/", "https://a..b/", "https://contoh.go.id/\u202egpj.exe", "https://." , "https://contoh.go.id/" + "a" * PANJANG_TERBESAR,
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused_at_its_field(teks: str) -> None:
    with pytest.raises(Invalid) as salah:
        alamat_bersih(teks)
    assert list(salah.value.errors or {}) == ["tautan"]


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "127.8.9.10", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "168.63.129.16", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
        "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
        "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "fc00::1", "fd00:ec2::254", "fe80::1",
        "fe80::1%eth0", "fec0::1", "ff02::1", "contoh.go.id", "", "0x7f.1",
    ],
)  # fmt: skip
def test_closed_addresses_are_known_as_such(ip: str) -> None:
    assert not umum(ip)


@pytest.mark.parametrize(
    "ip", ["8.8.8.8", "1.1.1.1", "103.21.244.1", "172.15.255.255", "172.32.0.1", "2606:4700:4700::1111", "2404:6800:4003::200e"]
)
def test_addresses_of_the_open_network_are_known_as_such(ip: str) -> None:
    assert umum(ip)


def test_a_link_is_called_by_its_name_or_its_server() -> None:
    alamat = "https://drive.google.com/file/d/1"
    assert nama_tautan("  Foto\u202e  layanan ", alamat) == "Foto layanan"
    assert (nama_tautan("", alamat), host(alamat)) == ("drive.google.com", "drive.google.com")
    assert len(nama_tautan("x" * 500, alamat)) == 120


def test_it_is_looked_at_again_before_the_deadline_and_not_after() -> None:
    batas = date(2025, 12, 8)
    kini = datetime(2025, 11, 13, 3, tzinfo=UTC)
    tiga = datetime(2025, 12, 5, tzinfo=UTC)
    assert periksa_berikut(KeadaanTautan.TERBUKA, kini, batas) == tiga
    assert periksa_berikut(KeadaanTautan.MATI, tiga, batas) == tiga + timedelta(days=2)
    assert periksa_berikut(KeadaanTautan.TERTUTUP, tiga + timedelta(days=2), batas) is None
    assert periksa_berikut(KeadaanTautan.RAGU, kini, batas) == kini + timedelta(hours=1)
    assert periksa_berikut(KeadaanTautan.RAGU, kini + timedelta(days=90), batas) is None
    assert periksa_berikut(KeadaanTautan.TERBUKA, kini, None) is None


def test_every_state_has_its_words_and_every_bad_one_says_what_to_do() -> None:
    assert set(KATA) == set(KeadaanTautan)
    assert [k for k, kata in KATA.items() if not kata.saran] == [KeadaanTautan.TERBUKA]
