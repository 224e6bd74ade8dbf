"""What the fields of a receiver may hold. A check returns its value or raises ValueError, which quotes no secret."""

import json
import re
from collections.abc import Mapping
from string import Template

from worker.http import problem_with

TEMPLATE_NUMBERS = ("independent_sources", "revision", "sequence")
TEMPLATE_NAMES = (
    "alert_id", "change", "countries", "event_id", "headline", "kind", "outlets", "places", "severity", "standing",
    "time", "url", *TEMPLATE_NUMBERS,
)  # fmt: skip
OWN_CHANNELS = "depesche:"
OWN_HEADERS = re.compile(r"webhook-.*|host|connection|content-length|content-encoding|transfer-encoding|expect|upgrade")

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")  # RFC 9110: a token
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{20}")
_VALUE = re.compile(r"[\x20-\x7e]{0,2000}")


def address(url: str) -> str:
    """Check the address of a webhook or of Apprise."""
    if not _ADDRESS.fullmatch(url):
        raise ValueError("not an address such as https://example.org/hook or ntfy://topic")
    problem = problem_with(url) if url.lower().startswith(("http:", "https:")) else None
    if problem:
        raise ValueError(problem)
    return url


def channel(name: str) -> str:
    """Check the name of a Redis channel."""
    if name.startswith(OWN_CHANNELS):
        raise ValueError(f"channels that begin with {OWN_CHANNELS} have their messages already")
    return name


def variable(name: str) -> str:
    """Check the name of an environment variable, where a secret itself is easily put by mistake."""
    if not _VARIABLE.fullmatch(name) or _SECRET.search(name):
        raise ValueError("not the name of a variable, which is to hold the secret")
    return name


def secret_file(path: str) -> str:
    """Check the path of a file with a secret."""
    if not path or "\0" in path or _SECRET.search(path):
        raise ValueError("not the path of a file, which is to hold the secret")
    return path


def header_variables(given: Mapping[str, str]) -> Mapping[str, str]:
    """Check headers and the variables that hold their values."""
    for name in given.values():
        variable(name)
    return headers(given)


def headers(given: Mapping[str, str]) -> Mapping[str, str]:
    """Check headers and their values."""
    for name, value in given.items():
        if not _NAME.fullmatch(name) or OWN_HEADERS.fullmatch(name.lower()):
            raise ValueError(f"{name!r} is no header that can be set")
        if not _VALUE.fullmatch(value):
            raise ValueError(f"the value of {name} is not printable ASCII of at most 2,000 characters")
    return given


def template(text: str) -> str:
    """Check that every name in a template is one of TEMPLATE_NAMES."""
    if not Template(text).is_valid():
        raise ValueError("a $ that begins no name is written $$")
    unknown = sorted(set(Template(text).get_identifiers()) - set(TEMPLATE_NAMES))
    if unknown:
        raise ValueError(f"there is no ${unknown[0]}; there are ${', $'.join(TEMPLATE_NAMES)}")
    return text


def makes_json(text: str) -> bool:
    """Tell whether a template is JSON with names in its strings, and with numbers in other places too."""
    numbers = dict.fromkeys(TEMPLATE_NUMBERS, "1")
    try:
        json.loads(Template(text).substitute(dict.fromkeys(TEMPLATE_NAMES, "a") | numbers))
    except ValueError:
        return False
    return True
