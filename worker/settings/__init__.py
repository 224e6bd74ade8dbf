"""Configuration: flags over environment over `depesche.toml` over defaults.

[run]                       environment            default
home = "..."                DEPESCHE_HOME          the platform's user data folder
redis_url = "..."           REDIS_URL              none: the program starts its own Redis in `home`
redis_port = 6390           DEPESCHE_REDIS_PORT    none: its own Redis listens on a unix socket only
workers = 4                 DEPESCHE_WORKERS       number of processors
name = "default"            DEPESCHE_NAME          part of the CloudEvents source, /depesche/<name>
log_format = "console"      DEPESCHE_LOG_FORMAT    console or json
log_level = "warning"       DEPESCHE_LOG_LEVEL     debug, info, warning or error

[[folders]]                 DEPESCHE_FOLDERS       ./seeds where that exists
path = "..."                (a JSON list of the    relative to the file, else to where the program runs
name = "..."                same tables)           the last part of the path

[[feeds]]                   DEPESCHE_FEEDS         none
url = "..."                 (a JSON list of the    of RSS, Atom or JSON Feed
name = "..."                same tables)           the host of the address
outlet = "..."                                     who publishes it, where an article is to say so
language = "de"                                    what its items say
interval = 300                                     the shortest time between two polls, in seconds
full_text = "off"                                  off, auto (where the feed gives a teaser) or always: fetch the pages
origin = "..."                                     who speaks, where several feeds are one voice
tags = ["..."]                                     none

[polling]                   DEPESCHE_POLLING
contact = "..."             (a JSON object)        none: a page or mailbox that servers are told in the User-Agent
allow = ["10.0.0.0/8"]                             none: networks that feeds may be in beside the public ones
spacing = 5                                        seconds between two requests to one host
first_hours = 24                                   older items are read and not announced at the first contact

[endpoint]                  DEPESCHE_ENDPOINT
listen = "127.0.0.1:8390"   (a JSON object)        none: articles are not taken over HTTP
token_file = "..."          DEPESCHE_ENDPOINT_TOKEN holds the token itself; relative to the file
beyond_loopback = false                            may `listen` be an address that other machines reach?

[[receivers]]               DEPESCHE_RECEIVERS     none: worker/routing/config.py says what a receiver is
name = "..."                (a JSON list of the    letters, digits and . _ @ -
url = "https://..."         same tables)           a webhook, or an address of Apprise; or a Redis channel:
channel = "desk:kyiv"
secret_env = "..."                                 the variable, or two, in which its secret is; or secret_file
headers = {X = "..."}                              sent with each request; header_env = {X = "VARIABLE"} for secret ones
timeout = 15                                       seconds
template = "..."                                   none: the message as published; else text with $headline and the like

[[routes]]                  DEPESCHE_ROUTES        none
name = "..."                (a JSON list of the    letters, digits and . _ @ -
receivers = ["..."]         same tables)           their names
changes = ["new", ...]                             all
match = {...}                                      every alert: worker/routing/condition.py says what can be asked
group = {...}                                      by = ["event", "kind", "country"], wait in seconds
rate = {...}                                       alerts, in so many seconds
quiet = {...}                                      begin = 22:00:00, end = 06:00:00, timezone, except_from = "critical"

[delivery]                  DEPESCHE_DELIVERY
allow = ["10.0.0.0/8"]      (a JSON object)        none: networks that receivers may be in beside the public ones

[routing]                   DEPESCHE_ROUTING
sites = "sites.csv"         (a JSON object)        none: a list of sites (name, lat, lon, km, a column for each kind)

[history]                   DEPESCHE_HISTORY
days = 30                   (a JSON object)        how long after its last report an event is kept, with its alerts
megabytes = 1000                                   how much of Redis they may take; then the oldest go sooner

[severity]                  DEPESCHE_SEVERITY
table = "severity.toml"     (a JSON object)        none: the published table; docs/severity.md says what one may hold
"""

from worker.settings.loading import CONFIG_VARIABLE, ENVIRONMENT, FEEDS_VARIABLE, file_named, load
from worker.settings.tables import RELOADED, Delivering, Endpoint, Folder, Grading, History, Polling, Routing, Settings

__all__ = [
    "CONFIG_VARIABLE", "ENVIRONMENT", "FEEDS_VARIABLE", "RELOADED", "Delivering", "Endpoint", "Folder", "Grading",
    "History", "Polling", "Routing", "Settings", "file_named", "load",
]  # fmt: skip
