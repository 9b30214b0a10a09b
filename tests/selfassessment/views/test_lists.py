import pytest

from selfassessment.enums import AccreditationType
from selfassessment.models import SelfAssessment
from tests.factories.selfassessment import SelfAssessmentFactory, standard

pytestmark = pytest.mark.django_db


def listed(page):
    return [report.pk for report in page.context["page"]]


def test_each_tab_holds_its_reports_with_their_counts(world, come, address):
    finished, draft = world.approved(), world.started()
    client = come(world.teachers[2])
    drafts = client.get(address("self_assessment_list"))
    assert (listed(drafts), [tab.count for tab in drafts.context["tabs"]]) == ([draft.pk], [1, 1])
    assert listed(client.get(address("self_assessment_finished_list"))) == [finished.pk]


@pytest.mark.parametrize("tab", ["self_assessment_list", "self_assessment_finished_list"])
def test_an_empty_tab_says_so(world, come, address, tab):
    assert "Маалымат жок" in come(world.head).get(address(tab)).content.decode()


def test_starting_leads_to_the_commission_however_often(world, come, address):
    client = come(world.deputy)
    pages = [client.post(address("self_assessment_create"))["Location"] for _ in range(2)]
    report = SelfAssessment.objects.get()
    assert pages == [address("self_assessment_commission", report.pk)] * 2


def test_a_long_list_asks_no_more_than_a_short_one(world, come, address, questions):
    facts = {
        "organization": world.school,
        "type": AccreditationType.INST_GEN,
        "is_second": True,
        "standard": standard(),
    }
    client, url = come(world.deputy), address("self_assessment_list")
    SelfAssessmentFactory(**facts)
    few = questions(client, url)
    SelfAssessmentFactory.create_batch(30, **facts)
    assert questions(client, url) == few


def test_who_has_an_unfinished_report_is_offered_it_first(world, come, address):
    known, client = world.planned(), come(world.deputy)
    create = address("self_assessment_create")
    assert client.post(create)["Location"] == create
    text = client.get(create).content.decode()
    assert address("self_assessment_commission", known.pk) in text
    answer = client.post(create, {"another": "1"})
    report = SelfAssessment.objects.get(type="")
    assert answer["Location"] == address("self_assessment_commission", report.pk)


def test_a_draft_is_deleted_after_a_question(world, come, address):
    report, client = world.planned(), come(world.deputy)
    delete = address("self_assessment_delete", report.pk)
    assert delete in client.get(address("self_assessment_list")).content.decode()
    assert "Долбоорду өчүрүү" in client.get(delete).content.decode()
    assert SelfAssessment.objects.count() == 1
    assert client.post(delete)["Location"] == address("self_assessment_list")
    assert SelfAssessment.objects.count() == 0


def test_what_a_signed_order_rests_on_is_not_deleted(world, come, address):
    report, client = world.ordered(), come(world.deputy)
    delete = address("self_assessment_delete", report.pk)
    assert delete not in client.get(address("self_assessment_list")).content.decode()
    assert client.get(delete).status_code == client.post(delete).status_code == 403
    assert SelfAssessment.objects.get() == report


def test_the_list_is_paged(world, come, address):
    facts = {"type": AccreditationType.INST_GEN, "is_second": True, "standard": standard()}
    SelfAssessmentFactory.create_batch(26, organization=world.school, **facts)
    client = come(world.deputy)
    pages = [listed(client.get(address("self_assessment_list"), {"page": number})) for number in (1, 2)]
    assert [len(page) for page in pages] == [25, 1]
    assert sorted([*pages[0], *pages[1]], reverse=True) == [*pages[0], *pages[1]]
