"""The findings before the school, its answer before the chair and the ministry, on a phone and at a desk."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accreditation.services import evaluation, replies
from selfassessment.models import Citation, LinkCopy, LinkCopyFile
from selfassessment.services.link_copies import keep_copies, make_copy
from tests.acting import sign_in
from tests.factories.accreditation import Case
from tests.factories.evaluation import Group
from tests.factories.selfassessment import LinkFactory

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESK = (360, "ky"), (1280, "ru")


@pytest.fixture
def group(db, monkeypatch):
    """The school has written to one criterion; one of its links was copied."""
    monkeypatch.setattr("core.effects.drain", lambda *_args: 0)
    group = Group(Case(), criteria=4)
    criterion = group.application.report.answers.exclude(criterion=None).order_by("place").first()
    link = LinkFactory(organization=group.case.school, url="https://mektep.kg/plan")
    Citation.objects.create(answer=criterion, evidence=link, version=link.newest, cited_by=link.added_by)
    keep_copies(group.application.report)
    make_copy(LinkCopy.objects.get().pk)
    LinkCopyFile.objects.update(scan_state="clean", scanned_at=timezone.now())
    replies.write_remark(group.asked(), criterion, "Китепкана 2024-жылы ачылган, акт тиркелет", by=group.by_head)
    return group


@pytest.fixture
def walk(open_page, inspect):
    """A function that opens each of the pages as this person and looks at it."""

    def walk(user, pages, size, **place):
        client = Client()
        sign_in(client, user, **place)
        cookies = [{"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}]
        width, language = size
        first, *others = pages.items()
        page = open_page(first[1], width=width, language=language, cookies=cookies)
        inspect(page, first[0])
        for name, url in others:
            page.goto(url)
            inspect(page, name)

    return walk


def test_every_page_of_the_right_of_reply_can_be_read(group, walk):
    key, school = group.application.pk, group.case.school
    criterion = group.application.report.answers.exclude(criterion=None).order_by("place").first()
    own = {"reply": [key], "reply_section": [key, 1], "reply_remark": [key, criterion.pk]}
    own |= {"reply_send": [key], "reply_waive": [key], "application": [key]}
    place = {"inn": school.inn, "organization_id": school.pk, "place_key": "test"}
    pages = {name: reverse(f"accreditation:{name}", args=args) for name, args in own.items()}
    walk(group.by_head.user, pages, PHONE, **place)
    decision = group.application.evaluations.last()
    desk = {
        "reopen": reverse("ministry:evaluation_reopen", args=[decision.pk]),
        "copy": reverse("selfassessment:link_copy", args=[LinkCopy.objects.get().pk]),
        "rating": reverse("ministry:application_answers", args=[key]),
    }
    walk(group.case.specialist.person, desk, DESK)
    replies.send(replies.rules.current(group.application), by=group.by_head)
    chair = {name: reverse(f"accreditation:{name}", args=[key]) for name in ("evaluation_group", "joint_report")}
    walk(group.by_chair.user, chair, PHONE)
    evaluation.reopen(decision, reason="1.1-критерий башка мектепке тиешелүү", by=group.case.by_specialist)
    after = {"evaluation_overview": reverse("ministry:application_evaluation", args=[key])}
    after |= {"decision": reverse("ministry:evaluation", args=[decision.pk])}
    walk(group.case.specialist.person, after, DESK)
