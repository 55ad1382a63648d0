"""What the law asks of a report, and where the report answers it: written, explained, or a gap in plain sight."""

from dataclasses import dataclass

from governance.documents.models import ReportSection, YearlyReport
from governance.documents.services.reports import answers

WRITTEN, EXPLAINED, GAP, FIGURES = "written", "explained", "gap", "figures"
WORDS = {
    WRITTEN: "Answered",
    EXPLAINED: "No evidence yet, and says why",
    GAP: "Nothing written",
    FIGURES: "Figures alone",
}


@dataclass(frozen=True)
class Answer:
    """How one section answers a requirement."""

    key: str
    number: str
    title: str
    state: str
    word: str


@dataclass(frozen=True)
class CoverageLine:
    """One requirement of the edition with the sections that answer it."""

    title: str
    asks: str
    state: str
    word: str
    answers: tuple[Answer, ...]


def coverage(report: YearlyReport) -> list[CoverageLine]:
    """The checklist of the report's edition, in its order."""
    sections = list(report.sections.all())
    lines = []
    for requirement in report.outline.requirements:
        found = tuple(
            Answer(section.key, section.number, section.title, state_of(section), WORDS[state_of(section)])
            for row in report.outline.sections
            if requirement.key in row.law
            for section in sections
            if answers(row, section.key)
        )
        state = _joint([answer.state for answer in found])
        lines.append(CoverageLine(requirement.title, requirement.asks, state, WORDS[state], found))
    return lines


def state_of(section: ReportSection) -> str:
    """Written, or explained where it is empty and says why there is nothing yet; a section of figures is neither."""
    if section.kind == ReportSection.Kind.COMPUTED:
        return FIGURES
    if section.is_written:
        return WRITTEN
    return EXPLAINED if section.is_explained else GAP


def _joint(states: list[str]) -> str:
    """A requirement is answered by a written section; figures alone are no answer."""
    if WRITTEN in states:
        return WRITTEN
    return EXPLAINED if EXPLAINED in states else GAP
