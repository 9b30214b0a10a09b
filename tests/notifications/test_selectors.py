import pytest
from django.utils import timezone

from notifications import selectors
from tests.acting import request_of, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def aigul():
    return UserFactory()


def test_the_inbox_holds_ones_own_messages_the_newest_first(aigul):
    first, second = MessageFactory(recipient=aigul), MessageFactory(recipient=aigul, read_at=timezone.now())
    MessageFactory()
    assert list(selectors.inbox(aigul)) == [second, first]
    assert list(selectors.inbox(aigul, unread=True)) == [first]
    assert selectors.inbox_counts(aigul) == {"all": 2, "unread": 1}


def test_who_came_with_a_session_brings_the_number_along(client, aigul, django_assert_num_queries):
    for _number in range(2):
        MessageFactory(recipient=aigul)
    MessageFactory(recipient=aigul, read_at=timezone.now())
    MessageFactory()
    sign_in(client, aigul)
    with django_assert_num_queries(2):  # the session and the person
        request = request_of(client)
        assert selectors.unread_count(request.user) == 2
    with django_assert_num_queries(1):
        assert selectors.unread_count(aigul) == 2
    assert selectors.unread_count(UserFactory()) == 0
