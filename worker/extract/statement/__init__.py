"""Statements: somebody who speaks for a side says something of substance."""

from worker.extract.statement.assemble import find_statements

__all__ = ["find_statements"]
