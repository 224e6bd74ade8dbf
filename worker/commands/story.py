"""The story of an event, report by report: what each said, and which alert it brought."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas import AlertBody, AlertMessage, Event, Report
from worker.commands.told import UNKNOWN, change_line, told
from worker.console import printable
from worker.identity.headline import headline
from worker.store import Known, Result


@dataclass(frozen=True)
class Step:
    """A report, what its article said by itself (None where that is no longer kept), and the alerts it brought."""

    report: Report
    said: Event | None
    alerts: tuple[AlertMessage, ...]


def story(known: Known, alerts: Sequence[AlertMessage], results: Mapping[str, Result]) -> tuple[Step, ...]:
    """Return the reports in the order in which they came. `alerts` are those that are kept, `results` by article."""
    reports: dict[str, Report] = {}
    brought: dict[str, list[AlertMessage]] = {}
    for alert in alerts:
        brought.setdefault(_bringer(alert, reports), []).append(alert)
        reports |= {report.article: report for report in alert.data.reports}
    reports |= {report.article: report for report in known.body.reports}
    return tuple(
        Step(report, _said(known.body, results.get(article)), tuple(brought.get(article, ())))
        for article, report in reports.items()
    )


def _bringer(alert: AlertMessage, before: Mapping[str, Report]) -> str:
    """The article behind an alert: the last one that was not there before, else the last that says something else."""
    reports = alert.data.reports
    fresh = [r.article for r in reports if r.article not in before]
    other = [r.article for r in reports if before.get(r.article) != r]
    return (fresh or other or [reports[-1].article])[-1]


def _said(body: AlertBody, result: Result | None) -> Event | None:
    ids = {body.event.id, *body.joins}
    return next((event for event in result.events if event.id in ids), None) if result else None


def story_lines(known: Known, steps: Sequence[Step]) -> Iterator[str]:
    """Yield what `show` prints."""
    yield from map(printable, _known_lines(known))
    for step in steps:
        yield ""
        yield from map(printable, _step_lines(step))


def _known_lines(known: Known) -> Iterator[str]:
    body = known.body
    yield body.headline
    about = {
        "id": body.event.id,
        "kind": f"{body.event.kind}, {body.event.status}",
        "severity": ": ".join(filter(None, (body.severity.level, "; ".join(body.severity.reasons)))),
        "standing": f"{body.standing}, independent sources: {body.independent_sources}",
        "when": told(body.event.model_dump(mode="json")["when"]) or UNKNOWN,
        "places": "; ".join(f"{p.name} ({p.kind}, {p.country or UNKNOWN})" for p in body.event.places) or UNKNOWN,
        "last report": f"{known.last_report.astimezone():%Y-%m-%d %H:%M}",
        "sent by": "; ".join(f"{route} from alert {number} on" for route, number in known.told.items()) or "no route",
    }
    if body.joined:
        about["is now"] = body.joined
    if body.joins:
        about["was also"] = ", ".join(body.joins)
    yield from (f"{name:<11}  {value}" for name, value in about.items())


def _step_lines(step: Step) -> Iterator[str]:
    report = step.report
    at = report.published or report.fetched
    time = f"{at.astimezone():%Y-%m-%d %H:%M}" if at else "at no known time"
    yield f"{time}  {report.outlet or 'no outlet'} ({report.source}, {report.language or UNKNOWN})  {report.title}"
    if report.url:
        yield f"    {report.url}"
    nothing = "nothing of it any more" if report.withdrawn else "no longer kept"
    yield f"    said      {headline(step.said) if step.said else nothing}"
    if report.withdrawn:
        yield f"    withdrawn {report.withdrawn.astimezone():%Y-%m-%d %H:%M}"
    yield from (f"    evidence  {' '.join(evidence.text.split())}" for evidence in report.evidence)
    for alert in step.alerts:
        yield f"    alert     {alert.data.sequence}, {alert.data.change}: {alert.data.headline}"
        yield from (f"              {change_line(change)}" for change in alert.data.changes)
    if not step.alerts:
        yield "    no alert"


def story_object(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Return the steps as `show --json` prints them."""
    return [
        {
            "report": step.report.model_dump(mode="json"),
            "said": step.said.model_dump(mode="json") if step.said else None,
            "alerts": [
                {
                    "id": alert.id,
                    "sequence": alert.data.sequence,
                    "time": alert.time.isoformat(),
                    "change": alert.data.change,
                    "headline": alert.data.headline,
                    "changes": [change.model_dump(mode="json") for change in alert.data.changes],
                }
                for alert in step.alerts
            ],
        }
        for step in steps
    ]
