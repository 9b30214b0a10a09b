import pytest

from organizations.enums import Role
from records.enums import CeremonyState, DocumentState
from records.models import SigningCeremony
from selfassessment.enums import OrderKind, OrderState, State
from selfassessment.services import ordering, signing
from tests.factories.records import work
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db

PAGE, PAPER = "self_assessment_order", "self_assessment_order_paper"
APPROVAL = "self_assessment_approval_order"
FIVE = {
    "number": "3454",
    "dated_on": "02.09.2022",
    "submitted_on": "03.09.2022",
    "council_number": "34534",
    "council_on": "29.09.2022",
}
FOUR = {name: value for name, value in FIVE.items() if name != "submitted_on"}
PAGES = {PAGE: FIVE, APPROVAL: FOUR}


def ready(world, page):
    return world.planned() if page == PAGE else world.filled()


@pytest.mark.parametrize(("page", "fields"), PAGES.items())
def test_the_window_has_the_fields_of_the_manual(world, come, address, page, fields):
    shown = come(world.head, signs=True).get(address(page, ready(world, page).pk))
    assert list(shown.context["form"].fields) == list(fields)
    assert "Буйрукту бекитүү" in shown.content.decode()


@pytest.mark.parametrize(("page", "fields"), PAGES.items())
def test_with_every_field_the_head_comes_to_the_signing(world, come, address, page, fields):
    report = ready(world, page)
    answer = come(world.head, signs=True).post(address(page, report.pk), fields | {"sign": "1"})
    ceremony = SigningCeremony.objects.get()
    assert answer["Location"] == f"/sign/{ceremony.public_id}/"
    assert (ceremony.subject.report, ceremony.signer) == (report, world.head.person)
    assert ceremony.subject.number == "3454"


@pytest.mark.parametrize("missing", FIVE)
@pytest.mark.parametrize("page", PAGES)
def test_without_scripts_the_server_says_which_field_is_empty(world, come, address, page, missing):
    report, fields = ready(world, page), PAGES[page] | {missing: ""}
    answer = come(world.head, signs=True).post(address(page, report.pk), fields | {"sign": "1"})
    if missing not in PAGES[page]:
        assert answer.status_code == 302
        return
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [missing])
    text = answer.content.decode()
    assert all(fields[name] in text for name in fields if name.endswith("number"))
    assert not SigningCeremony.objects.exists()


def test_a_deputy_fills_in_what_is_known_and_the_head_finds_it(world, come, address):
    report = world.planned()
    text = come(world.deputy).get(address(PAGE, report.pk)).content.decode()
    assert "Уюмдун жетекчиси" in text, "it says who may sign"
    answer = come(world.deputy).post(address(PAGE, report.pk), {"number": "3454", "save": "1"})
    assert answer["Location"] == address("self_assessment_plan", report.pk)
    assert 'value="3454"' in come(world.head, signs=True).get(address(PAGE, report.pk)).content.decode()


def test_who_may_not_sign_is_told_why_and_loses_nothing(world, come, address):
    report = world.planned()
    answer = come(world.head).post(address(PAGE, report.pk), FIVE | {"sign": "1"})
    assert answer.status_code == 422
    assert "жөнөкөй" in answer.content.decode()
    assert report.orders.get().number == "3454"


def test_the_way_leads_to_what_is_missing(world, come, address):
    report = world.planned()
    report.members.all().delete()
    answer = come(world.head, signs=True).get(address(PAGE, report.pk))
    assert answer.context["way_url"] == address("self_assessment_commission", report.pk)


def test_odd_dates_are_told_and_the_gate_stays_open(world, come, address):
    report = world.planned()
    client = come(world.head, signs=True)
    answer = client.post(address(PAGE, report.pk), FIVE | {"sign": "1"}, follow=True)
    assert answer.status_code == 200
    assert len(list(answer.context["messages"])) == 2


def test_while_it_is_signed_the_order_is_closed_and_the_page_says_so(world, come, address):
    report = world.planned()
    signing.open_signing(world.order(report), by=world.by_head, return_url="/")
    client = come(world.deputy)
    assert client.post(address(PAGE, report.pk), FIVE | {"save": "1"}).status_code == 403
    text = client.get(address("self_assessment_plan", report.pk)).content.decode()
    assert address("self_assessment_signing_cancel", report.pk) in text
    assert str(world.head.person) in text
    client.post(address("self_assessment_signing_cancel", report.pk))
    assert SigningCeremony.objects.get().state == CeremonyState.CANCELLED
    assert client.post(address(PAGE, report.pk), FIVE | {"save": "1"}).status_code == 302


def test_colleagues_see_the_signing_without_its_buttons(world, come, address):
    report = world.planned()
    signing.open_signing(world.order(report), by=world.by_head, return_url="/")
    text = come(world.teachers[2]).get(address("self_assessment_plan", report.pk)).content.decode()
    assert str(world.head.person) in text
    assert address("self_assessment_signing_cancel", report.pk) not in text


# The paper ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("show", "kind", "back"),
    [
        (PAPER, OrderKind.CONDUCT, "self_assessment_plan"),
        ("self_assessment_approval_paper", OrderKind.APPROVE, "self_assessment_approval"),
    ],
)
def test_the_draft_is_made_waited_for_and_opened(world, come, address, show, kind, back):
    report = world.planned() if kind == OrderKind.CONDUCT else world.filled()
    client = come(world.deputy)
    assert client.get(address(show, report.pk))["Location"] == address(back, report.pk), "no paper yet"
    assert client.post(address(show, report.pk))["Location"] == address(show, report.pk)
    work()
    page = client.get(address(show, report.pk))
    document = page.context["document"]
    assert document == report.orders.get(kind=kind).document
    assert f"/documents/{document.public_id}/file/" in page.content.decode()
    part = client.get(address(show, report.pk), headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="state"')


def test_a_colleague_looks_at_the_paper_that_is_there(world, come, address):
    report = world.planned()
    come(world.deputy).post(address(PAPER, report.pk))
    assert come(world.teachers[2]).get(address(PAPER, report.pk)).status_code == 200
    assert come(world.teachers[2]).post(address(PAPER, report.pk)).status_code == 403


# A new order ----------------------------------------------------------------------------------------------------------


def test_a_new_order_needs_a_reason(world, come, address):
    report, client = world.ordered(), come(world.deputy)
    replace = address("self_assessment_order_replace", report.pk)
    assert client.get(replace).status_code == 200
    answer = client.post(replace, {"reason": " "})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert client.post(replace, {"reason": "Мөөнөт узарды"})["Location"] == address("self_assessment_plan", report.pk)
    assert report.orders.get(state=OrderState.DRAFT).reason == "Мөөнөт узарды"


def test_a_new_order_is_withdrawn_after_a_question(world, come, address):
    report, client = world.ordered(), come(world.deputy)
    withdraw, plan = (address(name, report.pk) for name in ("self_assessment_order_withdraw", "self_assessment_plan"))
    assert client.get(withdraw)["Location"] == plan, "there is none"
    order = ordering.begin_replacement(report, reason="Мөөнөт узарды", by=world.by_deputy)
    assert "3454" in client.get(withdraw).content.decode()
    assert client.post(withdraw)["Location"] == plan
    order.refresh_from_db()
    assert order.state == OrderState.WITHDRAWN
    assert client.post(withdraw)["Location"] == plan, "told twice"


def test_the_head_signs_the_new_order(world, come, address):
    report = world.ordered()
    ordering.begin_replacement(report, reason="Мөөнөт узарды", by=world.by_deputy)
    answer = come(world.head, signs=True).post(address(PAGE, report.pk), FIVE | {"sign": "1"})
    assert answer.status_code == 302
    order = report.orders.get(state=OrderState.DRAFT)
    assert (order.replaces.state, order.document.state) == (OrderState.SIGNED, DocumentState.PREPARING)


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.ACCOUNTANT])
@pytest.mark.parametrize("page", [PAGE, APPROVAL, "self_assessment_order_replace", "self_assessment_order_withdraw"])
def test_who_does_not_lead_gets_none_of_it(world, come, address, page, role):
    report = world.filled() if page == APPROVAL else world.ordered()
    client = come(EmploymentFactory(organization=world.school, role=role))
    assert client.get(address(page, report.pk)).status_code == 403
    assert client.post(address(page, report.pk)).status_code == 403
    report.refresh_from_db()
    assert report.state == State.ORDERED
