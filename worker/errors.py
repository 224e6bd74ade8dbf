"""Every error that Depesche raises on purpose.

DepescheError
├── ConfigError          a setting that cannot be used; says which and why
├── PackError            a language pack entry that cannot be used; says file and entry
├── SourceError          an input that cannot be read; its text is the reason that status shows
└── StoreError           Redis cannot be reached, started or used as it is
    └── VersionError     what it holds belongs to another version of this program
"""


class DepescheError(Exception):
    """Expected trouble: its text is one line that tells a person what is wrong."""


class ConfigError(DepescheError):
    """A setting that cannot be used."""


class PackError(DepescheError):
    """A language pack that cannot be used."""


class SourceError(DepescheError):
    """An input that cannot be read."""


class StoreError(DepescheError):
    """Redis cannot be reached, started or used."""


class VersionError(StoreError):
    """What Redis holds belongs to another version of this program."""
