"""What stands inside a clause, or before its own words: brackets, rows, asides, who says it, how long after it was."""

from itertools import pairwise, takewhile

from worker.extract.grammar.predicates import NO_MODALS
from worker.extract.grammar.words import Word, is_finite
from worker.languages.grammar import Grammar
from worker.languages.pack import AidWord, SpeechWord

_INSERTION = 8
_HEDGES = range(4, 7)  # words of a phrase that says how sure what follows is
_MEASURE = 4  # words of a measure of time before a subordinator


def glued(words: tuple[Word, ...], sign: int) -> bool:
    """Is a sign inside a word ("U.S.-led", "AFC/M23")?"""
    if not 0 < sign < len(words) - 1:
        return False
    token = words[sign].token
    return words[sign - 1].token.end == token.start and token.end == words[sign + 1].token.start


def in_brackets(words: tuple[Word, ...], sign: int) -> bool:
    """Is a bracket the edge of a short insertion without a verb ("Wadephul (CDU) nach Washington gereist")?"""
    around = range(max(sign - _INSERTION, 0), min(sign + _INSERTION, len(words)))
    if words[sign].token.text == "(":
        end = next((k for k in around if k > sign and words[k].token.text == ")"), sign)
        return end > sign and not any(map(is_finite, words[sign + 1 : end]))
    if words[sign].token.text == ")":
        start = next((k for k in reversed(around) if k < sign and words[k].token.text == "("), sign)
        return start < sign and not any(map(is_finite, words[start + 1 : sign]))
    return False


def says_of_gift(verb: Word, gift: tuple[Word, ...], behind: tuple[Word, ...]) -> bool:
    """Is a participle behind a noun of help one, and no verb of its own ("announced $5m in aid | headed to Chad")?"""
    *_, noun, participle = gift
    helps = all(any(isinstance(f.entry, AidWord) for f in forms) for forms in (verb.verbs, noun.nouns))
    on = len(behind) > 0 and behind[0].preposition is not None
    return helps and on and participle.participle and not participle.auxiliaries


def enumerates(words: tuple[Word, ...], comma: int, piece: tuple[Word, ...]) -> bool:
    """Does a comma part names before the verb of their clause ("after the leaders of France, | Germany and Poland",
    "will Minister aus Berlin, | Paris und London treffen", "hat Lager der PKK, | der YPG und des IS bombardiert")?"""
    opener = next((k for k in range(len(piece) - 1, -1, -1) if piece[k].subordinator), -1)
    if words[comma].token.text != "," or not piece[-1].capital:
        return False
    if opener < 0:
        behind = words[comma + 1 :]
        return (_waits(piece) or _helps(piece, behind)) and _ends_in_row(behind)
    if any(map(is_finite, piece[opener + 1 :])):
        return False
    return len(piece) > opener + 1 and _ends_in_row(words[comma + 1 :])


def _waits(piece: tuple[Word, ...]) -> bool:
    """Is the infinitive of a modal verb still to come?"""
    modal = any(a.kind not in NO_MODALS for w in piece for a in w.auxiliaries)
    others = (w for w in piece if not w.auxiliaries)
    return modal and not any(w.participle or any(f.tag in ("inf", "zu_inf") for f in w.verbs) for w in others)


def _helps(piece: tuple[Word, ...], behind: tuple[Word, ...]) -> bool:
    """Has an auxiliary its participle at the end of what is behind the comma, where a row of names goes on with the
    article that it began with, and no relative clause ends there?"""
    helps = any(a.kind in NO_MODALS for w in piece for a in w.auxiliaries)
    if not helps or any(w.participle or w.infinitive for w in piece if not w.auxiliaries):
        return False
    articles = {w.lower for w in piece if w.determiner}
    joint = next((k for k, w in enumerate(behind) if w.coordinator), len(behind))
    parts = (w for w, last in pairwise((*behind[:joint], *behind[:1])) if w.determiner and last.capital)
    tail = tuple(takewhile(lambda w: not w.punctuation, behind[joint:]))
    beyond = behind[joint + len(tail) + 1 :][:1]
    ends = bool(tail) and tail[-1].participle and not tail[-1].auxiliaries
    return ends and all(w.lower in articles for w in parts) and not any(w.participle or w.auxiliaries for w in beyond)


def _ends_in_row(words: tuple[Word, ...]) -> bool:
    """Do names follow, parted by commas, the last by a coordinator?"""
    for k, word in enumerate(words[:-1]):
        if word.coordinator:
            return k > 0 and (words[k + 1].capital or words[k + 1].determiner is not None)
        if not (word.capital or word.determiner or word.token.text == ","):
            return False
    return False


def joins_names(words: tuple[Word, ...], k: int, grammar: Grammar) -> bool:
    """Does a coordinator join names, with only whose or whence before ("after envoys of Kyiv and Moscow met")?"""
    if not 0 < k < len(words) - 1 or not (words[k + 1].capital or words[k + 1].determiner):
        return False
    telling = grammar.genitive_prepositions | grammar.origin_prepositions
    return not any(w.preposition and w.lower not in telling for w in words[:k])


def shares_noun(words: tuple[Word, ...], k: int, adjectives: frozenset[int]) -> bool:
    """Has an adjective of a name its noun behind a coordinator ("between the Thai | and Lao officials")?"""
    if k + 1 < len(words) and words[k].determiner:
        return shares_noun(words, k + 1, adjectives)
    return words[k].index in adjectives and k + 1 < len(words) and words[k + 1].coordinator


def negates_aside(k: int, words: tuple[Word, ...], grammar: Grammar) -> bool:
    """Does a negation deny nothing but what is inserted (", not far from the border, "), does it only open a row ("not
    only arms, but ..."), or end one ("more rockets, but no | invitation", "but not in Kyiv")?"""
    behind = words[k + 1 :]
    if behind and behind[0].index == words[k].index + 1 and behind[0].lower in grammar.exclusive_adverbs:
        return True
    ends = k > 1 and words[k - 1].lower in grammar.contrasting
    if not (ends or words[k].behind_comma):
        return False
    if ends and words[k].determiner is not None:
        return not any(map(is_finite, behind))
    inserted = takewhile(lambda w: not w.behind_comma, behind)
    return not any(is_finite(w) or w.participle or w.infinitive for w in inserted)


def says_inside(piece: tuple[Word, ...], lead: Word, grammar: Grammar) -> int:
    """Where a relative clause goes on behind who says it ("attacks that officials say | have killed"), or 0."""
    if grammar.word_order == "verb_second" or not lead.relative or lead is not piece[0]:
        return 0
    for k in range(3, len(piece)):
        said, verb = piece[k - 1], piece[k]
        says = any(isinstance(f.entry, SpeechWord) for f in said.verbs) and is_finite(said) and not said.auxiliaries
        past = any(f.tag == "past" for f in verb.verbs)  # "hit", which is a noun, too
        if says and (verb.auxiliaries or (is_finite(verb) and (past or not verb.nouns))):
            return k
    return 0


def is_helped(piece: tuple[Word, ...], last: Word, grammar: Grammar) -> bool:
    """Is an auxiliary parted from its verb by a quotation mark alone ("said it had | "struck a post in Jabalia"")?"""
    verb = next((w for w in piece if not (w.adverb or w.lower.endswith(grammar.adverb_endings))), piece[0])
    parted = verb.participle and not verb.auxiliaries and not piece[0].behind_comma
    return bool(parted and last.auxiliaries) and grammar.word_order == "subject_verb"


def is_to_come(waiting: tuple[Word, ...], piece: tuple[Word, ...], grammar: Grammar) -> bool:
    """Does a headline tell what is to come ("Poland to send tanks, | Norway pays"), and the next piece another deed?"""
    marked = any(a.lower in grammar.infinitive_markers and b.infinitive for a, b in pairwise(waiting))
    return marked and waiting[0].index == 0 and not is_finite(piece[0]) and any(map(is_finite, piece))


def measured(piece: tuple[Word, ...], grammar: Grammar) -> Word | None:
    """The subordinator of a clause that begins with how long after or before it was ("zwei Tage | nachdem er ...")."""
    if grammar.word_order != "verb_second" or not is_finite(piece[-1]):
        return None
    before = takewhile(lambda w: not is_finite(w) and not w.subordinator, piece[:_MEASURE])
    lead = piece[len(list(before))]
    return lead if lead.subordinator and not lead.preposition and lead.lower in grammar.sequence_words else None


def hedging(words: tuple[Word, ...], grammar: Grammar) -> list[int]:
    """The words that stand before a noun and only say how sure it is ("in | what appears to be | an attack")."""
    found: list[int] = []
    for word in words:
        if word.lower not in grammar.hedge_openers:
            continue
        for length in _HEDGES:
            behind = words[word.index : word.index + length]
            if len(behind) == length < len(words) - word.index and " ".join(w.lower for w in behind) in grammar.hedges:
                noun = words[word.index + length]
                found += [w.index for w in behind] if noun.determiner or not noun.closed else []
    return found


def says_when(words: tuple[Word, ...], grammar: Grammar) -> bool:
    """Do words behind a verb begin with the day on which it was said ("said | Monday it would", "said | this week")?"""
    behind = next((w for w in words if not w.time), None)
    if behind is None or not words[0].time:
        return False
    return not is_finite(behind) and behind.lower not in grammar.possessive_suffixes
