"""A sitting of the collegium in a browser: the ministry's pages from the plan to the minutes, and a member's, on a desk
and on a telephone: a conflict of interest, a quorum missed and then met, votes, a draft, a second person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accreditation.enums.applications import State
from accreditation.enums.collegium import Choice, ItemState, Outcome, SittingState
from accreditation.models import AgendaItem, Certificate, CollegiumDecision, Sitting, Vote
from accreditation.services import deciding, sittings
from selfassessment.services.reference import load_reference
from tests.factories.accreditation import quick
from tests.factories.collegium import WORDINGS, Hall
from tests.factories.packs import with_papers

pytestmark = pytest.mark.django_db(transaction=True)

BOTH = [(360, "ky"), (1280, "ru")]
NO_QUORUM = {"ky": "кворум жок", "ru": "нет кворума"}
CONFIRM = {"ky": "Добушумду ырастоо", "ru": "Подтвердить мой голос"}
PRESENT = {"ky": "Катышып жатканымды ырастоо", "ru": "Подтвердить моё присутствие"}
VOTED = {"ky": "Добушуңуз жазылды", "ru": "Ваш голос записан"}
SIGN = {"ky": "Протоколго кол коюу", "ru": "Подписать протокол"}


@pytest.fixture
def hall():
    load_reference()
    return Hall()


class Desk:
    """One person's browser in the ministry, at pages of one sitting."""

    def __init__(self, page, inspect):
        self.page, self.inspect = page, inspect

    def go(self, name, *keys):
        """Follow the link to this page; it must stand on the page that is open."""
        address = reverse(f"ministry:{name}", args=keys)
        self.page.locator(f'main a[href="{address}"]').first.click()
        self.page.wait_for_url(f"**{address}")
        self.inspect(self.page, f"ministry-{name.replace('_', '-')}")

    def press(self):
        """The button of the page's form, and on to where it leads."""
        before = self.page.url
        self.page.locator("main form button[type=submit]").last.click()
        self.page.wait_for_url(lambda url: url != before)

    def refused(self, name, words):
        """The form comes back, and what was typed stands in it."""
        self.page.locator("main form button[type=submit]").last.click()
        expect(self.page.locator(".govuk-error-summary")).to_be_visible()
        expect(self.page.locator("main form")).to_contain_text(words)
        self.inspect(self.page, f"ministry-{name}-refused")


def plan(desk, hall):
    """A sitting in a week with the case that is ready, opened."""
    desk.go("sitting_plan")
    page = desk.page
    page.locator("[name=on]").fill((timezone.localdate() + timedelta(days=7)).isoformat())
    page.locator("[name=at]").fill("10:30")
    page.locator("[name=place]").fill("Бишкек, Тыныстанов көчөсү 257, 2-кабат")
    page.locator("[name=chair]").select_option(str(hall.chair.pk))
    desk.press()
    sitting = Sitting.objects.get()
    desk.go("sitting_agenda", sitting.pk)
    page.locator("[name=cases]").check()
    desk.press()
    desk.go("sitting_open", sitting.pk)
    desk.press()
    return sitting


def seat(desk, sitting, members):
    desk.go("sitting_presence", sitting.pk)
    for box in desk.page.locator("[name=members]").all():
        box.set_checked(box.get_attribute("value") in {str(one.pk) for one in members})
    desk.press()


@pytest.mark.parametrize(("width", "language"), BOTH[:1])
def test_the_ministry_leads_a_case_from_the_plan_to_the_minutes(
    open_page, session_of, client, inspect, hall, width, language
):
    case = with_papers(reason="Уюмдун дареги кат жазышууда башка, аны оңдоңуз")
    start = reverse("ministry:sitting_list")
    cookies = session_of(hall.secretary.user)
    desk = Desk(open_page(start, width=width, language=language, cookies=cookies), inspect)
    sitting = plan(desk, hall)
    where = (sitting.pk, 1)
    desk.go("sitting_pack", sitting.pk)
    desk.page.locator("main form button[type=submit]").click()
    expect(desk.page.locator(f'main a[href$="/{sitting.pk}/pack/zip/"]')).to_be_visible()
    inspect(desk.page, "ministry-sitting-pack-made")
    desk.page.goto(reverse("ministry:sitting", args=[sitting.pk]))
    seat(desk, sitting, hall.members[:3])
    desk.go("agenda_item", *where)
    expect(desk.page.locator("main")).to_contain_text(NO_QUORUM[language])
    desk.page.go_back()
    seat(desk, sitting, hall.members)
    desk.go("agenda_item", *where)
    desk.go("agenda_item_conflict", *where)
    desk.page.locator("[name=member]").select_option(str(hall.members[8].pk))
    desk.page.locator("[name=note]").fill("Бир тууганы бул мектепте мугалим")
    desk.press()
    desk.go("agenda_item_motion", *where)
    desk.page.locator(f"[value={Outcome.CONDITIONAL}]").check()
    desk.press()
    item = AgendaItem.objects.get()
    hall.vote(item, "+++++-")
    desk.go("agenda_item_votes", *where)
    desk.page.locator(f"[name=member-{hall.members[6].pk}][value={Choice.FOR}]").check()
    desk.press()
    inspect(desk.page, "ministry-agenda-item-voting")
    desk.go("decision_draft", *where)
    desk.page.locator("[name=conditions_ky]").fill("Китепкананы толуктоо\nСпорт залын оңдоо")
    desk.refused("decision-draft", "Спорт залын оңдоо")
    desk.page.locator("[name=until]").fill(WORDINGS[Outcome.CONDITIONAL].until.isoformat())
    desk.press()
    inspect(desk.page, "ministry-agenda-item-drafted")
    assert CollegiumDecision.objects.get().confirmed_by is None
    address = reverse("ministry:agenda_item", args=where)
    client.cookies.clear()  # the secretary stays signed in
    second = Desk(open_page(address, width=width, language=language, cookies=session_of(hall.second.user)), inspect)
    second.go("decision_confirm", *where)
    expect(second.page.locator(".asula-preview__paper")).to_have_count(4)
    second.press()
    assert Certificate.objects.get().is_conditional
    inspect(second.page, "ministry-agenda-item-decided")
    second.page.goto(reverse("ministry:sitting", args=[sitting.pk]))
    second.go("sitting_close", sitting.pk)
    second.press()
    desk.page.goto(reverse("ministry:sitting", args=[sitting.pk]))
    inspect(desk.page, "ministry-sitting-closed")
    desk.page.get_by_role("button", name=SIGN[language]).click()
    desk.page.wait_for_url("**/sign/**")
    assert Sitting.objects.get().state == SittingState.CLOSED
    desk.page.goto(reverse("ministry:application", args=[case.pk]))
    inspect(desk.page, "ministry-application-decided")


@pytest.mark.parametrize(("width", "language"), BOTH[1:])
def test_a_member_reads_the_case_votes_and_learns_of_a_conflict(open_page, session_of, inspect, hall, width, language):
    sitting = hall.opened(quick(State.EVALUATED), quick(State.EVALUATED))
    first, second = sitting.items.order_by("order")
    hall.voting(Outcome.CONDITIONAL, item=first)
    member = hall.members[1]
    deciding.vote(first, member, Choice.ABSTAIN, by=hall.secretary)
    sittings.declare_conflict(second, member, note="Бир тууганы бул мектепте мугалим", by=hall.secretary)
    page = open_page("/collegium/", width=width, language=language, cookies=session_of(member.person))
    inspect(page, "collegium-home")
    page.get_by_role("link", name=f"№ {sitting.pk}").click()
    expect(page.get_by_role("button", name=PRESENT[language])).to_be_visible()
    inspect(page, "collegium-sitting")
    page.get_by_role("button", name=PRESENT[language]).click()
    expect(page.get_by_role("button", name=PRESENT[language])).to_have_count(0)
    page.get_by_role("link", name=f"№ {first}").click()
    expect(page.get_by_role("button", name=CONFIRM[language])).to_be_visible()
    inspect(page, "collegium-case")
    page.locator(f"input[value={Choice.FOR}]").check()
    page.get_by_role("button", name=CONFIRM[language]).click()
    expect(page.locator(".asula-banner", has_text=VOTED[language])).to_be_visible()
    inspect(page, "collegium-voted")
    vote = Vote.objects.get()
    assert (vote.choice, vote.confirmed_at is not None) == (Choice.FOR, True)


def test_the_chair_finds_the_minutes_to_sign(open_page, session_of, inspect, hall):
    closed = sittings.close(hall.opened(), by=hall.secretary)
    page = open_page(closed.get_absolute_url(), width=360, cookies=session_of(hall.chair.person))
    inspect(page, "collegium-sitting-closed")
    page.get_by_role("button", name=SIGN["ky"]).click()
    page.wait_for_url("**/sign/**")
    assert AgendaItem.objects.get().state == ItemState.LEFT
    assert closed.minutes.signatures.count() == 0
