"""No regular expression of the program takes more than linear time on any text, as far as pumped texts can tell.

Each is fed with what it repeats, again and again, behind what stands before it in the expression and before what it
cannot match. The patterns of the language packs are no regular expressions; how many steps they take is counted.
"""

import ast
import importlib
import pkgutil
import re
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

import worker
from worker.sources import feed_dates
from worker.sources.feed_encoding import GUESSES

LENGTH = 20_000  # characters of a pumped text
LIMIT_S = 1.0  # of processor time for one of them: what takes linear time needs a few milliseconds
FUNCTIONS = frozenset({"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
METHODS = FUNCTIONS - {"compile"}
FLAGS = {"compile": 1, "match": 2, "fullmatch": 2, "search": 2, "findall": 2, "finditer": 2, "split": 3, "sub": 4}
ALPHABET = "aAzZ0_ \t\n-.,:;!?'\"/\\|&#%$()[]{}<>=+*~^@é\u00e4ß\u0301…„“”»«漢\u00a0"
BEHIND = ("\0", "\n!")
# What is only ever looked for in so many characters.
BOUNDED = {
    "worker.sources.feed_dates:_OFFSET": feed_dates.LONGEST_DATE,
    "worker.text.sentences:_WORD_BEFORE": 40,
}
# What is put together while the program runs, from words of a pack, a configuration or a table of encodings.
MADE = {
    "worker.languages.numerals": [("[.']", "split"), ("[,']", "split")],
    "worker.routing.operators": [(r"(?<!\w)(?:a|a b|a  b)(?!\w)", "search")],
    "worker.settings.file": [(r"\s*routes\s*[.=]", "match")],
    "worker.sources.feed_encoding": [(pattern, "finditer") for _, *both in GUESSES for pattern in both],
    "worker.text.furniture": [
        (r"\b(?P<link>Related article|Video)\b|(?:/(?i:AFP|Getty Images)\b){1,4}\)?(?=\s+[^\Wa-zäöü])", "finditer"),
        (r"(?:/(?i:AFP|Getty Images)\b){1,4}[).]{0,2}$", "search"),
    ],
}


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(worker.__path__, "worker."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


@dataclass(frozen=True)
class Use:
    """An expression and how it is asked: `methods` of it, `length`: characters that it may have to look through."""

    pattern: re.Pattern[Any]
    methods: frozenset[str]
    length: int = LENGTH


def source(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text("utf-8")


def calls(module: ModuleType) -> Iterator[tuple[str, ast.Call]]:
    """(name that it is given, else "", call) of functions of `re` in the source of `module`."""
    tree = ast.parse(source(module))
    names = {
        id(node.value): target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=attr)) if attr in FUNCTIONS:
                yield names.get(id(node), ""), node


def methods(name: str, call: ast.Call, module: ModuleType) -> frozenset[str]:
    """How an expression is asked: all that is done with its name, anything where it has none."""
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr != "compile":
        return frozenset({call.func.attr})
    text = source(module) if name.startswith("_") else everything()
    found = re.findall(rf"\b{name}\.({'|'.join(METHODS)})\b", text) if name else ()
    return frozenset(found) or METHODS


@cache
def everything() -> str:
    return "\n".join(map(source, modules()))


def value(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), str(module.__file__), "eval"), dict(vars(module)))


def expression(call: ast.Call, module: ModuleType) -> re.Pattern[Any] | None:
    """The expression of a call, None where it is made while the program runs."""
    assert isinstance(call.func, ast.Attribute)
    place = FLAGS.get(call.func.attr, 9)
    flags = [k.value for k in call.keywords if k.arg == "flags"] or list(call.args[place : place + 1])
    try:
        pattern = value(call.args[0], module)
        return pattern if isinstance(pattern, re.Pattern) else re.compile(pattern, *(value(f, module) for f in flags))
    except NameError:
        return None


@cache
def collected() -> tuple[dict[str, Use], frozenset[str]]:
    """(expressions by module and name or place, modules that make some while the program runs)."""
    found: dict[str, Use] = {}
    made = set()
    for module in modules():
        for name, call in calls(module):
            known = expression(call, module)
            if known is None:
                made.add(module.__name__)
                continue
            where = f"{module.__name__}:{name or call.lineno}"
            found[where] = Use(known, methods(name, call, module), BOUNDED.get(where, LENGTH))
    found |= {
        f"{name}:made:{k}": Use(re.compile(pattern), frozenset({method}))
        for name, patterns in MADE.items()
        for k, (pattern, method) in enumerate(patterns)
    }
    return found, frozenset(made)


# --- texts ---------------------------------------------------------------------------------------------------------


def holds(members: Sequence[Any], character: str) -> bool:
    """Is the character in a class of the parsed expression?"""
    negated = members[0][0] is op.NEGATE
    return negated != any(_is(member, character) for member in members if member[0] is not op.NEGATE)


def _is(member: Any, character: str) -> bool:
    kind, what = member
    if kind is op.LITERAL:
        return ord(character) == what
    if kind is op.RANGE:
        return bool(what[0] <= ord(character) <= what[1])
    wanted = {"DIGIT": str.isdecimal, "SPACE": str.isspace, "WORD": lambda c: c.isalnum() or c == "_"}
    name = str(what).removeprefix("CATEGORY_").removeprefix("UNI_")
    return bool(wanted[name.removeprefix("NOT_")](character)) != name.startswith("NOT_")


def sample(tree: Iterable[Any], liked: str) -> str:
    """A text that the expression matches, made of the character `liked` where that may stand."""
    return "".join(_sample(kind, what, liked) for kind, what in tree)


def _sample(kind: Any, what: Any, liked: str) -> str:
    if kind is op.LITERAL:
        return chr(what)
    if kind is op.NOT_LITERAL:
        return liked if ord(liked) != what else next(c for c in ALPHABET if ord(c) != what)
    if kind is op.ANY:
        return liked
    if kind is op.IN:
        return next((c for c in (liked, *ALPHABET) if holds(what, c)), chr(0x600))
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return sample(what[2], liked) * max(1, what[0])
    if kind is op.SUBPATTERN:
        return sample(what[3], liked)
    if kind is op.ATOMIC_GROUP:
        return sample(what, liked)
    if kind is op.BRANCH:
        return next((s for s in (sample(b, liked) for b in what[1]) if liked in s), sample(what[1][0], liked))
    return ""  # anchors, looks ahead and behind, references


def repeats(tree: Iterable[Any], before: str, liked: str) -> Iterator[tuple[str, str]]:
    """(text before it, text that it repeats) of every repetition in the expression."""
    for kind, what in tree:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            if what[1] > 1:
                yield before, sample(what[2], liked)
            yield from repeats(what[2], before, liked)
        for inner in _parts(kind, what):
            yield from repeats(inner, before, liked)
        before += _sample(kind, what, liked)


def _parts(kind: Any, what: Any) -> Sequence[Any]:
    if kind is op.SUBPATTERN:
        return [what[3]]
    if kind is op.BRANCH:
        return list(what[1])
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [what[1]]
    return [what] if kind is op.ATOMIC_GROUP else []


def pumped(use: Use) -> Iterator[str]:
    """Texts that repeat what the expression repeats."""
    text = use.pattern.pattern if isinstance(use.pattern.pattern, str) else use.pattern.pattern.decode("latin-1")
    tree = _parser.parse(text, use.pattern.flags & ~re.DEBUG)
    pairs = {pair: None for liked in ALPHABET for pair in repeats(tree, "", liked)}
    pairs |= {("", liked): None for liked in ALPHABET}
    for before, body in pairs:
        if body:
            yield from (before + body * (use.length // len(body)) + behind for behind in BEHIND)


class LateError(Exception):
    """The time is over."""


def _ring(*_: Any) -> None:
    raise LateError


def slow(use: Use, limit_s: float = LIMIT_S) -> str | None:
    """The beginning of a text that the expression needs too much time for."""
    signal.signal(signal.SIGPROF, _ring)
    for text in pumped(use):
        content: Any = text if isinstance(use.pattern.pattern, str) else text.encode("utf-8")
        signal.setitimer(signal.ITIMER_PROF, limit_s)
        try:
            for method in use.methods & {"match", "fullmatch"}:
                getattr(use.pattern, method)(content)
            if not use.methods <= {"match", "fullmatch"}:
                deque(use.pattern.finditer(content), maxlen=0)
        except LateError:
            return repr(text[:60])
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    return None


@pytest.mark.parametrize("where", sorted(collected()[0]))
def test_no_regular_expression_explodes(where: str) -> None:
    use = collected()[0][where]
    assert slow(use) is None, use.pattern.pattern


def test_every_module_that_makes_expressions_is_known() -> None:
    assert collected()[1] == MADE.keys()


@pytest.mark.parametrize(
    "bad", [r"(a+)+b", r"(\w|\d)+:", r"(?:[a-z]+\s?)+$", r"(.*?,){9}x", r"\s*$", r"(a|ab)*c", r"^(\d+|\d+\.)*$"]
)
def test_an_expression_that_explodes_is_found(bad: str) -> None:
    assert slow(Use(re.compile(bad), METHODS), 0.2) is not None
