import csv
import io
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from accreditation.enums.applications import State
from accreditation.enums.desk import DeskAct
from accreditation.models import Export, Label, SavedSearch
from admin_panel import exporting
from notifications.models import Message
from records.models import JournalEntry
from tests.acting import sign_in
from tests.factories.accreditation import quick
from tests.factories.organizations import OrganizationFactory
from tests.factories.people import SpecialistFactory

LIST = "/ministry/accreditations/"
pytestmark = pytest.mark.usefixtures("case")


class TestList:
    def test_five_tabs_with_counts_and_the_queues(self, ministry):
        quick()
        quick(State.ACCREDITED)
        page = ministry.get(LIST)
        assert [(tab.label, tab.count) for tab in page.context["tabs"]] == [
            ("Requests", 1),
            ("Under consideration", 0),
            ("Considered", 0),
            ("In force", 1),
            ("Rejected", 0),
        ]
        assert [queue.label for queue in page.context["queues"]] == [
            "Without a specialist",
            "Waiting for the organization",
            "Due this week",
            "Overdue",
        ]

    def test_a_specialist_finds_his_own_without_what_only_administrators_do(self, client, settings, case):
        mine, other = quick(State.ASSIGNED, specialist=case.specialist), quick(State.ASSIGNED)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        sign_in(client, case.specialist.person)
        page = client.get(LIST)
        assert [row.application for row in page.context["rows"]] == [mine]
        assert f"/accreditations/{other.pk}/" not in page.text
        assert "Assign the ticked ones" not in page.text
        assert [(row.letter, row.assign) for row in page.context["rows"]] == [(None, None)]

    def test_one_three_and_three_hundred_rows_ask_the_same_number_of_questions(self, ministry, case):
        asked, first = set(), quick(State.DECLINED, specialist=case.specialist)
        shared = {"by": first.created_by, "report": first.report, "specialist": case.specialist}
        for more in (0, 2, 297):
            for _ in range(more):
                quick(State.DECLINED, **shared)
            ministry.get(LIST)
            with CaptureQueriesContext(connection) as queries:
                page = ministry.get(f"{LIST}?tab=rejected")
            asked.add(len(queries))
        assert page.context["page"].paginator.count == 300
        assert len(asked) == 1

    def test_assigning_needs_a_number_and_the_page_says_so(self, ministry):
        quick()
        page = ministry.get(LIST)
        assert "A SED number is needed" in page.text
        assert page.context["rows"][0].assign.reason.startswith("Enter the SED number first")

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("words=жок", "Nothing was found"),
            ("queue=overdue", "The queue is empty"),
            ("tab=in-force", "No data"),
            ("", "No data"),
            ("tab=drafts", "No data"),
            ("tab=x&queue=x&type=x&region=999&sort=x&page=x", "No data"),
        ],
    )
    def test_an_empty_list_teaches(self, ministry, query, said):
        page = ministry.get(f"{LIST}?{query}")
        assert (page.status_code, said in page.text) == (200, True)

    @pytest.mark.parametrize(
        ("query", "column", "now", "next_one"),
        [
            ("", "submitted", "descending", "?sort=old"),
            ("queue=overdue", "due", "ascending", "?queue=overdue&sort=-due"),
            ("tab=taken&words=мектеп&page=2&sort=old", "submitted", "ascending", "?tab=taken&words=мектеп&sort=new"),
            ("sort=-organization", "organization", "descending", "?sort=organization"),
            ("sort=due", "letter", "", "?sort=-letter"),
        ],
    )
    def test_the_heads_of_the_columns_sort_and_keep_the_filters(self, ministry, query, column, now, next_one):
        head = ministry.get(f"{LIST}?{query}").context["heads"][column]
        assert (head.now, unquote(head.url)) == (now, next_one)

    def test_the_column_of_the_order_is_marked(self, ministry):
        quick()
        page = html.fromstring(ministry.get(f"{LIST}?sort=organization").text)
        (marked,) = page.xpath("//th[@aria-sort]")
        assert marked.get("aria-sort") == "ascending"
        assert marked.text_content().strip().startswith("Organization")

    def test_a_wrong_day_is_said_beside_its_field(self, ministry):
        page = ministry.get(f"{LIST}?submitted_from=31.02.2026")
        assert "Enter a valid date" in page.text

    def test_what_is_new_and_what_is_late_is_marked(self, ministry):
        application = quick(due_on=timezone.localdate() - timedelta(days=1))
        Label.objects.create(name="Шашылыш").applications.add(application)
        page = ministry.get(LIST)
        for text in ("asula-desk__unread", "Overdue since", "Шашылыш"):
            assert text in page.text
        ministry.post(f"{LIST}{application.pk}/seen/")
        assert "asula-desk__unread" not in ministry.get(LIST).text


class TestPulse:
    def ask(self, ministry, page, query=""):
        pulse = page.context["pulse"]
        newest = {"newest": pulse.newest.isoformat()} if pulse.newest else {}
        return ministry.get(f"{LIST}pulse/?{query}", {"rows": pulse.rows, **newest}, headers={"HX-Request": "true"})

    def test_nothing_new_says_nothing(self, ministry):
        quick()
        assert "asula-news__line" not in self.ask(ministry, ministry.get(LIST)).text

    def test_what_came_is_counted_and_offered(self, ministry):
        page = ministry.get(LIST)
        quick()
        answer = self.ask(ministry, page).text
        assert "1 application came or changed." in answer
        assert 'id="count-requests" hx-swap-oob="true">1<' in answer

    def test_what_left_the_list_changes_it_too(self, ministry):
        application = quick()
        page = ministry.get(LIST)
        application.state = State.WITHDRAWN
        application.save()
        assert "The list has changed." in self.ask(ministry, page).text

    @pytest.mark.parametrize("newest", ["x", "2026-99-99T00:00:00", ""])
    def test_a_moment_that_is_none_is_passed_over(self, ministry, newest):
        assert ministry.get(f"{LIST}pulse/", {"newest": newest}).status_code == 200


class TestExport:
    def ask(self, ministry, kind="csv", query=""):
        return ministry.post(f"{LIST}export/", {"kind": kind, "query": query})

    def test_what_is_seen_is_saved(self, ministry):
        quick(organization=OrganizationFactory(full_name_ky="=Өзгөн мектеби", short_name_ky=""))
        quick(State.ACCREDITED)
        answer = self.ask(ministry, query="tab=requests&words=озгон")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == 2
        assert rows[1][2] == "'=Өзгөн мектеби"
        entry = JournalEntry.objects.get(action=DeskAct.EXPORTED)
        assert (entry.changes["rows"], entry.changes["kind"]) == (1, "csv")

    def test_xlsx_is_the_other_kind(self, ministry):
        answer = self.ask(ministry, kind="xlsx")
        assert answer.content[:2] == b"PK"
        assert ".xlsx" in answer["Content-Disposition"]

    def test_a_long_list_is_written_in_the_background_and_told(self, ministry, administrator, monkeypatch):
        monkeypatch.setattr(exporting, "AT_ONCE", 1)
        for _ in range(3):
            quick()
        answer = self.ask(ministry)
        asked = Export.objects.get()
        assert answer["Location"] == f"{LIST}exports/{asked.pk}/"
        assert ministry.get(f"{LIST}exports/{asked.pk}/file/").status_code == 404
        cache.set(f"export-{asked.pk}", 2)
        waiting = ministry.get(answer["Location"], headers={"HX-Request": "true"})
        assert waiting.context["done"] == 2
        exporting.write_export(asked.pk)
        exporting.write_export(asked.pk)
        assert Message.objects.get(recipient=administrator).url == answer["Location"]
        assert "Download" in ministry.get(answer["Location"]).text
        file = ministry.get(f"{LIST}exports/{asked.pk}/file/")
        assert file.content.decode("utf-8-sig").count("\r\n") == 4

    def test_nobody_gets_the_file_of_another(self, client, case):
        asked = Export.objects.create(owner=case.administrator, kind="csv", query="", language="ky", rows=1)
        sign_in(client, SpecialistFactory().person)
        assert client.get(f"{LIST}exports/{asked.pk}/").status_code == 404

    def test_what_takes_too_long_is_admitted(self, ministry, administrator):
        asked = Export.objects.create(owner=administrator, kind="csv", query="", language="en", rows=9)
        Export.objects.update(asked_at=timezone.now() - timedelta(hours=2))
        assert "longer than it should" in ministry.get(f"{LIST}exports/{asked.pk}/").text


class TestSearches:
    def test_kept_opened_and_deleted(self, ministry, administrator):
        answer = ministry.post(f"{LIST}searches/", {"name": "Өзгөн", "query": "tab=requests&words=озгон"})
        assert answer["Location"] == f"{LIST}?tab=requests&words=озгон".replace(
            "озгон", "%D0%BE%D0%B7%D0%B3%D0%BE%D0%BD"
        )
        assert "Өзгөн" in ministry.get(LIST).text
        search = SavedSearch.objects.get(owner=administrator)
        ministry.post(f"{LIST}searches/{search.pk}/delete/")
        assert not SavedSearch.objects.exists()

    @pytest.mark.parametrize("name", ["", "x" * 61])
    def test_a_search_without_a_fitting_name_is_not_kept(self, ministry, name):
        page = ministry.post(f"{LIST}searches/", {"name": name, "query": ""}, follow=True)
        assert "at most sixty characters" in page.text
        assert not SavedSearch.objects.exists()

    def test_nobody_deletes_the_search_of_another(self, ministry, case):
        search = SavedSearch.objects.create(owner=case.specialist.person, name="x", query="")
        assert ministry.post(f"{LIST}searches/{search.pk}/delete/").status_code == 404
