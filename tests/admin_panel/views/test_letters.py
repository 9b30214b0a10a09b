from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from accreditation.enums.applications import Action, State
from accreditation.models import Application
from tests.factories.accreditation import fresh, quick
from tests.factories.organizations import OrganizationFactory

LIST = "/ministry/accreditations/letters/"
PASTE = f"{LIST}paste/"
TODAY = timezone.localdate()
pytestmark = pytest.mark.usefixtures("case")


def letter(application):
    return f"/ministry/accreditations/{application.pk}/letter/"


def registered(number="04-12/7", on=TODAY):
    return quick(State.REGISTERED, registration_number=number, registered_on=on)


class TestOneLetter:
    def test_number_and_date_are_entered(self, ministry):
        application = quick()
        assert "once_more" not in ministry.get(letter(application)).text
        answer = ministry.post(letter(application), {"number": " 04-12/7 ", "on": f"{TODAY:%d.%m.%Y}"})
        assert answer["Location"] == f"/ministry/accreditations/{application.pk}/"
        application = fresh(application)
        assert (application.state, application.registration_number) == (State.REGISTERED, "04-12/7")
        assert application.registered_on == TODAY

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"number": "", "on": str(TODAY)}, "Enter the SED number."),
            ({"number": "1", "on": ""}, "Enter the date in the SED."),
            ({"number": "1", "on": str(TODAY + timedelta(days=1))}, "cannot be in the future"),
            ({"number": "1" * 51, "on": str(TODAY)}, "at most 50 characters"),
        ],
    )
    def test_what_cannot_be_is_refused_beside_the_field(self, ministry, given, said):
        page = ministry.post(letter(quick()), given)
        assert (page.status_code, said in page.text) == (422, True)

    def test_a_number_twice_in_a_year_has_to_be_confirmed(self, ministry):
        registered()
        application = quick()
        page = ministry.post(letter(application), {"number": "04-12/7", "on": str(TODAY)})
        assert page.status_code == 422
        assert "has this number in the same year" in page.text
        ministry.post(letter(application), {"number": "04-12/7", "on": str(TODAY), "once_more": "on"})
        assert fresh(application).registration_number == "04-12/7"

    def test_it_is_corrected_with_a_trace(self, ministry):
        application = registered()
        new = {"number": "04-12/8", "on": str(TODAY - timedelta(days=1)), "reason": "Ката терилген"}
        ministry.post(letter(application), new)
        event = application.events.get(action=Action.CORRECT_REGISTRATION)
        assert "04-12/7" in event.comment
        assert "Ката терилген" in event.comment
        assert fresh(application).registration_number == "04-12/8"

    def test_what_is_decided_says_why_nothing_is_corrected(self, ministry):
        page = ministry.get(letter(quick(State.ACCREDITED)))
        assert (page.status_code, "not possible" in page.text) == (200, True)


class TestOneAfterTheOther:
    def test_a_row_is_filed_and_the_next_one_waits_with_the_date(self, ministry):
        rows = [quick(submitted_at=timezone.now() - timedelta(hours=5 - place)) for place in range(3)]
        on = TODAY - timedelta(days=3)
        answer = ministry.post(LIST, {"application": rows[1].pk, "number": "7", "on": str(on)})
        assert answer["Location"] == f"{LIST}?after={rows[1].pk}&on={on}"
        page = ministry.get(answer["Location"])
        assert [form.application for form in page.context["rows"]] == [rows[0], rows[2]]
        focused = [form.application for form in page.context["rows"] if "autofocus" in form["number"].as_widget()]
        assert focused == [rows[2]]
        assert {form["on"].value() for form in page.context["rows"]} == {on}

    def test_after_the_last_the_first_comes_again(self, ministry):
        first = quick()
        last = registered()
        page = ministry.get(f"{LIST}?after={last.pk}&on=x")
        assert ["autofocus" in form["number"].as_widget() for form in page.context["rows"]] == [True]
        assert page.context["rows"][0].application == first

    def test_a_refused_row_keeps_what_was_typed(self, ministry):
        first, second = quick(), quick()
        page = ministry.post(LIST, {"application": second.pk, "number": "7", "on": "кечээ"})
        assert page.status_code == 422
        forms = {form.application: form for form in page.context["rows"]}
        assert forms[second]["on"].value() == "кечээ"
        assert not forms[first].errors

    @pytest.mark.parametrize("key", ["", "x", "9" * 20, "999999"])
    def test_a_row_that_is_none_is_not_found(self, ministry, key):
        assert ministry.post(LIST, {"application": key, "number": "7", "on": str(TODAY)}).status_code == 404

    def test_every_length_asks_the_same_number_of_questions(self, ministry):
        asked = set()
        for more in (1, 2, 20):
            for _ in range(more):
                quick()
            with CaptureQueriesContext(connection) as queries:
                assert ministry.get(LIST).status_code == 200
            asked.add(len(queries))
        assert len(asked) == 1

    def focused(self, page):
        """The fields in which the keyboard stands: by name, those of rows with their application."""
        found = html.fromstring(page.text).xpath("//*[@autofocus]/@id")
        assert len(found) == 1
        return found[0]

    @pytest.mark.parametrize("words", ["{pk}", "№{pk}", "озгон"])
    def test_the_letter_in_hand_is_found_and_its_row_waits(self, ministry, words):
        quick()
        wanted = quick(organization=OrganizationFactory(full_name_ky="Өзгөн мектеби", full_name_ru="Узгенская школа"))
        page = ministry.get(LIST, {"words": words.format(pk=wanted.pk), "on": "2026-01-12"})
        assert [row.application for row in page.context["rows"]] == [wanted]
        assert self.focused(page) == f"id_{wanted.pk}_number"
        assert page.context["rows"][0]["on"].value() == date(2026, 1, 12)

    def test_whoever_searched_goes_on_searching_with_the_date(self, ministry):
        first, second = quick(), quick()
        on = TODAY - timedelta(days=3)
        given = {"application": second.pk, "number": "7", "on": str(on), "words": str(second.pk)}
        page = ministry.get(ministry.post(LIST, given)["Location"])
        assert [row.application for row in page.context["rows"]] == [first]
        assert self.focused(page) == "id_words"
        assert f'<input type="hidden" name="on" value="{on}"' in page.text

    def test_a_refused_row_stays_what_was_searched(self, ministry):
        quick()
        second = quick()
        page = ministry.post(LIST, {"application": second.pk, "number": "", "on": str(TODAY), "words": str(second.pk)})
        assert [row.application for row in page.context["rows"]] == [second]
        assert self.focused(page) == f"id_{second.pk}_number"
        assert f'<input type="hidden" name="words" value="{second.pk}"' in page.text

    def test_who_searched_in_vain_is_shown_where_else_to_look(self, ministry):
        quick()
        filed = registered()
        page = ministry.get(LIST, {"words": filed.pk})
        assert "No application without a number fits" in page.text
        assert f"/ministry/accreditations/?words={filed.pk}" in page.text
        assert self.focused(page) == "id_words"

    @pytest.mark.parametrize("query", [{"words": "x" * 101}, {"on": "кечээ"}, {"after": "x"}, {"after": "9" * 20}])
    def test_an_address_that_says_nothing_shows_all(self, ministry, query):
        application = quick()
        page = ministry.get(LIST, query)
        assert [row.application for row in page.context["rows"]] == [application]
        assert page.context["rows"][0]["on"].value() == TODAY

    def test_when_nothing_waits_it_says_so(self, ministry):
        assert "Every letter has its number" in ministry.get(LIST).text


class TestWholeList:
    def lines(self, *applications):
        return "\n".join(f"{one.pk};04-12/{place};{TODAY:%d.%m.%Y}" for place, one in enumerate(applications))

    def test_looked_at_then_confirmed(self, ministry):
        ready, done = quick(), registered("04-12/77")
        text = f"{self.lines(ready, done)}\n999999;1;{TODAY:%d.%m.%Y}\nx"
        page = ministry.post(PASTE, {"text": text})
        assert [entry.application for entry in page.context["preview"].entries] == [ready]
        reasons = [line.reason for line in page.context["preview"].refused]
        assert reasons[0].startswith("It is registered already under the number 04-12/77")
        assert reasons[1] == "There is no application with this ID."
        assert fresh(ready).state == State.SUBMITTED
        page = ministry.post(PASTE, {"text": text, "confirmed": "1"}, follow=True)
        assert "1 application is registered." in page.text
        assert fresh(ready).registration_number == "04-12/0"

    @pytest.mark.parametrize("text", ["x;y;z", "7; 04-12/7; 12.01.2026"])
    def test_the_lines_come_back_to_be_corrected(self, ministry, text):
        assert 'name="again"' in ministry.post(PASTE, {"text": text}).text
        page = ministry.post(PASTE, {"text": text, "again": "1"})
        assert (page.status_code, page.context["form"]["text"].value()) == (200, text)

    def test_a_file_is_as_good(self, ministry):
        application = quick()
        file = SimpleUploadedFile("list.csv", f"ID;№;Күнү\r\n{self.lines(application)}".encode())
        page = ministry.post(PASTE, {"file": file})
        assert [entry.application for entry in page.context["preview"].entries] == [application]

    def test_doubtful_numbers_are_left_out_unless_confirmed(self, ministry):
        registered("A-1")
        first, second, third = quick(), quick(), quick()
        text = f"{first.pk};a-1;{TODAY}\n{second.pk};b;{TODAY}\n{third.pk};B;{TODAY}"
        page = ministry.post(PASTE, {"text": text})
        assert [bool(entry.doubt) for entry in page.context["preview"].entries] == [True, True, True]
        ministry.post(PASTE, {"text": text, "confirmed": "1"})
        assert Application.objects.filter(state=State.REGISTERED).count() == 1
        ministry.post(PASTE, {"text": text, "confirmed": "1", "with_doubts": "1"})
        assert Application.objects.filter(state=State.REGISTERED).count() == 4

    def test_the_same_line_a_second_time_is_refused(self, ministry):
        application = registered("04-12/0")
        page = ministry.post(PASTE, {"text": self.lines(application)})
        assert [line.reason for line in page.context["preview"].refused] == [
            "It is registered under this number already."
        ]

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({}, "Paste the lines or choose a file."),
            ({"file": SimpleUploadedFile("x.csv", b"\xd0\x98\x98\xff")}, "The file is not a text."),
            ({"file": SimpleUploadedFile("x.csv", b"1" * 200_001)}, "too large"),
            ({"text": "1;1;02.09.2026\n" * 501}, "at most 500"),
        ],
    )
    def test_what_is_no_list_is_refused(self, ministry, given, said):
        page = ministry.post(PASTE, given)
        assert (page.status_code, said in page.text) == (422, True)

    def test_many_lines_ask_as_many_questions_as_one(self, ministry):
        many, asked = [quick() for _ in range(5)], set()
        for applications in (many[:1], many):
            with CaptureQueriesContext(connection) as queries:
                ministry.post(PASTE, {"text": self.lines(*applications)})
            asked.add(len(queries))
        assert len(asked) == 1
