"""A sitting of the collegium in a browser: a member's pages, on a desk and on a telephone."""

import pytest

from accreditation.enums.applications import State
from accreditation.enums.collegium import Choice, Outcome
from accreditation.models import Vote
from selfassessment.services.reference import load_reference
from tests.factories.accreditation import quick
from tests.factories.collegium import Hall

pytestmark = pytest.mark.django_db(transaction=True)

CONFIRM = {"ky": "Добушумду ырастоо", "ru": "Подтвердить мой голос"}


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_a_member_reads_the_case_and_votes(open_page, session_of, inspect, width, language):
    load_reference()
    hall = Hall(count=3)
    item = hall.voting(Outcome.CONDITIONAL, item=hall.opened(quick(State.EVALUATED)).items.get())
    member = hall.members[1]
    page = open_page("/collegium/", width=width, language=language, cookies=session_of(member.person))
    inspect(page, "collegium-home")
    page.get_by_role("link", name=f"№ {item.sitting_id}").click()
    inspect(page, "collegium-sitting")
    page.get_by_role("link", name=f"№ {item}").click()
    inspect(page, "collegium-case")
    page.locator(f"input[value={Choice.FOR.value}]").check()
    page.get_by_role("button", name=CONFIRM[language]).click()
    page.wait_for_load_state()
    inspect(page, "collegium-voted")
    assert Vote.objects.get().choice == Choice.FOR
