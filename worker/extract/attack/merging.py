"""One strike out of two accounts of it."""

from worker.extract.attack.strike import Strike, is_campaign, named_alike, parties
from worker.extract.dating import closer
from worker.extract.draft import extend
from worker.languages.names import load_names

_LISTS = ("attackers", "targets", "places", "arms", "methods", "hit", "attribution", "accusers", "defenders", "rules")


def merge(new: Strike, known: Strike) -> None:
    """Adds what `new` tells to `known`; times that are told first stay, and figures unless vague."""
    known.wide = known.wide and not (new.spots() and new.sentences == known.sentences)
    known.sentences |= new.sentences
    known.words |= new.words
    known.victims |= new.victims
    known.misread |= new.misread
    known.row |= new.row
    if new.opposed and known.attackers:
        new.attackers, new.targets = [], [*new.targets, *new.attackers]
    known.opposed = known.opposed or (new.opposed and bool(new.attackers))
    if new.mutual and not known.mutual and known.attackers:
        named = {m.actor.name for m in known.attackers}
        new.attackers, new.targets = [], [m for m in new.attackers if m.actor.name not in named]
    if known.heading and not known.attackers:  # "Strike on Goma village", then "The Congolese army struck"
        known.targets = [m for m in known.targets if not named_alike(parties([m]), new.attacking())]
    known.mutual = known.mutual or (new.mutual and not known.attackers)
    if not known.attackers:  # "a strike on the Syrian town", then "helicopters of the government dropped the bombs"
        torn = {m.actor.country for m in new.attackers if load_names().divided(m.actor.country)}
        known.targets = [m for m in known.targets if m.actor.kind != "country" or m.actor.country not in torn]
    struck, attacking = parties(known.targets), known.attacking()
    new.attackers = [m for m in new.attackers if not named_alike(parties([m]), struck)]
    new.targets = [m for m in new.targets if not named_alike(parties([m]), attacking)]
    for name in _LISTS:
        extend(getattr(known, name), getattr(new, name))
    for toll in new.tolls.values():
        known.add_toll(toll)
    for slot, count in new.figures.items():
        known.count(slot, count)
    known.told = known.told or new.told
    known.when = closer(known.when, None if new.when and is_campaign(new.when) else new.when)
    known.sure = known.sure or new.sure
    known.violent = known.violent or new.violent
    known.deed = known.deed or new.deed
    known.vessel, known.sunk = (new.vessel, True) if new.sunk and not known.sunk else (known.vessel, known.sunk)
    if known.heading and not new.heading:
        known.wide = bool(new.tolls) and not new.spots()
    known.heading = known.heading and new.heading
    known.given = known.given or new.given
    known.about |= new.about
    known.before = known.before and new.before
    known.aside = known.aside and new.aside
    known.ongoing = known.ongoing and new.ongoing
    known.quoted = known.quoted and new.quoted
    if new.status == "reported":
        known.status = "reported"
