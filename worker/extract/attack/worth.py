"""Which strikes are worth an event: news of somebody struck, by a known side, with more to it than a word."""

from datetime import timedelta

from schemas import When
from worker.extract.analysis import Analysis
from worker.extract.attack.comments import commented
from worker.extract.attack.joining import OLD, is_past
from worker.extract.attack.sides import targets_of
from worker.extract.attack.strike import Strike, is_campaign
from worker.extract.draft import drop
from worker.extract.dropped import Reason
from worker.extract.silence import Scene
from worker.extract.values.expressions import day_of

_FORCES = frozenset({"government", "military"})
_MONTH = timedelta(days=31)
OLD_CAMPAIGN = timedelta(days=45)  # campaigns and tolls so long before the publication are history in the article


def is_worth(strike: Strike, sided: bool, analysis: Analysis, scene: Scene) -> bool:
    """Is it worth reporting? `sided`: the article tells of strikes of a known side."""
    lack = _lack(strike, sided, analysis, scene)
    because = strike.when.text if lack == "history" and strike.when else ""
    return not (lack and drop(analysis, strike.sentences, strike.rules, "attack", lack, because))


def _lack(strike: Strike, sided: bool, analysis: Analysis, scene: Scene) -> Reason | None:
    """What is missing: worth reporting is news of somebody struck, by a known side, with more to it than a word."""
    if not targets_of(strike):
        return "no_target"
    if _with_words(strike) or (not (strike.attackers or strike.deed) and any(map(scene.mishap, strike.sentences))):
        return "silenced"
    if _is_history(strike, analysis):
        return "history"
    if strike.inferred and analysis.article.published and is_past(strike, analysis.published.date()):
        return "guessed"
    leads = _leads(strike, analysis)
    if not (strike.attackers or _by_whomever(strike, leads, sided, scene)):
        return "no_attacker"
    if strike.status in ("threatened", "denied") and not (strike.attackers and _named(strike)):
        return "no_attacker"
    return _too_little(strike, leads)


def _leads(strike: Strike, analysis: Analysis) -> bool:
    """Does the article begin with it?"""
    lead = next((r.index for r in analysis.readings if r.sentence.role == "body"), 0)
    return any(i <= lead and not commented(strike, analysis.readings[i]) for i in strike.sentences)


def _by_whomever(strike: Strike, leads: bool, sided: bool, scene: Scene) -> bool:
    """Is it news though no side is known: with arms of war, or with figures beside strikes of known sides (`sided`)?"""
    armed = scene.at_war or any(scene.armed[i] for i in strike.sentences)
    return (armed and bool(strike.arms or (sided and _figures(strike)))) or _plain(strike, leads)


def _figures(strike: Strike) -> bool:
    return bool(strike.tolls or strike.arms or strike.figures)


def _named(strike: Strike) -> bool:
    """Does the text say who threatens or denies it, in more than somebody's own words?"""
    return not strike.inferred or not (strike.status == "threatened" or strike.quoted)


def _too_little(strike: Strike, leads: bool) -> Reason | None:
    """What it lacks beside its sides: a time, where it may be no single strike or where they are told far away; more
    than that, where they are told elsewhere at all; else any fact, unless the article begins with it.
    """
    if strike.sums_up():
        return None if strike.dated else "undated"
    if strike.ongoing or strike.quoted:
        vague = strike.ongoing or strike.inferred  # then the day of the saying is not that of a deed
        spoken = strike.quoted and vague and strike.status == "reported"
        return None if strike.tolls or (strike.when if spoken else strike.dated) else "undated"
    if strike.remote and not (strike.dated or leads):
        return "guessed"
    if strike.inferred and not (strike.tolls or strike.arms or strike.hit or _on_office(strike, leads)):
        return None if strike.dated and strike.spots() else "guessed"
    fact = _figures(strike) or strike.dated or strike.hit or strike.spots() or strike.victims
    return None if fact or leads else "vague"


def _with_words(strike: Strike) -> bool:
    """Does somebody by name attack a person or a body, or anybody at no place and time, with nothing that shows more
    than words ("attacks the pope")?
    """
    if strike.tolls or strike.arms or strike.figures or strike.hit or not strike.attackers or not strike.targets:
        return False
    named = all(m.actor.kind == "person" and m.form != "generic" for m in strike.attackers)
    bare = strike.status == "reported" and not (strike.spots() or strike.methods or strike.when)
    return named and (bare or all(m.actor.kind in ("person", "organization") for m in strike.targets))


def _plain(strike: Strike, leads: bool) -> bool:
    """Is it news by itself, whoever did it: a strike at a named place that is dated, told as another one or what the
    article begins with, by munitions, or with a toll or something hit by a word that means nothing but violence, or
    with deaths; or such a word with deaths, or munitions that hit something, at the beginning, in whichever land, or
    with the toll of a named side; or an office, soldiers, computers, embassies, at the beginning; or a ship that arms
    have struck?
    """
    munitions = any(a.munition and a.methods for a in strike.arms)
    killed, violent = strike.deed and "killed" in strike.tolls, strike.violent and bool(strike.tolls)
    hit = strike.violent and bool(strike.hit) and leads
    told = strike.dated or leads or strike.another
    if strike.spots() and told and (munitions or killed or violent or hit):
        return True
    if strike.places and leads and ((violent and "killed" in strike.tolls) or (munitions and strike.hit)):
        return True
    soldiers = bool(strike.places) and any(m.actor.kind == "military" for m in strike.targets)
    if (killed and soldiers) or (violent and strike.targets) or (strike.vessel and strike.arms):
        return True
    return _on_office(strike, leads)


def _on_office(strike: Strike, leads: bool) -> bool:
    """Does the article begin with violence against somebody by name, a force or computers, or tell of embassies?"""
    kinds = {m.actor.kind for m in strike.targets}
    struck = "person" in kinds or (strike.deed and kinds & _FORCES) or (kinds and "cyber" in strike.methods)
    house = strike.deed and kinds and any(t.slot.kind == "government" for t in strike.hit)
    return bool(house and (leads or kinds == {"country"})) or (leads and strike.violent and bool(struck))


def _is_history(strike: Strike, analysis: Analysis) -> bool:
    when, published = strike.dated, analysis.published
    if when is None:
        return False
    goes_on = is_campaign(when) and day_of(when.end) == published.date()
    age = published.date() - day_of(when.start if goes_on else when.end)
    deed = strike.victims or _in_one_month(strike, when)
    return age > (OLD_CAMPAIGN if is_campaign(when) and not deed else OLD)


def _in_one_month(strike: Strike, when: When) -> bool:
    """Is only the month told of one deed, with a toll and a spot ("killed 20 in a bombing in Damboa in June")?"""
    one = when.precision == "month" and day_of(when.end) - day_of(when.start) <= _MONTH
    return one and strike.deed and bool(strike.tolls and strike.spots()) and not (strike.ongoing or strike.mutual)
