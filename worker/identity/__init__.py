"""When are two reports one event, and what has changed about it.

The theory, kind by kind. Two accounts are compared slot by slot: canonical names, country codes, coordinates, dates,
figures; people and places that no table knows by the sound of their names. So a German and an English report meet,
whatever words they use. Each rule is a small function that finds something for or against one event, or a veto; the
rules of a kind stand in a table in its module. A false merge hides an event, a missed one only repeats it: what is
unclear stays apart.

attack      One side's strike or wave on another in one day or one night, with all its places.
            For: attacker, target, day or night or the day since when, places near each other (a district lies in its
            city, a city in its region), an equal toll, equal numbers of munitions, method, what was hit.
            Against: a region beside one of its towns, or beside another region, if nothing else tells which strike of
            that day is meant.
            Veto: the opposite direction (the counter-strike), another attacker or target state, another day or night,
            cities far apart unless both are waves, a threat beside a deed, computers beside weapons, fighting of both
            sides beside one side's strike, one day beside a stretch of days.
            May differ: a toll that rises, more places later, "more than 400" and 426, a foiled part; city or next day,
            where both count one large number that is not round: then one of them was told or read wrong; the day, where
            one account has only that on which somebody told of it, if the toll and much else agrees; "gunmen" beside a
            group; a coalition beside the state that leads it; whom it was aimed at beside whose land it struck.
talks       One meeting, call or round, or one offer of talks.
            For: the same sides, date, venue, form, mediators, topics.
            Veto: another partner, other persons of one side, another date, another venue, a call beside a meeting, an
            offer rejected beside any other stage, talks cancelled beside talks held.
            May differ: a mediator taken for a participant, a side left out, "rebels" beside the group of their country
            that has a name, offered and agreed and held.
statement   One speaker on one matter on one day. That a side speaks says less, since many speak for it. A sentence that
            comes without a date and word by word again, as outlets keep them in store for weeks, was said once.
            For: speaker, act, topics, addressees, a quote, and as a last resort the words: those that two texts of one
            language share, names and numbers that texts of any language share.
            Veto: another speaker, another day, also one within a stretch of days that came after the first telling.
            May differ: "says" beside a telling act, another act on the same matter, the topics if the words agree or
            if the rest of an article alone suggests them, a name beside an office that one person alone holds.
aid_pledge  One donor's package, or one decision about it.
            For: donor, recipient, sum, items and how many, type of aid, the time of the telling.
            Veto: another donor or recipient, also where only a report of several donors brings them together, another
            sum in one currency, another act (asking, giving, stopping and refusing are four), a month between the
            reports.
            May differ: pledged, allocated, delivered; a rounded sum; a sum left out.

Company: articles that have several events in common, clearly or likely, mostly mean the same one where a pair alone
would be unclear. It adds to the score of such a pair, up to a bound, and never outweighs a veto. What everybody recalls
for months is no company, and between talks or packages of the same sides it decides little, and between attacks less
than between statements, since one article tells several. Events of one article are never one.

What follows for an article's event (`resolve`): `new`; `updated` where a fact changed, even if the outlet is a further
one, which `independent_sources` then shows; `corroborated` where a further origin tells what is known; else nothing is
told. Which fields are facts stands in `differences.FACTS`, how a slot is merged in `merge`. The content of an event
changes only with an alert, so the `changes` of its alerts explain every difference between two revisions: what a
further outlet adds without changing a fact is listed with `corroborated`; what a repeated one or a wire copy adds is
kept as evidence alone. A copy is known by the words of the whole article (`sketch`) or of its report (`origins`): it
adds a report and no origin, and nothing is told of it unless it changes a fact.

Figures: each report keeps its own, and whom it credits for them (`Report.figures`, `attribution`); a further report is
compared with that of them which is most like its own, since an early toll may come late. That of the event,
which its headline and its severity tell, is the highest lower bound that a report which stands gives, whoever gives it:
a toll rises while it is counted, and what is certain at least is told. Two sides that count differently do not contest
the event.

Corrections: an article that was edited is decided about as if the version before had never been (`recount`). What it
tells in nearly the same words is what it told before, whatever it says of it now; if nobody else told that, every slot
may be another, and else a veto parts them. Its figure takes the place of its own earlier one, not that of others.
What it no longer tells loses its report, which stays on the list as withdrawn, and with it what this alone told:
`updated` where a fact changes, or the standing, else nothing is told. Where nobody tells it any more it is
`retracted`: the event, its severity and the number of its origins stay as they were last, so that a retraction meets
the conditions that the event met. Told anew by whomever, it is the same event again, `updated` from what was retracted
to what is told now. An edit of what was not announced is not announced.

Claims: who denies takes back what it claimed itself, by name or as the state that its bodies act for, and an outlet
what it told in its own voice (`claims`); these reports are withdrawn, and what follows is as above. What another side
denies is `contested`. An article that calls itself a correction takes back what its outlet told before of the events
that it tells; it does not undo what it does not tell.

Order: reports arrive in any, so what they come to should not follow from it. A summary of two strikes or calls may come
before each is told by itself: it is a report of one of them, and the other stays apart, since a report that joins an
event has to fit each report of it, not only what they come to together.

Joining: an attack that is told in parts at first may be known as two until a report is clearly both (`joining`). Then
the one that was announced first is `updated`, with the reports of the other and its id in `joins`, and the other is
`retracted`, with the id of the first in `joined`; nothing is told of it any more. What a veto parts, what one article
tells side by side and what is counted differently is never joined; but towns far from each other do not part two
strikes when one report names both as one. What was joined stays so.

Everything here is a pure function over frozen models.
"""

from worker.identity.keys import index_keys
from worker.identity.resolve import Decision, Resolution, recounts, resolve
from worker.identity.severity_table import Table, parse_table

__all__ = ["Decision", "Resolution", "Table", "index_keys", "parse_table", "recounts", "resolve"]
