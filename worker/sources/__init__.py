"""Where articles come from: bytes and files in, `schemas.Article` out.

formats.read     a file or bytes -> articles, and a Refusal for all that is none
folder.scan      a folder -> the files in it that are to be read
intake           each file of a folder once, onto the ledger
watch.Watcher    the same at once, by notice of the operating system
feed.parse_feed  a feed document -> its items, and an article for each; opml.parse_opml reads a list of feeds
"""

from worker.sources.folder import Candidate, Config, look, scan, wanted
from worker.sources.formats import FORMATS, Refusal, read
from worker.sources.intake import FolderIntake, Swept
from worker.sources.watch import Watcher

__all__ = [
    "FORMATS", "Candidate", "Config", "FolderIntake", "Refusal", "Swept", "Watcher", "look", "read", "scan", "wanted",
]  # fmt: skip
