"""The arithmetic of the partnership's money."""

from dataclasses import dataclass
from decimal import Decimal

from governance.figures import percent
from governance.models import FinancialYear


@dataclass(frozen=True)
class Share:
    """A contribution and what part of all contributions it is; other income is left out of the whole."""

    name: str
    pounds: int
    percent: Decimal


@dataclass(frozen=True)
class YearOfMoney:
    year: FinancialYear
    shares: list[Share]
    other: list[tuple[str, int]]
    contributed: int

    @property
    def income(self) -> int:
        return self.contributed + sum(pounds for _, pounds in self.other)


def of_year(year: FinancialYear) -> YearOfMoney:
    """What came in, from whom. Percentages have one decimal, rounded half up."""
    contributions = list(year.contributions.all())
    whole = sum(contribution.pounds for contribution in contributions)
    shares = [Share(row.printed_name, row.pounds, percent(row.pounds, whole)) for row in contributions]
    return YearOfMoney(year, shares, [(row.label, row.pounds) for row in year.other_income.all()], whole)
