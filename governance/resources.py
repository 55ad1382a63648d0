"""Agencies and people as spreadsheets: which columns there are, and which row is whose."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from governance.models import Agency, Person
from governance.services import people
from portal.spreadsheets import ChoiceWidget, Field, NamedWidget, SheetResource


class AgencySheet(SheetResource):
    """One agency a row, known by its name; the parent must stand above it or be in the portal already."""

    kind = Field(attribute="kind", column_name="kind", widget=ChoiceWidget(Agency.Kind.choices))
    sector = Field(attribute="sector", column_name="sector", widget=ChoiceWidget(Agency.Sector.choices))
    parent = Field(attribute="parent", column_name="parent", widget=NamedWidget(Agency, "name"))

    class Meta(SheetResource.Meta):
        model = Agency
        name = "Agencies"
        import_id_fields = ["name"]
        fields = ["name", "short_name", "slug", "kind", "sector", "parent", "areas", "email_domains", "closed_on"]

    def get_instance(self, instance_loader, row):
        return Agency.objects.filter(name__iexact=str(row.get("name") or "").strip()).first()

    def before_import_row(self, row, **kwargs):
        name = str(row.get("name") or "").strip()
        if not name:
            raise ValidationError({"name": "The name is missing."})
        known = self.get_instance(None, row)
        row["name"] = known.name if known else name
        row["slug"] = row.get("slug") or (known.slug if known else slugify(name)[:80])


class PersonSheet(SheetResource):
    """One person a row, known by the address, or by the name where there is none. Where they work is confirmed."""

    agency = Field(column_name="agency")
    job_title = Field(column_name="job_title")

    class Meta(SheetResource.Meta):
        model = Person
        name = "People"
        import_id_fields = ["email"]
        fields = ["name", "email", "agency", "job_title"]
        skip_unchanged = False

    def get_instance(self, instance_loader, row):
        email = str(row.get("email") or "").strip()
        if email:
            return Person.objects.filter(email__iexact=email).first()
        return Person.objects.filter(email="", name__iexact=str(row.get("name") or "").strip()).first()

    def before_import_row(self, row, **kwargs):
        row["email"] = str(row.get("email") or "").strip().lower()
        row["name"] = str(row.get("name") or "").strip()
        if not row["name"]:
            raise ValidationError({"name": "The name is missing."})
        agency = str(row.get("agency") or "").strip()
        try:
            self.agency_of_row = NamedWidget(Agency, "name").clean(agency)
        except ValueError as error:
            raise ValidationError({"agency": str(error)}) from error
        if agency and not str(row.get("job_title") or "").strip():
            raise ValidationError({"job_title": "Give the job title: the row names an agency."})

    def after_save_instance(self, instance, row, **kwargs):
        agency = self.agency_of_row
        if agency is None or instance.memberships.filter(agency=agency, end__isnull=True).exists():
            return
        by = kwargs.get("user")
        claim = people.claim_membership(instance, agency=agency, job_title=str(row["job_title"]).strip(), by=by)
        people.confirm_membership(claim, by=by)

    def dehydrate_agency(self, person) -> str:
        membership = person.current_membership
        return membership.agency.name if membership and membership.agency else ""

    def dehydrate_job_title(self, person) -> str:
        return person.current_membership.job_title if person.current_membership else ""

    def get_queryset(self):
        return super().get_queryset().prefetch_related("memberships__agency")
