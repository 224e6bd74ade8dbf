"""Which addresses strangers may send the program to."""

import ipaddress

import pytest

from worker.http.addresses import is_permitted

PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
SPECIAL = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "224.0.1.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_permitted(address: str) -> None:
    assert is_permitted(address)


@pytest.mark.parametrize("address", SPECIAL)
def test_special_addresses_are_not(address: str) -> None:
    assert not is_permitted(address)


def test_an_allowed_network_opens_itself_and_no_more() -> None:
    allowed = [ipaddress.ip_network("10.1.0.0/16"), ipaddress.ip_network("fd00::/64")]
    assert is_permitted("10.1.2.3", allowed)
    assert is_permitted("::ffff:10.1.2.3", allowed)
    assert is_permitted("fd00::5", allowed)
    assert not is_permitted("10.2.0.1", allowed)
    assert not is_permitted("127.0.0.1", allowed)
