import pytest

from organizations.enums import Role
from selfassessment.enums import State
from selfassessment.services import evidence
from tests.factories.accounts import UserFactory
from tests.factories.selfassessment import LinkFactory
from tests.factories.staff import EmploymentFactory

pytestmark = pytest.mark.django_db

PAGE, ORDER, RETURN = "self_assessment_approval", "self_assessment_approval_order", "self_assessment_return"


def used(_report):
    return "Отчет арызда турат."


def page_of(world, come, address, employment, report, *, signs=False):
    return come(employment, signs=signs).get(address(PAGE, report.pk))


def test_before_the_order_there_is_nothing_to_approve(world, come, address):
    report = world.planned()
    answer = page_of(world, come, address, world.head, report)
    assert answer["Location"] == address("self_assessment_plan", report.pk)


def test_what_is_missing_is_named_with_the_way_there(world, come, address):
    report = world.ordered()
    answer = page_of(world, come, address, world.head, report, signs=True)
    missing = answer.context["missing"]
    assert len(missing) == report.answers.count()
    text = answer.content.decode()
    for row in missing:
        assert f'href="{row["url"]}"' in text
    assert "1. " in next(row["name"] for row in missing if row["gap"].answer.is_conclusion)
    assert answer.context["refusal"]


def test_the_whole_report_is_there_with_its_evidence(world, come, address):
    report = world.filled()
    answer = report.answers.exclude(criterion=None).first()
    answer.text = "Мектептин\nпланы <бар>"
    answer.save()
    evidence.cite(answer, LinkFactory(organization=world.school, title="Окуу планы 2022"), by=world.by_deputy)
    text = page_of(world, come, address, world.head, report).content.decode()
    assert "Мектептин<br>планы &lt;бар&gt;" in text
    assert "Окуу планы 2022" in text
    for criterion in report.answers.exclude(criterion=None).select_related("criterion"):
        assert criterion.criterion.text in text


def test_only_the_heads_account_has_the_button(world, come, address):
    report = world.filled()
    order = f'href="{address(ORDER, report.pk)}"'
    head = page_of(world, come, address, world.head, report, signs=True)
    assert head.context["refusal"] is None
    assert order in head.content.decode()
    for employment in (world.teachers[0], world.teachers[2]):
        text = page_of(world, come, address, employment, report).content.decode()
        assert order not in text
        assert "Отчетту уюмдун жетекчиси гана" in text
    deputy = page_of(world, come, address, world.deputy, report)
    assert "Уюмдун жетекчиси" in deputy.context["refusal"]


def test_after_the_approval_the_page_says_what_comes_next(world, come, address):
    report = world.approved()
    text = page_of(world, come, address, world.head, report, signs=True).content.decode()
    assert "аккредитацияга арыз берет" in text
    assert "34534" in text
    assert address(RETURN, report.pk) in text


def test_the_ministry_reads_an_approved_report(client, world, address):
    report = world.approved()
    client.force_login(UserFactory(is_administrator=True))
    text = client.get(address(PAGE, report.pk)).content.decode()
    assert "Жооп" in text
    assert address(RETURN, report.pk) not in text


# Returned for correction ----------------------------------------------------------------------------------------------


def test_the_head_takes_the_report_back_with_a_reason(world, come, address):
    report, client = world.approved(), come(world.head, signs=True)
    assert client.get(address(RETURN, report.pk)).status_code == 200
    answer = client.post(address(RETURN, report.pk), {"reason": ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    answer = client.post(address(RETURN, report.pk), {"reason": "1.1 түзөтүлсүн"})
    report.refresh_from_db()
    assert (report.state, answer["Location"]) == (State.RETURNED, address("self_assessment_report", report.pk))
    assert "1.1 түзөтүлсүн" in client.get(address(PAGE, report.pk)).content.decode()


def test_a_report_that_is_used_stays_and_the_page_says_why(world, come, address, settings):
    settings.SELF_ASSESSMENT_USES = [f"{__name__}.used"]
    report = world.approved()
    assert "Отчет арызда турат." in page_of(world, come, address, world.head, report, signs=True).content.decode()
    answer = come(world.head, signs=True).post(address(RETURN, report.pk), {"reason": "1.1"})
    report.refresh_from_db()
    assert (answer.status_code, report.state) == (403, State.APPROVED)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HEAD])
def test_nobody_else_takes_it_back(world, come, address, role):
    report = world.approved()
    client = come(EmploymentFactory(organization=world.school, role=role))
    assert client.get(address(RETURN, report.pk)).status_code == 403
    assert client.post(address(RETURN, report.pk), {"reason": "1.1"}).status_code == 403


def test_much_evidence_asks_no_more_than_little(world, come, address, questions):
    report, client = world.filled(), come(world.deputy)
    first, *others = report.answers.exclude(criterion=None)[:10]
    evidence.cite(first, LinkFactory(organization=world.school), by=world.by_deputy)
    few = questions(client, address(PAGE, report.pk))
    for answer in others:
        evidence.cite(answer, LinkFactory(organization=world.school), by=world.by_deputy)
    assert questions(client, address(PAGE, report.pk)) == few
