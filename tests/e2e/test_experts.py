"""Every page about experts, the ministry's and their own, as everybody sees it."""

import pytest
from django.conf import settings as django_settings

from accreditation.enums.invitations import InvitationState
from accreditation.models import Expert, Invitation
from accreditation.services import draw, invitations
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accreditation import Case
from tests.factories.draw import experts, group, scheduled, taken
from tests.factories.people import ExpertRelativeFactory, UnavailabilityFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case():
    load_reference()
    return Case()


@pytest.fixture
def enter(open_page, client):
    """A function that opens a page as this person, or as nobody."""

    def enter(path, user=None, **options):
        cookies = []
        if user:
            sign_in(client, user)
            name = django_settings.SESSION_COOKIE_NAME
            cookies = [{"name": name, "value": client.cookies[name].value}]
        return open_page(path, cookies=cookies, **options)

    return enter


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch):
    """Papers are printed elsewhere; a page that waits for its printing is no page of these journeys."""
    monkeypatch.setattr("core.effects.drain", lambda *_args: 0)


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "ky")])  # the journey of the draw: the others
def test_every_page_about_experts_is_fit_for_everybody(enter, case, inspect, width, language):
    application = taken(case, 5)
    Expert.objects.filter(pk=experts(1, languages=["ru"])[0].pk).update(last_name="Асанов")
    namesake = Expert.objects.get(last_name="Асанов")
    first, second, _third = group(application)
    invitations.decline(second, reason="busy", comment="Командировка", by=None)
    invitations.accept(first, by=None)
    request = draw.ask_for_redraw(application, reason="Тизмеде ката болгон", by=case.by_specialist)
    waiting = scheduled(Case())
    here, desk = f"/ministry/accreditations/{application.pk}/experts/", "/ministry"
    pages = {
        "group": here,
        "prospects": f"/ministry/accreditations/{waiting.pk}/experts/",
        "by-hand": f"{here}by-hand/",
        "surname": f"{here}{namesake.pk}/surname/",
        "second-draw": f"{here}second-draw/",
        "second-draw-answer": f"{desk}/second-draws/{request.pk}/",
        "replace": f"{desk}/invitations/{first.pk}/replace/",
        "chair": f"{desk}/invitations/{group(application)[2].pk}/chair/",
        "draw": f"{desk}/draws/{application.draws.get().pk}/",
    }
    page = enter(here, case.administrator, width=width, language=language)
    for name, path in pages.items():
        page.goto(path)
        inspect(page, f"experts-{name}")


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "ky")])  # the journey of the draw: the others
def test_the_experts_cabinet_is_fit_for_everybody(enter, case, inspect, width, language):
    application = taken(case, 4)
    member = group(application)[0]
    ExpertRelativeFactory(expert=member.expert)
    UnavailabilityFactory(expert=member.expert, note="Өргүү")
    page = enter("/expert/", member.expert.person, width=width, language=language)
    pages = {
        "home": "/expert/",
        "licences": "/expert/?tab=licences",
        "history": "/expert/?tab=history",
        "invitation": f"/expert/invitations/{member.pk}/",
        "decline": f"/expert/invitations/{member.pk}/decline/",
        "profile": "/expert/profile/",
        "data": "/expert/profile/data/",
        "relative": "/expert/profile/relatives/add/",
        "absence": "/expert/profile/absences/add/",
        "lost-link": "/invitations/nothing/",
    }
    for name, path in pages.items():
        page.goto(path)
        inspect(page, f"expert-{name}")
    assert Invitation.objects.get(pk=member.pk).state == InvitationState.WAITING
