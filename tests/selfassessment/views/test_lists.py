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


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_asks_the_same_number_of_questions(world, come, address, django_assert_num_queries, count):
    facts = {"type": AccreditationType.INST_GEN, "is_second": True, "standard": standard()}
    SelfAssessmentFactory.create_batch(count, organization=world.school, **facts)
    client = come(world.deputy)
    with django_assert_num_queries(16):
        client.get(address("self_assessment_list"))
