"""What a person and a program read of an article that was read: its sentences with marks, what they tell, why not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import click

from schemas import Actor, Event, Money, Place, Quantity, When
from worker.commands.reasons import in_words, weight
from worker.console import printable
from worker.extract.explanation import Explained, Mention, Told, Value, Why
from worker.extract.reading import Account
from worker.identity.headline import headline
from worker.languages.pack import languages

# How a stretch of a sentence is marked: letter, then colour.
MARKS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "tells an event": ("+", {"fg": "green", "bold": True}),
    "tells none": ("-", {"fg": "red"}),
    "actor": ("A", {"fg": "cyan"}),
    "time": ("T", {"fg": "magenta"}),
    "figure": ("F", {"fg": "yellow"}),
    "place": ("P", {"fg": "blue"}),
}
LABELS: Mapping[str, Mapping[str, Any]] = {"event": {"fg": "green"}, "no event": {"fg": "red"}}
_ID_SHOWN = 7  # characters of an id
_MARGIN = "      "


def lines_of(account: Account, sentences: Sequence[Explained], *, coloured: bool) -> Iterator[str]:
    """Yield what a person reads of an article, in colours or with brackets."""
    yield click.style(_plain(account.article.title) or _plain(account.article.id), bold=True)
    if sentences:
        yield " ".join(_mark(name, name, coloured) for name in MARKS)
    shown: dict[str, int] = {}
    for number, sentence in enumerate(sentences, 1):
        yield ""
        yield f"{number:>4}  {_marked(account.article.text, sentence, coloured)}"
        for label, text in _told(account, sentence, number, shown):
            yield f"{_MARGIN}{click.style(f'{label:<9}', **LABELS.get(label, {'dim': True}))} {text}"
    yield ""
    yield from _summary(account, sentences)


def _plain(text: str) -> str:
    """Text of strangers on one line."""
    return printable("".join(" " if character.isspace() else character for character in text))


def _mark(text: str, name: str, coloured: bool) -> str:
    letter, style = MARKS[name]
    return click.style(_plain(text), **style) if coloured else f"[{letter} {_plain(text)}]"


def _marked(text: str, sentence: Explained, coloured: bool) -> str:
    """The sentence with its words and mentions marked; where two overlap, by the first in the order of MARKS."""
    spans = [(w.start, w.end, "tells an event") for w in sentence.words if w.events]
    spans += [(w.start, w.end, "tells none") for w in sentence.words if w.telling]
    spans += [(m.start, m.end, name) for name, mentions in _mentions(sentence) for m in mentions]
    marks = [""] * (sentence.end - sentence.start)
    for start, end, name in reversed(spans):
        marks[start - sentence.start : end - sentence.start] = [name] * (end - start)
    runs = groupby(zip(marks, text[sentence.start : sentence.end], strict=True), key=itemgetter(0))
    return "".join(_run("".join(character for _, character in run), name, coloured) for name, run in runs)


def _run(text: str, name: str, coloured: bool) -> str:
    """A stretch of one mark, the blanks around it outside."""
    bare = text.strip()
    if not name or not bare:
        return _plain(text)
    before, _, after = text.partition(bare)
    return _plain(before) + _mark(bare, name, coloured) + _plain(after)


def _mentions(sentence: Explained) -> tuple[tuple[str, Sequence[Mention]], ...]:
    return (
        ("actor", sentence.actors), ("time", sentence.times), ("figure", sentence.figures), ("place", sentence.places),
    )  # fmt: skip


def _told(account: Account, sentence: Explained, number: int, shown: dict[str, int]) -> Iterator[tuple[str, str]]:
    """(label, text) of what is below a sentence; `shown`: where an event was told in full."""
    text = account.article.text
    for event in (e for e in account.events if e.id in sentence.events):
        first = shown.setdefault(event.id, number)
        yield "event", _event_line(event) if first == number else f"{_name(event)} as in {first}"
        words = [w for w in sentence.words if event.id in w.events]
        yield from (("  by", _words(text, words)),) if words else ()
        yield from (("  rules", _plain(", ".join(event.rules))),) if first == number else ()
    dropped = list(_reasons(sentence))
    for why, words in dropped:
        main = not sentence.events and weight(why) == weight(dropped[0][0])
        of = f"{_words(text, words)}: " if words else ""
        yield "no event" if main else "also", f"{why.kind}: {of}{_plain(in_words(why))}"
    if sentence.silent:
        yield "no event", "no word that can tell one"
    for name, found in _mentions(sentence):
        if mentions := [m for m in found if name != "place" or not _acts(m, sentence)]:
            told = (f"{_plain(text[m.start : m.end])} = {_plain(_value(m.value))}" for m in mentions)
            yield f"{name}s", "; ".join(dict.fromkeys(told))


def _acts(place: Mention, sentence: Explained) -> bool:
    """Is it a country that is told of as an actor already?"""
    country = isinstance(place.value, Place) and place.value.kind == "country"
    return country and any((m.start, m.end) == (place.start, place.end) for m in sentence.actors)


def _reasons(sentence: Explained) -> Iterator[tuple[Why, list[Told]]]:
    """Why words of the sentence tell no event, those with one reason together; of a word that tells one in another
    reading nothing, of several reasons for one kind those that say most.
    """
    telling = {w.start for w in sentence.words if w.events}
    dropped = [(word, why) for word in sentence.words for why in word.why if word.start not in telling]
    least: dict[tuple[int, str], int] = {}
    for word, why in dropped:
        key = word.start, why.kind
        least[key] = min(weight(why), least.get(key, weight(why)))
    found: dict[Why, list[Told]] = {why: [] for why in sentence.why}
    for word, why in dropped:
        if weight(why) == least[word.start, why.kind]:
            found.setdefault(why, []).append(word)
    yield from sorted(found.items(), key=lambda f: weight(f[0]))


def _words(text: str, words: Iterable[Told]) -> str:
    rules: dict[str, list[str]] = {}
    for word in words:
        rules.setdefault(_plain(text[word.start : word.end]), []).append(_plain(word.rule))
    return ", ".join(f"{word} ({', '.join(dict.fromkeys(found))})" for word, found in rules.items())


def _name(event: Event) -> str:
    return f"{event.kind} {event.id[:_ID_SHOWN]}"


def _event_line(event: Event) -> str:
    return f"{_name(event)} {event.status}: {_plain(headline(event))}"


def _value(value: Value) -> str:
    match value:
        case Actor():
            return f"{value.name} ({', '.join(filter(None, (value.role, value.kind, value.country)))})"
        case Place():
            return f"{value.name} ({', '.join(filter(None, (value.kind, value.country)))})"
        case When():
            return f"{value.start}" if value.start == value.end else f"{value.start} to {value.end}"
        case Money():
            return f"{value.value:.0f} {value.currency}"
        case Quantity():
            return _figure(value)
        case None:
            return "not dated"


def _figure(value: Quantity) -> str:
    if value.min == value.max:
        return str(value.min)
    if value.min is None:
        return f"up to {value.max}"
    return f"at least {value.min}" if value.max is None else f"{value.min} to {value.max}"


def _summary(account: Account, sentences: Sequence[Explained]) -> Iterator[str]:
    if unread := unread_because(account):
        yield unread
        return
    kinds = Counter(event.kind for event in account.events)
    split = f" ({', '.join(f'{count} {kind}' for kind, count in sorted(kinds.items()))})" if kinds else ""
    silent = sum(sentence.silent for sentence in sentences)
    mute = sum(not sentence.events for sentence in sentences) - silent
    yield f"{_count(len(account.events), 'event')}{split} in {_count(len(sentences), 'sentence')}"
    yield f"{_count(mute, 'sentence')} with words that tell no event, {silent} without anything"
    yield f"language {account.language}{_declared(account)}"
    for domain, words in account.scene.signs().items() if account.scene else ():
        yield f"the article is taken to be about {domain} by {_plain(', '.join(words))}"


def _declared(account: Account) -> str:
    declared = account.article.language
    return f", though the article says {declared}" if declared and declared != account.language else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def unread_because(account: Account) -> str:
    """Return why nothing at all was read, empty where the article was read."""
    if account.analysis:
        return ""
    if not account.article.text.strip():
        return "nothing was read: the article has no text"
    there_are = ", ".join(sorted(languages()))
    return f"nothing was read: there is no language pack for {account.language}, only for {there_are}"


def object_of(account: Account, sentences: Sequence[Explained]) -> dict[str, Any]:
    """Return the same for a program."""
    article, scene = account.article, account.scene
    return {
        "id": article.id,
        "title": article.title,
        "language": account.language,
        "declared": article.language,
        "unread": unread_because(account) or None,
        "domains": scene.signs() if scene else {},
        "sentences": [_sentence_object(article.text, sentence) for sentence in sentences],
        "events": [event.model_dump(mode="json") | {"headline": headline(event)} for event in account.events],
        "silent": sum(sentence.silent for sentence in sentences),
    }


def _sentence_object(text: str, sentence: Explained) -> dict[str, Any]:
    return {
        **_span_object(text, sentence),
        "role": sentence.role,
        "events": list(sentence.events),
        "words": [
            _span_object(text, word)
            | {"rule": word.rule, "events": list(word.events), "not_read": [_why_object(why) for why in word.why]}
            for word in sentence.words
        ],
        "not_read": [_why_object(why) for why in sentence.why],
        **{f"{name}s": [_mention_object(text, m) for m in mentions] for name, mentions in _mentions(sentence)},
    }


def _mention_object(text: str, mention: Mention) -> dict[str, Any]:
    return _span_object(text, mention) | {"value": mention.value.model_dump(mode="json") if mention.value else None}


def _span_object(text: str, one: Explained | Told | Mention) -> dict[str, Any]:
    return {"start": one.start, "end": one.end, "text": text[one.start : one.end]}


def _why_object(why: Why) -> dict[str, Any]:
    return {"kind": why.kind, "reason": why.reason, "because": why.because, "text": in_words(why)}
