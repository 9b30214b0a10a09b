"""The school's pages: the findings without names, a draft that only it reads, and the answer sent once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accreditation.enums.replies import ReplyState
from accreditation.models import Remark, Reply, ReplyFile
from accreditation.services import joint_report, replies
from core.uploads.checks import check
from tests.acting import sign_in
from tests.factories.accreditation import Case
from tests.factories.evaluation import Group
from tests.factories.people import CollegiumMemberFactory, ExpertFactory, acting_as
from tests.files import pdf, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
TEXT = "Китепкана 2024-жылы ачылган"
PAGES = {"reply": [], "reply_section": [1], "reply_remark": ["criterion"], "reply_send": [], "reply_waive": []}


@pytest.fixture
def group(case):
    return Group(case, criteria=2)


@pytest.fixture
def visit(client):
    """A function that signs this person in, whoever he is, and opens a page or sends a form."""

    def visit(acting, url, data=None):
        client.cookies["language"] = "en"
        sign_in(client, acting.user, organization_id=acting.organization_id, place_key=acting.place_key)
        return client.get(url) if data is None else client.post(url, data)

    return visit


def criterion(group, place=0):
    return group.application.report.answers.exclude(criterion=None).order_by("place")[place]


def address(group, page="reply"):
    places = [criterion(group).pk if place == "criterion" else place for place in PAGES[page]]
    return reverse(f"accreditation:{page}", args=[group.application.pk, *places])


def written(group, **facts):
    return replies.write_remark(group.asked(), criterion(group), TEXT, **facts, by=group.by_head)


class TestReading:
    def test_before_the_findings_are_shown_there_is_no_page(self, enter, group):
        group.all_final()
        for page in PAGES:
            assert enter().get(address(group, page)).status_code == 404

    def test_the_findings_have_no_names_and_stand_in_one_order(self, enter, group):
        group.asked()
        page = enter().get(address(group, "reply_section")).text
        assert page.index("Expert 1") < page.index("Expert 2") < page.index("Expert 3")
        assert page.count("Далилдер текшерилди") == 6
        assert not any(expert.name in page or expert.person.last_name in page for expert in group.experts)

    def test_the_application_leads_there_while_one_may_answer_and_later(self, enter, group):
        group.asked()
        here = reverse("accreditation:application", args=[group.application.pk])
        assert "Read the findings and answer" in enter().get(here).text
        group.answered()
        page = enter().get(here).text
        assert address(group) in page
        assert "Read the findings and answer" not in page

    @pytest.mark.parametrize("number", [0, 2, 99])
    def test_a_section_that_is_not_there(self, enter, group, number):
        group.asked()
        url = reverse("accreditation:reply_section", args=[group.application.pk, number])
        assert enter().get(url).status_code == 404

    def test_nobody_else_gets_the_pages(self, visit, group):
        written(group)
        strangers = [acting_as(ExpertFactory()), acting_as(CollegiumMemberFactory()), Case().by_head]
        for acting in [*group.everybody, group.case.by_specialist, group.case.by_administrator, *strangers]:
            for page in PAGES:
                assert visit(acting, address(group, page)).status_code in {403, 404}
                assert visit(acting, address(group, page), {"text": "x"}).status_code in {403, 404, 405}
        assert Remark.objects.get().text == TEXT

    def test_a_teacher_reads_and_does_not_write(self, enter, group):
        written(group)
        teacher = group.case.world.teachers[0]
        assert TEXT in enter(teacher).get(address(group)).text
        assert "reply/criteria" not in enter(teacher).get(address(group, "reply_section")).text
        for page in ("reply_remark", "reply_send", "reply_waive"):
            assert enter(teacher).get(address(group, page)).status_code == 403
            assert enter(teacher).post(address(group, page), {"text": "x"}).status_code == 403

    def test_queries_do_not_grow_with_the_criteria(self, enter, case, django_assert_max_num_queries):
        group = Group(case, criteria=9)
        group.asked()
        for place in range(5):
            replies.write_remark(group.asked(), criterion(group, place), TEXT, by=group.by_head)
        browser = enter()
        for page in ("reply", "reply_section", "reply_send"):
            with django_assert_max_num_queries(40):
                browser.get(address(group, page))


class TestWriting:
    def test_a_remark_with_a_file_is_written_and_removed(self, enter, group):
        group.asked()
        browser = enter(group.case.world.deputy)
        response = browser.post(address(group, "reply_remark"), {"text": TEXT, "file": upload(pdf(), "план.pdf")})
        assert response["Location"].endswith(f"#criterion-{criterion(group).pk}")
        remark = Remark.objects.get()
        assert (remark.text, remark.file.name) == (TEXT, "план.pdf")
        assert "план.pdf" in browser.get(address(group, "reply_remark")).text
        browser.post(address(group, "reply_remark"), {"text": TEXT, "drop_file": "on"})
        assert not ReplyFile.objects.exists()
        browser.post(address(group, "reply_remark"), {"go": "remove"})
        assert not Remark.objects.exists()

    @pytest.mark.parametrize(
        ("sent", "words"), [({"text": ""}, "Write your answer"), ({"text": "я" * 501}, "1 character is too many")]
    )
    def test_what_is_wrong_is_said_beside_the_field_and_kept(self, enter, group, sent, words):
        group.asked()
        response = enter().post(address(group, "reply_remark"), sent)
        assert response.status_code == 422
        assert words in response.text
        assert sent["text"] in response.text
        assert not Remark.objects.exists()

    def test_a_file_of_another_kind_is_refused_and_the_text_is_kept(self, enter, group):
        group.asked()
        sent = {"text": TEXT, "file": upload(b"MZ\x90\x00", "x.exe")}
        response = enter().post(address(group, "reply_remark"), sent)
        assert (response.status_code, TEXT in response.text) == (422, True)

    def test_a_criterion_of_another_report_is_none(self, enter, group, case):
        group.asked()
        other = case.report().answers.exclude(criterion=None).first()
        url = reverse("accreditation:reply_remark", args=[group.application.pk, other.pk])
        assert enter().post(url, {"text": "x"}).status_code == 404


class TestGiving:
    def test_the_head_sends_after_a_confirmation_and_only_once(self, enter, group):
        written(group)
        page = enter().get(address(group, "reply_send")).text
        assert TEXT in page
        assert "can be changed any more" in page
        assert enter().post(address(group, "reply_send")).status_code == 302
        assert Reply.objects.get().state == ReplyState.SENT
        for name in ("reply_send", "reply_waive"):
            assert enter().post(address(group, name)).status_code == 403
        assert "Your answer" not in enter().get(address(group, "reply_section")).text

    @pytest.mark.parametrize("page", ["reply_send", "reply_waive"])
    def test_the_deputy_and_the_head_without_the_signature_do_not(self, enter, group, page):
        written(group)
        for browser in (enter(group.case.world.deputy), enter(signs=False)):
            assert browser.post(address(group, page)).status_code == 403
        assert Reply.objects.get().state == ReplyState.OPEN

    def test_without_objections_what_is_written_is_named_first(self, enter, group):
        written(group)
        assert "these answers are deleted" in enter().get(address(group, "reply_waive")).text
        enter().post(address(group, "reply_waive"))
        assert Reply.objects.get().state == ReplyState.WAIVED
        assert "no objections" in enter().get(address(group)).text

    def test_after_the_day_the_page_says_so_and_nothing_is_taken(self, enter, group):
        written(group)
        Reply.objects.update(due_on=timezone.localdate() - timedelta(days=1))
        assert "The time for the answer is over" in enter().get(address(group)).text
        for page in ("reply_send", "reply_waive", "reply_remark"):
            assert enter().post(address(group, page), {"text": "x"}).status_code == 403

    def test_while_the_findings_are_changed_they_are_hidden(self, enter, group):
        group.answered(TEXT)
        replies.set_aside(group.application)
        page = enter().get(address(group)).text
        assert "An expert is changing his decision" in page
        assert TEXT in page
        assert enter().get(address(group, "reply_section")).status_code == 404


def test_what_the_chair_says_is_read_at_the_end(enter, group):
    group.answered(TEXT)
    said = {"verdict": "accepted", "text": "Акт тиркелген", "by": group.by_chair}
    joint_report.answer_remark(Remark.objects.get(), **said)
    assert "Акт тиркелген" not in enter().get(address(group)).text
    summary = joint_report.Summary.objects.create(application=group.application)
    paper = group.application.evaluations.first().paper
    type(summary).objects.filter(pk=summary.pk).update(paper=paper, finished_at=timezone.now())
    assert "Акт тиркелген" in enter().get(address(group)).text


def test_a_file_is_read_by_others_only_when_it_was_sent(visit, group):
    remark = written(group, file=checked())
    ReplyFile.objects.update(scan_state="clean", scanned_at=timezone.now())
    url = reverse("accreditation:reply_file", args=[remark.file.public_id])
    inside = [group.by_chair, group.by_second, group.case.by_specialist, group.case.by_administrator]
    outside = [acting_as(ExpertFactory()), acting_as(CollegiumMemberFactory()), Case().by_head]
    assert visit(group.by_head, url).status_code == 200
    assert {visit(acting, url).status_code for acting in inside + outside} == {404}
    replies.send(remark.reply, by=group.by_head)
    assert {visit(acting, url).status_code for acting in inside} == {200}
    assert {visit(acting, url).status_code for acting in outside} == {404}


def checked():
    return check(upload(pdf(), "план.pdf"))
