from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from governance.models.periods import Period, PeriodQuerySet


class AgencyQuerySet(models.QuerySet):
    def open(self):
        """Agencies that people can still belong to."""
        return self.filter(closed_on__isnull=True)

    def joinable(self):
        """Agencies a person may name as their own when signing up."""
        return self.open().exclude(kind__in=[Agency.Kind.COMMITTEE, Agency.Kind.PARTNERSHIP])


class Agency(models.Model):
    """An organisation, a service of one, a category such as "primary schools", a committee, another partnership."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", "Organisation"
        SERVICE = "service", "Service of an organisation"
        COLLECTIVE = "collective", "Category of organisations"
        COMMITTEE = "committee", "Committee or association"
        PARTNERSHIP = "partnership", "Other partnership or board"

    class Sector(models.TextChoices):
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        POLICE = "police", "Police"
        HEALTH = "health", "Health"
        PROBATION = "probation", "Probation"
        EDUCATION = "education", "Education"
        SECURE_ESTATE = "secure_estate", "Secure estate"
        VOLUNTARY = "voluntary", "Voluntary sector"
        OTHER = "other", "Other agencies"

    name = models.CharField(max_length=150)
    short_name = models.CharField(max_length=40, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.ORGANISATION)
    sector = models.CharField(max_length=20, choices=Sector.choices, default=Sector.OTHER)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="services")
    successor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="predecessors")
    areas = models.CharField(max_length=120, blank=True, help_text="Which areas it serves, with commas between.")
    email_domains = models.CharField(
        max_length=300,
        blank=True,
        help_text="Domains of its work addresses, with commas between. A person with a confirmed address there is known.",
    )
    closed_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        constraints = [
            models.UniqueConstraint(Lower("name"), name="one_agency_per_name"),
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="agency_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def domains(self) -> set[str]:
        return {domain.strip().lower().lstrip("@") for domain in self.email_domains.split(",") if domain.strip()}


class AgencyName(Period):
    """Another name of an agency: what it was called before, or what a document prints."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=150)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [Period.ends_after_start("agency_name_period")]

    def __str__(self) -> str:
        return self.name


class SafeguardingPartner(models.Model):
    """One of the three statutory partners: equal, jointly responsible (Children Act 2004, section 16E)."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="statutory_partner")
    position = models.PositiveSmallIntegerField(unique=True, help_text="The order the partners agreed.")
    lead_title = models.CharField("post of the lead safeguarding partner", max_length=80)
    delegate_title = models.CharField("post of the delegated safeguarding partner", max_length=80)
    lead = models.ForeignKey(
        "governance.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="leads_partner"
    )
    delegate = models.ForeignKey(
        "governance.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="delegated_by_partner"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["position"]
        verbose_name = "statutory safeguarding partner"

    def __str__(self) -> str:
        return self.agency.name


class RelevantAgency(Period):
    """An entry on the list of relevant agencies: how long, under which sector, printed how, involved how."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="relevant_entries")
    sector = models.CharField(max_length=20, choices=Agency.Sector.choices)
    printed_name = models.CharField(max_length=150, help_text="The name as the published list prints it.")
    involvement = models.CharField(max_length=200, blank=True, help_text="How it was involved, as in: Sub-groups")
    position = models.PositiveSmallIntegerField(default=1, help_text="Place within its sector.")
    history = HistoricalRecords()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["position", "printed_name"]
        verbose_name_plural = "relevant agencies"
        constraints = [Period.ends_after_start("relevant_agency_period")]

    def __str__(self) -> str:
        return self.printed_name
