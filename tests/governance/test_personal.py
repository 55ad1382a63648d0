from governance.models import Person
from governance.services import personal
from portal.accounts.models import User
from tests.training import factories as training


def test_erase_deletes_a_person_on_whom_nothing_hangs(practitioner):
    assert personal.erase(practitioner) == "Your name, address and workplace are deleted."
    assert not Person.objects.exists()


def test_erase_keeps_a_row_without_a_name_where_figures_need_it(practitioner):
    session = training.session()
    training.booked(session, practitioner.person)
    assert "without your name" in personal.erase(practitioner)
    person = Person.objects.get()
    assert (person.name, person.email, person.user) == (personal.FORMER, "", None)
    assert person.memberships.get().job_title == "Not kept"


def test_erase_of_somebody_unknown(partnership):
    user = User.objects.create_user("x@rivermouth.example", "x", name="X")
    assert personal.export(user) == []
    assert "nothing about you" in personal.erase(user)
