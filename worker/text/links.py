"""Addresses of articles: which are the same page, and what in them only tells where a reader came from."""

import re
from collections.abc import Callable
from functools import lru_cache
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
# Where pages for small screens are kept for others: /amp/s/<host>/<path>, /c/s/<host>/<path>; s for https.
AMP_CACHES = re.compile(r"(^|\.)(google\.[a-z.]{2,6}|cdn\.ampproject\.org)$", re.IGNORECASE)
AMP_CACHED = re.compile(r"/(?:amp|[civ])(/s)?/([^/]+\.[^/]+/.+)", re.IGNORECASE)
VARIANTS = re.compile(r"^(www|m|mobile|amp)\.(?=[^.]+\.)", re.IGNORECASE)  # hosts of one site
AMP_PATH = re.compile(r"^/amp(?=/.)|[./]amp(?=(\.html?)?/?$)", re.IGNORECASE)
AMP_QUERY = re.compile(r"(amp|outputtype)", re.IGNORECASE)
AMP_VALUE = re.compile(r"(amp|1|true)?", re.IGNORECASE)


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


def is_one_page(a: str | None, b: str | None) -> bool:
    """Are both the address of one page? A whole site is none."""
    return bool(a and b) and same_page(a) == same_page(b) and "/" in same_page(a)


@lru_cache(maxsize=10_000)
def same_page(address: str) -> str:
    """Return one form for all addresses of a page, for comparing and never for opening; others stay as they are.

    With or without TLS, for large screens and for small ones, in whatever order of parameters. A fragment may name
    another text and stays.
    """
    cleaned = page(address)
    if cleaned is None:
        return address
    canonical = canonicalize_url(_without(_is_amp, cleaned), keep_fragments=True)
    parts = urlsplit(canonical)
    path = AMP_PATH.sub("", parts.path)
    return parts._replace(scheme="", netloc=_site(canonical), path=path).geturl().removeprefix("//").rstrip("/")


def canonical_page(address: str | None, canonical: str | None, base: str) -> str | None:
    """Return what the page at `base` says that its address is, `address` where that cannot be.

    It is believed where it names a page of the same site, and not the front page of it, which some name on every page.
    """
    found = page(joined_address(base, canonical)) if canonical else None
    if found is None or _site(found) != _site(base) or urlsplit(found).path in ("", "/"):
        return address
    return found


def _site(address: str) -> str:
    """The host of an address, one for all screens."""
    return VARIANTS.sub("", urlsplit(address).hostname or "")


def _target(address: str) -> str:
    parts = urlsplit(address)
    if REDIRECTORS.search(parts.hostname or "") and parts.path in ("/url", "/news/url"):
        query = dict(parse_qsl(parts.query))
        target = query.get("url") or query.get("q") or ""
        if is_address(target):
            return safe_url_string(target)
    cached = AMP_CACHED.fullmatch(parts.path) if AMP_CACHES.search(parts.hostname or "") else None
    if cached:
        return parts._replace(scheme="https" if cached[1] else "http", netloc="", path=f"//{cached[2]}").geturl()
    return address


def _cleaned(address: str) -> str:
    address = _without(_is_tracking, address)
    parts = urlsplit(address)
    pairs = parse_qsl(parts.fragment, keep_blank_values=True)
    if pairs and all(_is_tracking(name, value) for name, value in pairs):
        address = address.partition("#")[0]
    return address


def _without(unwanted: Callable[[str, str], bool], address: str) -> str:
    """The address without the parameters that are unwanted by their names and values."""
    pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    names = [name for name, value in pairs if unwanted(name, value)]
    return url_query_cleaner(address, names, remove=True, unique=False, keep_fragments=True) if names else address


def _is_amp(name: str, value: str) -> bool:
    return AMP_QUERY.fullmatch(name) is not None and AMP_VALUE.fullmatch(value) is not None


def _is_tracking(name: str, value: str) -> bool:
    if TRACKING.fullmatch(name):
        return True
    return GENERIC.fullmatch(name) is not None and GENERIC_VALUE.fullmatch(value) is not None
