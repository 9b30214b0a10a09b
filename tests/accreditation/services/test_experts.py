"""What an expert changes of himself, asked of the services directly."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from accreditation.enums.experts import ExpertAct
from accreditation.models import Expert
from accreditation.services import experts as services
from records.models import JournalEntry
from tests.factories.accounts import UserFactory
from tests.factories.people import ExpertFactory, SpecialistFactory, acting_as

pytestmark = pytest.mark.django_db

STEPS = {
    ExpertAct.CHANGE_OWN_DATA: lambda expert, by: services.change_own_data(
        expert, district=expert.district, languages=["ky"], by=by
    ),
}


DECLARED = {ExpertAct.DECLARE_RELATIVE, ExpertAct.ADD_ABSENCE, ExpertAct.REMOVE_ABSENCE}  # see test_declarations.py


def test_every_act_has_its_step():
    assert set(STEPS) | DECLARED == set(ExpertAct)


@pytest.mark.parametrize("act", STEPS)
def test_each_step_leaves_one_entry(act):
    expert = ExpertFactory()
    STEPS[act](expert, acting_as(expert))
    entry = JournalEntry.objects.get(action=act)
    assert (entry.by_id, entry.object_id) == (expert.person_id, str(expert.pk))


@pytest.mark.parametrize("act", STEPS)
@pytest.mark.parametrize("who", ["stranger", "specialist", "administrator", "blocked"])
def test_others_change_nothing(act, who):
    expert = ExpertFactory(blocked=True) if who == "blocked" else ExpertFactory()
    by = {
        "stranger": lambda: Acting(user=UserFactory()),
        "specialist": lambda: acting_as(SpecialistFactory()),
        "administrator": lambda: Acting(user=UserFactory(is_administrator=True)),
        "blocked": lambda: acting_as(expert),
    }[who]()
    with pytest.raises(PermissionDenied):
        STEPS[act](expert, by)
    assert not JournalEntry.objects.filter(action=act).exists()


@pytest.mark.parametrize("act", STEPS)
def test_an_expert_does_not_speak_for_another(act):
    expert = ExpertFactory()
    with pytest.raises(Expert.DoesNotExist):
        STEPS[act](expert, acting_as(ExpertFactory()))
