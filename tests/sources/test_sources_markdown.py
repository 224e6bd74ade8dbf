"""Markdown: front matter is read, marks are stripped."""

import time
from datetime import UTC, datetime

import pytest
from format_helpers import all_of, article


def test_front_matter_of_markdown_tells_who_and_when() -> None:
    found = article(
        '---\ntitle: "Talks: day two"\ndate: 2025-07-21T10:00:00+02:00\nlang: en\noutlet: Courier\n'
        "url: https://example.org/2\ntags: [a, b]\n---\nThey met.\n",
        "a.md",
    )
    assert (found.title, found.text) == ("Talks: day two", "Talks: day two\n\nThey met.")
    assert (found.language, found.outlet, found.url) == ("en", "Courier", "https://example.org/2")
    assert found.published == datetime(2025, 7, 21, 8, tzinfo=UTC)


def test_toml_front_matter_is_read_too() -> None:
    found = article("+++\ntitle = 'Talks'\npublished = 2025-07-21\n+++\nThey met.", "a.md")
    assert (found.title, found.published) == ("Talks", datetime(2025, 7, 21, tzinfo=UTC))


def test_marks_of_markdown_are_stripped() -> None:
    source = """\
# Night *of* attacks #

They met **in
Geneva**, said [the _minister_](https://example.org "x"), see <https://example.org/a>.
![map](map.png)

Next steps
----------
> It is `late`
> here.[^1]

- first \\*item\\*
- second item with snake_case_name
  that goes on
* * *
21. Juli: sie trafen sich.

| who | what |
|-----|------|
| USA | aid  |

```
code stays
```
[ref]: https://example.org
<b>Bold</b> 2 * 3 * 4 <!-- hidden -->
"""
    found = article(source, "a.md")
    assert found.title == "Night of attacks"
    assert found.text.split("\n\n") == [
        "Night of attacks",
        "They met in Geneva, said the minister, see https://example.org/a.",
        "Next steps",
        "It is late here.",
        "first *item*",
        "second item with snake_case_name that goes on",
        "21. Juli: sie trafen sich.",
        "who what",
        "USA aid",
        "code stays",
        "Bold 2 * 3 * 4",
    ]


def test_heading_under_which_a_line_is_drawn_is_the_title() -> None:
    assert article("Talks\n=====\nThey met.", "a.md").title == "Talks"


@pytest.mark.parametrize(
    "piece",
    ["*a ", "[", "![", "<!--", "<a", "# ", "- ", "_", "`", "|-", "---\n", "> ", "**a", "1. ", "\\", "[a](", "[^"],
)
def test_hostile_markdown_takes_no_time(piece: str) -> None:
    began = time.monotonic()
    assert len(all_of(piece * (300_000 // len(piece)) + " x", "a.md")) == 1
    assert time.monotonic() - began < 10
