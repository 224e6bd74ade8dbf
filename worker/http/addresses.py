"""Which IP addresses are public.

Source: the IANA special-purpose address registries (RFC 6890 and its updates) as the standard library has them, and
where that trusts too much in Python 3.11: protocol assignments, relays of 6to4, multicast, and IPv6 addresses that
carry another address in them.
"""

import ipaddress
from collections.abc import Iterable

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # all else in IPv6 is special, or nobody's yet
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments, and the metadata service of a cloud
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # protocol assignments, Teredo among them
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)


def is_permitted(address: str, allowed: Iterable[Network] = ()) -> bool:
    """Tell whether a stranger may send this program to `address`: it is public, or in one of the `allowed` networks."""
    meant = _meant(ipaddress.ip_address(address))
    return _is_in(meant, allowed) or _is_public(meant)


def _meant(address: Address) -> Address:
    """Return the IPv4 address in an IPv6 address that stands for one, else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _is_public(address: Address) -> bool:
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global and not address.is_multicast and not _is_in(address, _SPECIAL)


def _is_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
