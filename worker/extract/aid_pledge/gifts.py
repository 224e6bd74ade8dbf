"""What one clause tells of help: who gives what to whom, and how far it has come.

A clause gives a package when it holds a word of giving (promise, send, halt ...) or a noun of help and something that
is given: a sum, weapons or goods, or the help itself. Verbs that govern the clause ("plans to", "refused to") decide
how real it is. A clause whose verb is shared ("Lithuania sends howitzers, Denmark tanks") gives one package per donor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from schemas import Money
from worker.extract.aid_pledge.content import add_gift
from worker.extract.aid_pledge.givers import intending, intention, subject_owner
from worker.extract.aid_pledge.naming import is_side, parents_of, told_besides
from worker.extract.aid_pledge.naming import others as others_than
from worker.extract.aid_pledge.package import Package, Thing
from worker.extract.aid_pledge.shares import sums_in
from worker.extract.aid_pledge.sides import find_sides
from worker.extract.aid_pledge.stretches import Stretch, in_absolute, stretches_of
from worker.extract.aid_pledge.takers import helped, thanks
from worker.extract.aid_pledge.things import gives_other, is_given, is_name, meets, passed_on, things_in
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import extend
from worker.extract.dropped import Reason
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments, attributive, reduced
from worker.extract.grammar.lexicon import FINITE
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.values.money import MoneyMention
from worker.extract.values.quantities import Quantified
from worker.languages.pack import AidItem, AidWord, AttackWord, SpeechWord
from worker.text.tokens import text_of

_ADJECTIVAL = frozenset({"part_adj", "pres_part"})
_TRADE = "self=trade"
_FUNDS = frozenset({"subject=funder"})
_FUND = "self=funder"
_BEHIND_AUXILIARY = 2  # tokens from an auxiliary to its participle
_UNITS = (1_000_000_000, 1_000_000, 1_000)


def packages_in(reading: Reading, words: Sequence[Trigger[AidWord]], analysis: Analysis) -> Iterator[Package]:
    """The packages of one sentence, in order; `words` are its words of giving that nothing silences."""
    used: set[str] = set()
    for clause in reading.clauses:
        here = [w for w in words if w.clause is clause]
        if not here or _trades(here) or _attacks(reading, clause, here):
            continue
        first: Package | None = None
        stretches = tuple(stretches_of(reading, clause, _end(reading, clause, words)))
        others = [s.giver for s in stretches if s.giver]
        for stretch in stretches:
            package = _package(reading, clause, stretch, words, first, others, analysis)
            if package:
                first = first or package
                used.update(package.rules)
                yield package
    for word in words if reading.dropped is not None else ():
        if word.rule not in used:
            word.drop("aid_pledge", _why_unused(word, [w for w in words if w.clause is word.clause]))


def _why_unused(word: Trigger[AidWord], here: Sequence[Trigger[AidWord]]) -> Reason:
    """Why a word is in no package; `here`: the words of giving in its clause."""
    if _trades(here):
        return "trade"
    if _attacks(word.reading, word.clause, here):
        return "violence"
    if word.form.tag in _ADJECTIVAL:
        return "description"
    return "nothing_given" if word.verbal or _names_help(word) else "party"


def _end(reading: Reading, clause: Clause, words: Sequence[Trigger[AidWord]]) -> int:
    """The last token that tells of the gift: of the clause, or of those on it that have no word of their own."""
    end = clause.last
    busy = {w.clause.number for w in words} | {t.clause.number for t in find_triggers(reading, SpeechWord)}
    for later in reading.clauses[clause.number + 1 :]:
        if later.number in busy or (later.role == "main" and not _describes(later)):
            break
        end = max(end, later.last)
    return end


def _describes(clause: Clause) -> bool:
    """Does a participle behind a comma only describe what the clause before names ("a package, | valued at $5m")?"""
    first = clause.words[0]
    return first.participle and first.behind_comma and not first.auxiliaries and clause.finite in (None, first)


def _trades(here: Sequence[Trigger[AidWord]]) -> bool:
    """Does the clause tell of a sale, and of no help?"""
    helped = any(not w.verbal and w.entry.strength == "strong" for w in here)
    return not helped and any(_TRADE in w.entry.roles for w in here)


def _attacks(reading: Reading, clause: Clause, here: Sequence[Trigger[AidWord]]) -> bool:
    """Is the verb of the clause one of violence and nothing else, so that what is sent in it is no gift?"""
    finite = clause.finite
    helped = any(not w.verbal and w.entry.strength != "weak" for w in here)
    goods = any(isinstance(t.entry, AidItem) and t.clause is clause for t in things_in(reading))
    return (
        finite is not None
        and not (helped or goods)
        and any(
            t.index == finite.index and not t.entry.needs and not t.entry.ambiguity
            for t in find_triggers(reading, AttackWord)
        )
    )


def _package(
    reading: Reading, clause: Clause, stretch: Stretch, words: Sequence[Trigger[AidWord]], first: Package | None,
    others: Sequence[ActorMention], analysis: Analysis,
) -> Package | None:  # fmt: skip
    here = [w for w in words if w.clause is clause]
    verbs = [w for w in here if _predicates(w) and (stretch.holds(w.index) or not in_absolute(w))]
    spoken = {v.index for v in verbs}
    nouns = [w for w in here if not w.verbal and w.index not in spoken and stretch.holds(w.index) and _names_help(w)]
    named = {k for n in nouns for k in range(n.index, n.last + 1)}
    # "Berlin, | which has given Kyiv $28bn, | will send tanks": told by the clause that stands inside.
    apart = {w.clause.number for w in words if w.clause is not clause and w.clause.role == "relative" and w.verbal}
    aside = told_besides(reading, clause)
    inside = aside.union(i.index for c in reading.clauses if c.number in apart for i in c.words)
    nouns = [n for n in nouns if n.index not in inside]
    things = [t for t in things_in(reading) if stretch.holds(t.index) and t.index not in named | inside]
    money = [m for m in sums_in(reading) if stretch.holds(m.first) and m.first not in inside and not _was(m, reading)]
    uses = [v for v in verbs if _is_use(v, verbs, (*things, *money))]
    verbs = [v for v in verbs if not (v in uses or gives_other(v) or _arrives(v) or _welcomes(v, verbs))]
    verbs = _meant(verbs, [*(w.index for w in (*nouns, *things)), *(m.last for m in money)])
    meant = [w for v in verbs for p in intention(v) for w in words if p.covers(w.index, w.last) and w.entry.status]
    acts = [*_governors(clause, reading, words), *meant, *verbs]
    acts = [*_steps(acts, nouns), *acts]
    headed = clause.role == "fragment" and any(n.entry.strength == "medium" for n in nouns)
    shared = first is not None and stretch.giver is not None and bool(things or money or stretch.figure)
    paying = [w for w in here if _pays(w) and (w in verbs or reduced(w))]
    if clause.role == "relative" and paying == verbs and any(w.clause.number == clause.parent for w in words):
        things, money = [], []  # "tanks | that Norway paid for": told with who gives them
    things = things or ([] if nouns or money else list(passed_on(verbs)))
    given = headed or shared or (is_given(verbs, nouns, things, money) and not _seizes(verbs, nouns, here))
    if not given and not paying:
        return None
    aside |= {k for v in verbs for m in intending(v) for k in range(m.first, m.last + 1)}
    package = Package({reading.index}, clause, acts=acts or list(nouns) or paying, fellows=others, aside=aside)
    add_gift(package, nouns, things, money, acts)
    extend(package.types, (t for use in uses for t in use.entry.aid_types))
    if stretch.giver and first:
        package.donors, package.recipients = [stretch.giver], list(first.recipients)
        package.acts = first.acts
        if stretch.figure and not (things or money):
            _give_alike(package, first, stretch.figure)
    else:
        find_sides(package, acts, nouns, things, reading, analysis)
        _add_giver(package, stretch, here)
        if not (package.donors or package.funders) and any(_FUNDS & set(w.entry.roles) for w in package.acts):
            package.funders = subject_owner(package, reading)  # "the canton of Bern pays $5m for schools in Chad"
        package.recipients = package.recipients or helped(uses, package)
    if nouns and all(map(meets, nouns)) and not (things or money):  # "a donor conference for Chad": tells for whom
        package.sure, package.nameless = False, not package.donors
    package.told = bool(package.recipients)
    package.back = not money and any(_points_back(n) for n in nouns)
    sums_up = all(map(_is_worth, acts or here)) or _sums_up(package, acts)
    told = given and package.sure and (headed or not _in_passing(package, acts)) and not sums_up
    package.sure = told and _is_sure(package, verbs, nouns)
    package.rules = [*(w.rule for w in (*acts, *nouns, *paying)), *package.rules]
    return package


def _add_giver(package: Package, stretch: Stretch, here: Sequence[Trigger[AidWord]]) -> None:
    """Who gives where the roles do not tell it: of whom the stretch is, who cannot get it as well, or an agent."""
    if not package.donors and stretch.giver:
        package.donors = [stretch.giver]
        package.recipients = others_than(package.recipients, package.givers())
    if not package.donors:
        _add_agents(package, here)


def _steps(acts: Sequence[Trigger[AidWord]], nouns: Sequence[Trigger[AidWord]]) -> list[Trigger[AidWord]]:
    """The nouns that tell how far it came of which somebody gets or thanks for ("thanked Norway for the | delivery",
    "received | pledges")."""
    if acts and all(map(thanks, acts)):
        return [n for n in nouns if n.entry.status]
    gets = any("subject=recipient" in a.entry.roles for a in acts)
    return [n for n in nouns if gets and n.entry.status == ("pledged",) and not meets(n)]


def _meant(verbs: Sequence[Trigger[AidWord]], given: Sequence[int]) -> list[Trigger[AidWord]]:
    """Of two readings of one verb that which has a gift where it wants one ("voted | for aid | in the war against")."""
    found = [v for v in verbs if sum(w.index == v.index for w in verbs) == 1 or _takes(v, given)]
    return [v for v in verbs if v in found or all(w.index != v.index for w in found)]


def _takes(verb: Trigger[AidWord], given: Sequence[int]) -> bool:
    places = [r.partition("=")[0] for r in verb.entry.roles if r.endswith("=item")]
    phrases = [a.phrase for place in places for a in arguments(verb, place) if a.phrase]
    return any(p.covers(k, k) for p in phrases for k in given)


def _is_worth(word: Trigger[AidWord]) -> bool:
    """Does it only say what help comes to ("Norwegens Hilfe | beläuft sich nun auf ...")?"""
    return {"package", "amount"} <= {r.partition("=")[2] for r in word.entry.roles}


def _sums_up(package: Package, acts: Sequence[Trigger[AidWord]]) -> bool:
    """Does a clause without a firm word of giving add up what was given ("brings its | total | aid to $5m"; not "aid
    with a | total | value of $5m")?"""
    reading = package.act.reading
    summing = [w.index for w in package.clause.words if w.lower in reading.grammar.summing_words]
    phrases = [p for k in summing if (p := reading.phrase_at(k))]
    help_ = any(p.covers(t.last, t.last) for p in phrases for t in find_triggers(reading, AidWord))
    alone = len(phrases) < len(summing)  # "insgesamt"
    more = any(a.entry.status[:1] == ("pledged",) for a in acts)  # "wants to double | all its aid so far"
    return (help_ or alone) and not (more or any(a.entry.strength != "weak" for a in acts))


def _was(money: MoneyMention, reading: Reading) -> bool:
    """Is it the sum so far, with the new one behind it ("from 8 billion euros to 4 billion", "von ... auf ...")?"""
    grammar = reading.grammar
    if _preposition(money, reading) not in grammar.speaker_prepositions:
        return False
    others = {None, *grammar.speaker_prepositions, *grammar.content_prepositions, *grammar.part_prepositions}
    return any(m.first > money.last and _preposition(m, reading) not in others for m in reading.money)


def _preposition(money: MoneyMention, reading: Reading) -> str | None:
    phrase = reading.phrase_at(money.last)
    before = reading.words[money.first - 1].preposition if money.first else None  # "to €4bn"
    return phrase.preposition if phrase and phrase.preposition else before.lemma if before else None


def _points_back(noun: Trigger[AidWord]) -> bool:
    """Does a noun of help stand behind a definite article ("the latest package")?"""
    phrase = noun.reading.phrase_at(noun.index)
    return phrase is not None and noun.reading.words[phrase.first].lower in noun.reading.pack.actors.definite


def _is_use(verb: Trigger[AidWord], verbs: Sequence[Trigger[AidWord]], given: Sequence[Thing | MoneyMention]) -> bool:
    """Does an infinitive only say what a gift told before it is for ("gave Chad $5m to buy grain")?"""
    firsts = [g.first if isinstance(g, MoneyMention) else g.index for g in given]
    before = [v for v in verbs if v.index < verb.index and any(v.index < k < verb.index for k in firsts)]
    return bool(before) and verb.reading.words[verb.index].infinitive


def _arrives(verb: Trigger[AidWord]) -> bool:
    """Does somebody, and no gift, come or go somewhere ("arrived in New York, praising US aid")?"""
    if "subject=item" not in verb.entry.roles:
        return False
    subject = verb.reading.subject(verb.clause)
    found = verb.reading.actors_of(subject) if subject is not None else ()
    return any(m.actor.kind == "person" and not m.owns for m in found)


def _welcomes(verb: Trigger[AidWord], verbs: Sequence[Trigger[AidWord]]) -> bool:
    """Has a verb of getting a deed for its object, and no gift ("welcomed Norway's decision | to send tanks")?"""
    gets = {"subject=recipient", "object=item"} <= set(verb.entry.roles)
    return gets and any(v.index > verb.index and intending(v) for v in verbs)


def _in_passing(package: Package, acts: Sequence[Trigger[AidWord]]) -> bool:
    """Is help only mentioned ("critics of US military aid to Kyiv", "who opposes aid for Kyiv"), and no gift of it?"""
    deeds = [w for w in acts if w.entry.strength != "weak"] if package.clause.role == "relative" else acts
    return not (deeds or package.amount or any(i.kind != "other" for i in package.items))


def _pays(word: Trigger[AidWord]) -> bool:
    """Does it tell who pays: a firm word, or one whose object is a gift told before ("they will be paid for by")?"""
    if not _FUNDS & set(word.entry.roles):
        return False
    objects = [a.phrase for a in arguments(word, "object") if a.phrase]
    return word.entry.strength != "weak" or any(p.pronoun or word.reading.words[p.head].relative for p in objects)


def _seizes(
    verbs: Sequence[Trigger[AidWord]], nouns: Sequence[Trigger[AidWord]], here: Sequence[Trigger[AidWord]]
) -> bool:
    """Does somebody freeze what is another's, and no help ("froze $3bn | of Libyan assets")?"""
    freezes = any(v.entry.status[:1] == ("suspended",) for v in verbs)
    return freezes and not nouns and any(_FUND in w.entry.roles for w in here)


def _add_agents(package: Package, here: Sequence[Trigger[AidWord]]) -> None:
    """Who gives or pays by a participle behind the gift ("trucks donated by India", "paid for by Poland")."""
    for word in here:
        behind = word.verbal and (reduced(word) or attributive(word))
        found = [m for a in arguments(word, "subject") for m in a.actors if is_side(m)] if behind else []
        if "subject=funder" in word.entry.roles:
            extend(package.funders, found)
        elif "subject=donor" in word.entry.roles:
            extend(package.donors, found)


def _is_sure(package: Package, verbs: Sequence[Trigger[AidWord]], nouns: Sequence[Trigger[AidWord]]) -> bool:
    """Is it help where the clause does not say for whom: a strong noun, or weapons, goods or a sum and a firm verb?"""
    if package.told or any(n.entry.strength == "strong" for n in nouns):
        return True
    getting = [v for v in verbs if "subject=funder" not in v.entry.roles]  # who buys from another may do so for himself
    names_source = any(r.endswith("=donor") and not r.startswith("subject") for v in getting for r in v.entry.roles)
    firm = any(w.entry.strength != "weak" for w in (*package.acts, *nouns)) or (names_source and bool(package.donors))
    helps = any(m.actor.kind == "organization" for m in package.donors)
    return firm and bool(package.amount or helps or any(i.kind != "other" for i in package.items))


def _predicates(word: Trigger[AidWord]) -> bool:
    """Is it a verb of its clause that gives, and no attribute of a noun or noun that looks like one ("arms supplier")?
    A verb without roles is one that only looks like another ("es gibt")."""
    if not word.verbal or not word.entry.roles or word.form.tag in _ADJECTIVAL or attributive(word) or reduced(word):
        return False
    finite, before = word.clause.finite, word.reading.words[word.index - 1]
    if before.infinitive and not before.auxiliaries and word.reading.words[word.index].participle:
        return False  # "to dismantle | armed | Palestinian groups"
    if _names_deed(word) or _only_qualifies(word):
        return False
    if finite is not None and word.index == finite.index:
        return True
    tags = {f.tag for f in word.reading.words[word.index].verbs if f.entry is word.entry}
    if "inf" in tags and word.reading.grammar.word_order == "subject_verb":
        return _governed(word)
    return finite is None or word.reading.words[word.index].participle or word.form.tag not in FINITE


def _names_deed(word: Trigger[AidWord]) -> bool:
    """Is a word in "-ing" a noun here, with nothing behind it that could be its object ("funding, training")?"""
    words = word.reading.words
    if word.form.tag != "ger" or not any(f.tag == "sg" for f in words[word.index].nouns):
        return False
    after = words[word.index + 1] if word.index + 1 < len(words) else None
    return after is None or after.punctuation or after.coordinator or bool(after.preposition or after.auxiliaries)


def _only_qualifies(word: Trigger[AidWord]) -> bool:
    """Is a gerund whose verb has nothing given for its object a word of the noun behind it ("declining US aid")?"""
    ruled = {r.partition("=")[2] for r in word.entry.roles} != {"donor"}
    finite = word.clause.finite
    lasting = finite is not None and bool(finite.auxiliaries) and 0 < word.index - finite.index <= _BEHIND_AUXILIARY
    if lasting and word.clause.role != "relative":  # "is | urging the EU to send tanks"
        return False
    behind = word.reading.words[word.last + 1 : word.last + 2]
    infinitive = any(w.lower in word.reading.grammar.infinitive_markers for w in behind)
    return word.form.tag == "ger" and not (ruled or infinitive or word.form.fixed)


def _governed(word: Trigger[AidWord]) -> bool:
    """Does an infinitive stand behind its marker or an auxiliary?"""
    before = (w for w in word.clause.words if w.index < word.index)
    return word.reading.words[word.index].infinitive or any(w.auxiliaries for w in before)


def _names_help(word: Trigger[AidWord]) -> bool:
    """A noun for help or a step of it; not one for those who give or get it, nor a name ("President Grant")."""
    people = (m for m in word.reading.actors if m.form == "name")
    named = any(m.first <= word.index <= m.last for m in people)
    return not (named or is_name(word) or any(r.startswith("self=") for r in word.entry.roles))


def _governors(clause: Clause, reading: Reading, words: Sequence[Trigger[AidWord]]) -> list[Trigger[AidWord]]:
    """The words of giving in the clauses that `clause` hangs on, outermost first."""
    found: list[Trigger[AidWord]] = []
    for parent in parents_of(clause, reading):
        found = [w for w in words if w.clause is parent and w.verbal] + found
    return found


def _give_alike(package: Package, first: Package, figure: Quantified) -> None:
    """Gives as much or as many of what another gives ("Norway will send ten tanks and Denmark | two")."""
    if first.amount is not None:
        text = text_of(package.act.reading.sentence.tokens, figure.first, figure.last)
        value = figure.quantity.min or figure.quantity.max or 0
        unit = next((u for u in _UNITS if value < u <= first.amount.money.value), 1)  # "$20 million | and Denmark five"
        money = Money(value=value * unit, currency=first.amount.money.currency, text=text)
        package.amount = replace(first.amount, first=figure.first, last=figure.last, money=money)
    else:
        package.items = [i.model_copy(update={"count": figure.quantity}) for i in first.items]
    package.types, package.strength = list(first.types), first.strength
