"""The one way out to the web: an HTTP client that a stranger's server cannot hold up, flood, or send elsewhere.

Every limit is kept at the socket, where nothing slips past it: a request has one deadline for all of it, from the name
look-up over each redirect to the last byte, and one measure of what it may receive. A name is looked up once, its
addresses are judged, and what was judged is connected to, so that another answer at the next look-up gains nothing.

    Client().get("https://example.org/feed")  ->  Response, or Failure with a named outcome; no exception
    Client().post("https://example.org/hook", b"{}", {}, timeout_s=15)  ->  the same
"""

from worker.http.client import Client
from worker.http.records import Failure, Limits, Response, Validators
from worker.http.urls import host_of, problem_with

__all__ = ["Client", "Failure", "Limits", "Response", "Validators", "host_of", "problem_with"]
