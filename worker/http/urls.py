"""Which addresses can be asked for."""

import re

import httpx2

from worker.http.records import FetchError

LONGEST_URL = 2_000  # characters
SCHEMES = ("http", "https")
HOST = re.compile(rb"[0-9A-Za-z._:-]+")  # a name in ASCII, or an IP address


def problem_with(url: str) -> str | None:
    """Return why `url` cannot be asked for, None where it can."""
    try:
        parsed(url)
    except FetchError as trouble:
        return trouble.detail
    return None


def host_of(url: str) -> str:
    """Return the host that `url` is asked from, in ASCII, "" where it is no URL."""
    try:
        return httpx2.URL(url).raw_host.decode("ascii").lower()
    except (httpx2.InvalidURL, ValueError):
        return ""


def parsed(url: str) -> httpx2.URL:
    """Return `url` without its fragment. Raises FetchError where it is not the address of a page."""
    if len(url) > LONGEST_URL:
        raise FetchError("bad_address", f"longer than {LONGEST_URL:,} characters")
    try:
        found = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError) as error:  # the errors of idna are ValueErrors
        raise FetchError("bad_address", f"not a URL: {error}") from error
    if found.scheme not in SCHEMES or not HOST.fullmatch(found.raw_host) or not 0 < (found.port or 1) < 65_536:
        raise FetchError("bad_address", "not the http or https address of a page")
    if found.userinfo:
        raise FetchError("bad_address", "a user name or password in an address is not supported")
    return found.copy_with(fragment=None)


def joined(url: httpx2.URL, target: str) -> httpx2.URL:
    """Return where a redirect to `target` leads, which is the header as Latin-1: what is not ASCII in it is UTF-8."""
    try:
        found = url.join(target.encode("latin-1").decode("utf-8", "replace"))
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError("bad_address", f"a redirect to no URL: {error}") from error
    if found.scheme not in SCHEMES:
        raise FetchError("refused_address", f"a redirect to {found.scheme[:20]}:, which is not the web")
    return parsed(str(found))
