from governance.models.agencies import Agency, AgencyName, RelevantAgency, SafeguardingPartner
from governance.models.figures import RecordedFigure
from governance.models.funding import Contribution, FinancialYear, OtherIncome
from governance.models.groups import ChairTerm, Group, GroupFunction, Seat, SeatHolding
from governance.models.people import Membership, Person
from governance.models.plan import Priority

__all__ = [
    "Agency",
    "AgencyName",
    "ChairTerm",
    "Contribution",
    "FinancialYear",
    "Group",
    "GroupFunction",
    "Membership",
    "OtherIncome",
    "Person",
    "Priority",
    "RecordedFigure",
    "RelevantAgency",
    "SafeguardingPartner",
    "Seat",
    "SeatHolding",
]
