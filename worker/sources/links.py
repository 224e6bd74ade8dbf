"""Addresses of articles: which are the same page, and what in them only tells where a reader came from."""

import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from w3lib.url import canonicalize_url, safe_url_string, url_query_cleaner

LONGEST = 2_000  # characters of an address

TRACKING = re.compile(
    r"(utm_\w+|at_(medium|campaign|custom\d|link\w*|format|ptr\w*|bbc_team)|wt_mc|wt_zmc|mc_(cid|eid)|ns_\w+|pk_\w+"
    r"|mtm_\w+|stm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|twclid|xtor|cmp|cmpid|ocid|ito|icid|ncid|traffic_source"
    r"|spm|_hs(enc|mi)|mkt_tok|ref_src|ftag|smid|partner|cxrecs_s|sc_(channel|campaign|source)|rssid|maca)",
    re.IGNORECASE,
)
GENERIC = re.compile(r"(src|source|ref|from|feed|rss|via|medium|campaign|output|link_source|publisher)", re.IGNORECASE)
GENERIC_VALUE = re.compile(r"(rss\w*|feeds?|feedburner|atom|1|true|newsfeed|newsstand)?", re.IGNORECASE)
REDIRECTORS = re.compile(r"(^|\.)google\.[a-z.]{2,6}$", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Tell whether `text` is the address of a web page."""
    return re.match(r"https?://[^\s/]", text, re.IGNORECASE) is not None


def joined_address(base: str | None, address: str) -> str:
    """Return `address` made absolute with `base`, unchanged where it cannot be."""
    try:
        return urljoin(base or "", address)
    except ValueError:  # brackets that are no IPv6 address
        return address


def page(address: str | None) -> str | None:
    """Return the address of a page without tracking, safe to open; None for what is no address of a web page.

    Redirecting links that name their target (https://www.google.com/url?url=...) give the target.
    """
    if not address or len(address) > LONGEST or not is_address(address):
        return None
    try:
        cleaned = _cleaned(_target(safe_url_string(address)))
    except ValueError:
        return None
    return cleaned if len(cleaned) <= LONGEST else None  # what is not ASCII takes several characters now


def same_page(address: str) -> str:
    """Return one form for all addresses of a page, for comparing and never for opening; others stay as they are."""
    cleaned = page(address)
    if cleaned is None:
        return address
    parts = urlsplit(cleaned)
    host = (parts.hostname or "").removeprefix("www.")
    canonical = canonicalize_url(cleaned, keep_fragments=True)
    return re.sub(r"^https?://[^/?#]*", lambda _: host, canonical).rstrip("/")


def _target(address: str) -> str:
    parts = urlsplit(address)
    if REDIRECTORS.search(parts.hostname or "") and parts.path in ("/url", "/news/url"):
        query = dict(parse_qsl(parts.query))
        target = query.get("url") or query.get("q") or ""
        if is_address(target):
            return safe_url_string(target)
    return address


def _cleaned(address: str) -> str:
    parts = urlsplit(address)
    names = [name for name, value in parse_qsl(parts.query, keep_blank_values=True) if _is_tracking(name, value)]
    if names:
        address = url_query_cleaner(address, names, remove=True, unique=False, keep_fragments=True)
    pairs = parse_qsl(parts.fragment, keep_blank_values=True)
    if pairs and all(_is_tracking(name, value) for name, value in pairs):
        address = address.partition("#")[0]
    return address


def _is_tracking(name: str, value: str) -> bool:
    if TRACKING.fullmatch(name):
        return True
    return GENERIC.fullmatch(name) is not None and GENERIC_VALUE.fullmatch(value) is not None
