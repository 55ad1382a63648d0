"""The pictures of the yearly report, by the name the outline gives them.

Each function looks its figures up in the snapshot and returns a chart whose title is the finding, or None where
the figures are not there.
"""

from collections.abc import Callable
from decimal import Decimal

from governance.documents.frozen import Frozen, Shown
from governance.documents.snapshot import count_in_words as words
from governance.figures import percent
from portal import charts
from portal.charts import OWN, Bar, Chart, Series

Drawer = Callable[[Frozen], Chart | None]


def drawn(names: list[str], frozen: Frozen) -> list[Chart]:
    """The charts under these names that can be drawn from this snapshot."""
    return [chart for name in names if (chart := DRAWERS[name](frozen))]


def plan_rates(frozen: Frozen) -> Chart | None:
    keys = {"England": "plan-rate-england", "Similar areas": "plan-rate-neighbours"}
    return _rates(frozen, "Protection plans are", "Plans", "plan-rate", keys)


def care_rates(frozen: Frozen) -> Chart | None:
    keys = {"England": "care-rate-england", "Similar areas": "care-rate-neighbours"}
    return _rates(frozen, "Children in care are", "Children in care", "care-rate", keys)


def children_counts(frozen: Frozen) -> Chart | None:
    plans, care = frozen.series("children-on-plan")[-2:], frozen.series("children-in-care")[-2:]
    if len(plans) < 2 or [one.period for one in plans] != [one.period for one in care]:
        return None
    title = (
        f"{plans[1].text} children had a protection plan and {care[1].text} were in care, "
        f"{_against(plans)} and {_against(care)} than a year before"
    )
    return charts.grouped(
        title=title,
        categories=["Child protection plan", "In care"],
        series=[
            Series(plans[n].period, [plans[n].value, care[n].value], tone) for n, tone in ((0, charts.OTHER), (1, OWN))
        ],
        columns=("Children", *(one.period for one in plans)),
        source=_sources(plans + care),
    )


def rapid_reviews(frozen: Frozen) -> Chart | None:
    years = frozen.series("rapid-reviews")[-5:]
    if not years:
        return None
    now = years[-1]
    title = f"{_count(now.value, 'rapid review', 'rapid reviews').capitalize()} in {now.period}"
    if len(years) > 1:
        title += f", after {words(int(years[-2].value)) if years[-2].value else 'none'} the year before"
    return _by_year(title, years, ("Year", "Rapid reviews"))


def votes(frozen: Frozen) -> Chart | None:
    years = frozen.series("make-your-mark-votes")[-4:]
    if len(years) < 2:
        return None
    title = f"{_against(years, 'young people').capitalize()} voted on what matters to them than the year before"
    return _by_year(title, years, ("Year", "Votes"))


def survey(frozen: Frozen) -> Chart | None:
    asked = {
        "Know of practice reviews": "survey-aware-of-reviews",
        "Know of local reviews": "survey-aware-of-local-reviews",
        "Could name an effect": "survey-named-impact",
    }
    found = {label: figure for label, key in asked.items() if (figure := frozen.figure(key))}
    if len(found) < 2:
        return None
    first, last = next(iter(found.values())), list(found.values())[-1]
    verb = "far fewer" if last.value < first.value * Decimal("0.75") else "nearly as many"
    return charts.bars(
        title=f"Practitioners know that reviews exist; {verb} can name what one changed",
        bars=[Bar(label, figure.value, figure.text, charts.OTHER) for label, figure in list(found.items())[:-1]]
        + [Bar(list(found)[-1], last.value, last.text, OWN)],
        columns=("Practitioners who", "Share"),
        source=_sources(list(found.values())),
        highest=100,
    )


def training(frozen: Frozen) -> Chart | None:
    keys = {"In person": "training-in-person", "Virtual sessions": "training-virtual"}
    keys |= {"Conferences": "training-conference", "E-learning": "training-elearning"}
    found = {label: figure for label, key in keys.items() if (figure := frozen.figure(key))}
    if len(found) < 2:
        return None
    online = found.get("E-learning")
    taught = sum((figure.value for label, figure in found.items() if label != "E-learning"), Decimal(0))
    title = f"How people learnt in {frozen.report['slug']}"
    if online and taught and online.value >= 2 * taught:
        times = words(int(online.value / taught))
        title = f"People completed e-learning {times} times as often as they came to sessions and conferences"
    top = max(found.values(), key=lambda figure: figure.value)
    return charts.bars(
        title=title,
        bars=[Bar(label, f.value, f.text, OWN if f is top else charts.OTHER) for label, f in found.items()],
        columns=("Form of training", "Completed"),
        source=_sources(list(found.values())),
    )


def contributions(frozen: Frozen) -> Chart | None:
    """By sector: the table of contributors stands beside it, and their sum tells what the table can't."""
    money = frozen.funding
    if not money or not money["shares"]:
        return None
    largest = max(money["shares"], key=lambda share: share["pounds"])
    sectors: dict[str, int] = {}
    for share in money["shares"]:
        sectors[share["sector"]] = sectors.get(share["sector"], 0) + share["pounds"]
    paid = sorted(sectors.items(), key=lambda item: -item[1])
    shares = {sector: percent(pounds, money["total"]) for sector, pounds in paid}
    return charts.bars(
        title=f"{largest['name']} pays {largest['percent']}% of all contributions",
        bars=[
            Bar(sector, share, f"{share}%", OWN if sector == largest["sector"] else charts.OTHER)
            for sector, share in shares.items()
        ],
        columns=("Contributions by sector", "Share"),
        source=f"Contributions entered for {money['year']}; other income is left out.",
    )


def agencies_by_sector(frozen: Frozen) -> Chart | None:
    sectors = {row["sector"]: len(row["entries"]) for row in frozen.agencies}
    if len(sectors) < 2:
        return None
    top = max(sectors, key=lambda sector: sectors[sector])
    total = sum(sectors.values())
    return charts.bars(
        title=f"{words(sectors[top]).capitalize()} of the {total} relevant agencies are in {_inside(top)}",
        bars=[Bar(s, n, tone=OWN if s == top else charts.OTHER) for s, n in sectors.items()],
        columns=("Sector", "Agencies"),
        source="The list of relevant agencies on the last day of the year.",
    )


def video_views(frozen: Frozen) -> Chart | None:
    films = frozen.starting("video-views-")
    if not films:
        return None
    total = int(sum(film.value for film in films))
    return charts.bars(
        title=f"{_count(len(films), 'film', 'films').capitalize()} on our reviews "
        f"{'was' if len(films) == 1 else 'were'} watched {total:,} times",
        bars=[Bar(film.label, film.value, film.text, OWN) for film in films],
        columns=("Film", "Views"),
        source=_sources(films),
    )


def abuse_programme(frozen: Frozen) -> Chart | None:
    accepted, completed = frozen.figure("da-programme-accepted"), frozen.figure("da-programme-completed")
    if accepted is None or completed is None or completed.value > accepted.value:
        return None
    return charts.stacked(
        title=f"Of {accepted.text} people accepted onto the programme for those who harm, {completed.text} completed it",
        categories=[""],
        series=[
            Series("Completed", [completed.value], OWN),
            Series("Accepted, did not complete in the year", [accepted.value - completed.value]),
        ],
        columns=("People accepted", "Number"),
        source=_sources([accepted, completed]),
    )


def neglect_tool(frozen: Frozen) -> Chart | None:
    years = frozen.series("gcp2-implementation")[-4:]
    if not years:
        return None
    title = f"{years[-1].text} of the Graded Care Profile 2 programme is in place"
    if len(years) > 1 and years[-1].value > years[-2].value:
        title += f", up from {years[-2].text}"
    return _by_year(title, years, ("When", "In place"), highest=100)


DRAWERS: dict[str, Drawer] = {
    "plan-rates": plan_rates,
    "care-rates": care_rates,
    "children-counts": children_counts,
    "agencies-by-sector": agencies_by_sector,
    "votes": votes,
    "rapid-reviews": rapid_reviews,
    "survey": survey,
    "video-views": video_views,
    "training": training,
    "contributions": contributions,
    "abuse-programme": abuse_programme,
    "neglect-tool": neglect_tool,
}


def _rates(frozen: Frozen, subject: str, column: str, own_key: str, others: dict[str, str]) -> Chart | None:
    own = frozen.figure(own_key)
    found = {name: figure for name, key in others.items() if (figure := frozen.figure(key))}
    if own is None or not found:
        return None
    name, against = list(found.items())[-1]
    rows = [Bar(frozen.partnership["area"], own.value, _one_place(own), OWN, note=own.period)]
    rows += [Bar(label, figure.value, _one_place(figure), note=figure.period) for label, figure in found.items()]
    where = "in similar areas" if name == "Similar areas" else f"in {name}"
    return charts.bars(
        title=f"{subject} {_compared(own.value, against.value)} {where}",
        bars=rows,
        columns=("Per 10,000 children", column),
        source=f"{own.definition}. {_sources(list(found.values()))}",
    )


def _compared(own: Decimal, other: Decimal) -> str:
    """In words how common something is here; less than 2% apart is the same, less than 10% a little."""
    apart = (own - other) / other if other else Decimal(0)
    if abs(apart) < Decimal("0.02"):
        return "about as common here as"
    much = "a little " if abs(apart) < Decimal("0.1") else ""
    return f"{much}more common here than" if apart > 0 else f"{much}less common here than"


def _by_year(title: str, years: list[Shown], columns: tuple[str, str], highest: int | None = None) -> Chart:
    last = len(years) - 1
    return charts.bars(
        title=title,
        bars=[Bar(y.period, y.value, y.text, OWN if n == last else charts.OTHER) for n, y in enumerate(years)],
        columns=columns,
        source=_sources(years),
        highest=highest,
    )


def _against(pair: list[Shown], what: str = "") -> str:
    """8 more, 3 fewer, as many: the later of two against the earlier."""
    apart = int(pair[-1].value - pair[-2].value)
    if apart == 0:
        return f"as many {what}".strip()
    return " ".join(filter(None, [f"{abs(apart):,}", "more" if apart > 0 else "fewer", what]))


def _count(number: Decimal | int, one: str, many: str) -> str:
    return f"{words(int(number))} {one if number == 1 else many}"


def _inside(sector: str) -> str:
    return {"Other agencies": "other fields", "Voluntary sector": "the voluntary sector"}.get(sector, sector.lower())


def _one_place(figure: Shown) -> str:
    return f"{figure.value:,.1f}"


def _sources(figures: list[Shown]) -> str:
    """Each source once, in order."""
    return ". ".join(dict.fromkeys(figure.definition.rstrip(".") for figure in figures)) + "."
