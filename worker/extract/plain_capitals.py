"""Headlines with a capital on every word ("Germany To Send Tanks"): what is no name there is read as if it had none."""

from worker.extract.grammar.lexicon import Known, look_up
from worker.extract.mentions.scan import find_hits
from worker.languages.actors import Actors
from worker.languages.names import Names
from worker.languages.pack import Pack
from worker.text.document import Document, Sentence
from worker.text.tokens import Token

_LONG = 4  # letters of a word that such a headline does not leave without a capital
_FEWEST = 2  # words of no name that show that it is one


def without_plain_capitals(document: Document, pack: Pack, names: Names) -> None:
    """Takes the capitals of such headlines from their ordinary words, so that capitals show names there too."""
    if pack.grammar.nouns_are_capitalised:
        return
    for sentence in document.sentences:
        if sentence.role != "body":
            for token in _ordinary(sentence, pack, names):
                token.text = token.lower


def _ordinary(sentence: Sentence, pack: Pack, names: Names) -> list[Token]:
    """The words with a capital that the language knows and that are no names; none in a headline of another kind."""
    tokens = [t for t in sentence.tokens if t.text.isalpha()]
    if any(t.text.islower() and len(t.text) >= _LONG and not _small(look_up(pack, t.text)) for t in tokens):
        return []
    named = {k for h in find_hits(sentence.tokens, names, pack.actors) for k in range(h.first, h.last + 1)}
    found = [
        t
        for k, t in enumerate(sentence.tokens)
        if k > 0 and t.text.istitle() and k not in named and _is_known(t.lower, pack)
    ]
    return found if len(found) >= _FEWEST else []


def _small(word: Known) -> bool:
    """Is it a word that such headlines may leave as it is ("with", "after")?"""
    return word.closed or word.subordinator or word.coordinator or word.adverb


def _is_known(lower: str, pack: Pack) -> bool:
    word = look_up(pack, lower)
    if lower in pack.actors.directions:  # "the West"
        return False
    return bool(word.forms or word.auxiliaries) or word.number or _small(word) or _tells_side(lower, pack.actors)


def _tells_side(lower: str, rules: Actors) -> bool:
    return lower in rules.nouns or lower in rules.offices or lower in rules.groups
