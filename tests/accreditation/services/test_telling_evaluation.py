"""Who hears what, in whose language, and with the way to the page."""

import pytest
from django.urls import reverse

from accreditation.models import Specialist
from accreditation.services import telling_evaluation as telling
from notifications.models import Message
from tests.factories.accreditation import fresh
from tests.factories.evaluation import Group

pytestmark = pytest.mark.django_db
LANGUAGES = ("ky", "ru", "en")


@pytest.fixture
def group(case):
    return Group(case, criteria=1)


def pages(group):
    key = [group.application.pk]
    return {
        "school": reverse("accreditation:reply", args=key),
        "application": reverse("accreditation:application", args=key),
        "chair": reverse("accreditation:evaluation_group", args=key),
        "ministry": reverse("ministry:application_evaluation", args=key),
    }


def acts(group):
    """Each message with the pages to which it leads, one for each kind of reader."""
    reply = group.asked()
    Message.objects.all().delete()
    sent, waived = (
        type(reply)(pk=reply.pk, application=reply.application, state=state) for state in ("sent", "waived")
    )
    for each in (sent, waived):
        each.due_on = reply.due_on
    return {
        "published": (lambda: telling.published(group.application.evaluations.last()), {"chair", "ministry"}),
        "finished": (lambda: telling.finished(group.application), {"application", "ministry"}),
        "opened": (lambda: telling.reply_opened(reply), {"school"}),
        "reminded": (lambda: telling.reply_reminded(reply), {"school"}),
        "sent": (lambda: telling.reply_given(sent), {"chair", "ministry"}),
        "waived": (lambda: telling.reply_given(waived), {"chair", "ministry"}),
        "lapsed": (lambda: telling.reply_lapsed(reply), {"school", "chair"}),
        "set aside": (lambda: telling.reply_set_aside(reply), {"school"}),
    }


def test_each_step_is_told_to_whom_it_concerns_with_the_way_to_the_page(group):
    where = pages(group)
    for name, (act, readers) in acts(group).items():
        Message.objects.all().delete()
        act()
        assert set(Message.objects.values_list("url", flat=True)) == {where[reader] for reader in readers}, name


def test_every_message_is_whole_in_every_language(group):
    people = [group.by_head.user, group.by_chair.user, group.case.specialist.person]
    texts = {}
    for language in LANGUAGES:
        type(people[0]).objects.filter(pk__in=[person.pk for person in people]).update(language=language)
        group.application = fresh(group.application)
        for name, (act, _readers) in acts(group).items():
            Message.objects.all().delete()
            act()
            for message in Message.objects.filter(recipient__in=people):
                assert message.subject
                assert "http" in message.body
                assert "%(" not in message.subject + message.body
                texts.setdefault((name, message.recipient_id), set()).add(message.subject)
    assert {len(subjects) for subjects in texts.values()} == {len(LANGUAGES)}


def test_when_the_specialist_is_blocked_the_administrators_hear(group):
    specialist = group.case.specialist
    facts = {"blocked_at": specialist.added_at, "blocked_by": group.case.administrator, "block_reason": "Себеп"}
    Specialist.objects.filter(pk=specialist.pk).update(**facts)
    group.application.refresh_from_db()
    Message.objects.all().delete()
    telling.finished(type(group.application).objects.get(pk=group.application.pk))
    heard = set(Message.objects.values_list("recipient", flat=True))
    assert group.case.administrator.pk in heard
    assert specialist.person_id not in heard
