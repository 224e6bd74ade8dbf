"""Attacks: one side's strike or wave in one stretch of time."""

from worker.extract.attack.assemble import find_attacks

__all__ = ["find_attacks"]
