import pytest

from selfassessment.enums import State
from selfassessment.views.wizard import Stage, is_open, step_page
from tests.acting import request_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("state", State)
def test_the_report_opens_with_the_signed_order(world, state, stage):
    report = world.in_state(state)
    assert is_open(report, stage) == (stage <= Stage.PLAN or state != State.DRAFT)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("page", Stage)
def test_a_step_is_a_link_when_it_is_open(world, come, address, state, page):
    report = world.in_state(state)
    answer = come(world.deputy).get(address(f"self_assessment_{page.name.lower()}", report.pk))
    if not is_open(report, page):
        assert answer.status_code in {200, 302}
        return
    text = answer.content.decode()
    for stage in Stage:
        link = f'class="govuk-link" href="{stage.url(report)}"'
        assert (link in text) == (stage != page and is_open(report, stage)), stage


def test_a_whole_commission_is_a_step_done(world, come, address):
    report = world.planned()
    page = come(world.deputy).get(address("self_assessment_plan", report.pk))
    assert [step.state for step in page.context["steps"]] == ["done", "current", "upcoming", "upcoming"]


def test_an_empty_commission_is_not(world, come, address):
    page = come(world.deputy).get(address("self_assessment_plan", world.started().pk))
    assert [step.state for step in page.context["steps"]] == ["upcoming", "current", "upcoming", "upcoming"]


def test_the_ways_lead_one_step_back_and_one_on(world, come, address):
    report, client = world.approved(), come(world.deputy)
    ways = [
        (page.context["previous"], page.context["next"]) for page in (client.get(stage.url(report)) for stage in Stage)
    ]
    urls = [stage.url(report) for stage in Stage]
    assert ways == list(zip(["", *urls[:-1]], [*urls[1:], ""], strict=True))


def test_a_page_of_a_step_may_be_a_refused_form(world, come):
    request = request_of(come(world.deputy))
    report = world.started()
    page = step_page(request, report, Stage.PLAN, "selfassessment/step.html", {"said": "so"}, status=422)
    assert page.status_code == 422
    assert f"№ {report.pk}" in page.content.decode()
