"""Talks: two or more sides conferring."""

from worker.extract.talks.assemble import find_talks

__all__ = ["find_talks"]
