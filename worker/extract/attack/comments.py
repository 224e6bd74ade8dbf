"""Does a sentence only judge or mention a strike that it does not tell of itself?"""

from worker.extract.analysis import Reading
from worker.extract.attack.order import is_given
from worker.extract.attack.strike import Strike
from worker.extract.grammar.triggers import find_triggers
from worker.languages.pack import AttackWord, Casualty, Damage, SpeechWord

_FIGHTING = frozenset({"armed_group", "military"})


def commented(strike: Strike, reading: Reading) -> bool:
    """Does the sentence only judge or mention the strike ("condemned the strikes on"), unless that itself does so?"""
    if strike.tolls or (strike.hit and strike.arms):
        return False
    if reading.index == min(strike.sentences) and is_given(reading, strike.index):
        return all(t.entry.slot == "missing" for t in find_triggers(reading, Casualty))  # "Dead after raids"
    longer = {t.index for t in find_triggers(reading, AttackWord, Casualty, Damage) if t.form.fixed}
    if strike.hit or _wars(strike, reading):
        longer.add(strike.index)  # "griffen | die Botschaft an"
    said = [t for t in find_triggers(reading, SpeechWord) if t.verbal and t.index not in longer]  # "in Brand geraten"
    spoken = {t.clause.number: reading.subject(t.clause) for t in said}
    own = reading.clause_at(strike.index)
    clause = own.parent if own.role == "infinitive" else strike.clause  # "schwor, | die Miliz zu zerschlagen"
    subject = spoken.get(clause) if clause is not None else None
    itself = subject is not None and subject.covers(strike.index, strike.index)
    return reading.sentence.role == "body" and clause in spoken and not itself


def _wars(strike: Strike, reading: Reading) -> bool:
    """Do fighters or soldiers attack others, or did one country attack another, so that no words are meant?"""
    kinds = {m.actor.kind for m in (*strike.attackers, *strike.targets)}
    done = strike.status == "reported" and reading.clause_at(strike.index).past
    return kinds <= _FIGHTING or (done and kinds == {"country"} and bool(strike.attackers))
