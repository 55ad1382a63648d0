"""The yearly report with its sections written."""

from collections import Counter
from typing import Any

from demo.loaders.texts import html, lines
from demo.source import Source
from governance.documents.models import ReportSection, YearlyReport
from governance.documents.services import reports


def load(source: Source) -> Counter:
    """Begin the reports that are missing and write their sections."""
    return Counter({"reports": sum(load_report(source.read(name)) for name in source.names("report_*"))})


def load_report(entry: dict[str, Any]) -> bool:
    if YearlyReport.objects.filter(slug=entry["slug"]).exists():
        return False
    report = reports.start_report(
        entry["start"],
        entry["end"],
        by=None,
        edition=entry["edition"],
        title=entry["title"],
        subtitle=entry["subtitle"],
        year_in_lines=lines(entry["year_in_lines"]),
    )
    for key, text in entry["sections"].items():
        write_section(report.sections.get(key=key), text, year_after(report))
    return True


def write_section(section: ReportSection, text: dict[str, Any], following: str) -> None:
    body = html(text["body"]) + html_list(f"In {following}", text.get("next_year", []))
    words = {"finding": text["finding"], "body": body, "no_evidence": text.get("no_evidence", "")}
    for name, value in words.items():
        setattr(section, name, value)
    section.save()
    for position, quote in enumerate(text.get("quotes", []), 1):
        section.quotes.create(position=position, consent=True, **quote)


def html_list(heading: str, entries: list[str]) -> str:
    """What comes next, as a list under a heading; nothing where nothing is planned."""
    items = "".join(f"<li>{entry}</li>" for entry in entries)
    return f"<h3>{heading}</h3><ul>{items}</ul>" if items else ""


def year_after(report: YearlyReport) -> str:
    """2024-25 for a report that ends on 31 March 2024."""
    start = report.period_end.year
    return f"{start}-{(start + 1) % 100:02}"
