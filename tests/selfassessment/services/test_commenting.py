import pytest
from django.core.exceptions import PermissionDenied

from selfassessment.enums import State
from selfassessment.models import Comment
from selfassessment.services import commenting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def remark(world):
    return commenting.comment(world.ordered().answers.first(), " Далил жок\r\n ", by=world.by_outsider)


def test_a_colleague_comments(world, remark):
    assert (remark.text, remark.by, remark.is_resolved) == ("Далил жок", world.teachers[2].person, False)


def test_the_commission_settles_it_and_it_may_be_opened_again(world, remark):
    settled = commenting.resolve(remark, by=world.by_teachers[0])
    assert (settled.is_resolved, settled.resolved_by) == (True, world.teachers[0].person)
    assert commenting.resolve(remark, by=world.by_head).resolved_by == world.teachers[0].person
    opened = commenting.reopen(remark, by=world.by_outsider)
    assert (opened.is_resolved, opened.resolved_by) == (False, None)


def test_who_is_neither_in_the_commission_nor_leads_does_not_settle(world, remark):
    with pytest.raises(PermissionDenied, match="Only the members of the commission"):
        commenting.resolve(remark, by=world.by_outsider)
    assert not Comment.objects.get().is_resolved


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED])
def test_comments_belong_to_the_time_of_writing(world, state):
    with pytest.raises(PermissionDenied, match="while the report is being written"):
        commenting.comment(world.in_state(state).answers.first(), "Кеч", by=world.by_head)
