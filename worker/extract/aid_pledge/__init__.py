"""Aid pledges: help for a side at war, from the asking to the delivery."""

from worker.extract.aid_pledge.assemble import find_pledges

__all__ = ["find_pledges"]
