import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from accreditation.models import Expert, Specialist
from accreditation.services import people_names
from core import exports
from core.models import OutboxEntry
from records.models import JournalEntry
from tests.factories.accounts import new_pin
from tests.factories.organizations import DistrictFactory, OrganizationFactory
from tests.factories.people import SpecialistFactory

HEADS = "ПИН;Фамилиясы;Аты;Кызматы;Уюм;Электрондук почта"


def chosen(client, text, path="specialists"):
    """The page after this file was chosen."""
    file = SimpleUploadedFile("people.csv", text.encode("utf-8-sig"))
    return client.post(f"/ministry/{path}/import/", {"file": file})


def confirmed(client, preview, path="specialists"):
    return client.post(f"/ministry/{path}/import/confirm/", {"sealed": preview.context["sealed"]})


def row(pin=None, last="Өзгөнова", first="Айгүл", position="адис", organization="Министрлик", email=""):
    return ";".join([pin or new_pin(), last, first, position, organization, email])


def test_good_rows_are_shown_then_added_and_their_names_are_asked_for(ministry, administrator):
    pin = new_pin()
    preview = chosen(ministry, "\n".join([HEADS, row(pin), row(last="Асанова")]))
    assert preview.status_code == 200
    assert pin not in preview.text
    assert pin[:4] in preview.text
    assert not Specialist.objects.exists()
    response = confirmed(ministry, preview)
    assert response["Location"] == "/ministry/specialists/"
    assert "2 people are added." in ministry.get(response["Location"]).text
    entry = Specialist.objects.by_pin(pin).get()
    assert (entry.name, entry.position, entry.added_by) == ("Өзгөнова Айгүл", "адис", administrator)
    assert entry.name_confirmed_at is None
    assert "name not confirmed yet" in ministry.get("/ministry/specialists/").text
    assert OutboxEntry.objects.filter(kind=people_names.CONFIRM_NAME).count() == 2
    assert JournalEntry.objects.filter(action="ministry_person_imported").count() == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row(pin="12"), "PIN must have 14 digits"),
        (row(pin="2230••••••••99"), "PIN must have 14 digits"),
        (row(last=""), "Surname or first name is missing."),
        (row(position=""), "Position: Write the position."),
        (row(email="nonsense"), "E-mail: Enter a valid email address."),
    ],
    ids=["short", "masked", "no name", "no position", "no address"],  # the numbers in the rows are random
)
def test_a_refused_row_says_why_and_the_others_are_added(ministry, line, reason):
    preview = chosen(ministry, "\n".join([HEADS, line, row(last="Жакшыева")]))
    (refused,) = preview.context["refused"]
    assert refused.line == 2
    assert any(text.startswith(reason) for text in refused.reasons)
    assert "1 row is refused" in preview.text
    assert "1 row will be added" in preview.text
    confirmed(ministry, preview)
    assert [entry.last_name for entry in Specialist.objects.all()] == ["Жакшыева"]


def test_who_stands_twice_in_the_file_or_in_the_list_is_refused(ministry):
    there, pin = SpecialistFactory(), new_pin()
    preview = chosen(ministry, "\n".join([HEADS, row(pin), row(pin), row(there.person.pin)]))
    assert [row.line for row in preview.context["good"]] == [2]
    assert [list(row.reasons) for row in preview.context["refused"]] == [
        ["The same PIN stands in row 2."],
        ["This person stands in the list already."],
    ]


def test_a_file_without_good_rows_offers_no_button(ministry):
    preview = chosen(ministry, "\n".join([HEADS, row(pin="12")]))
    assert "Nobody can be added from this file" in preview.text
    assert "Add these people" not in preview.text


def test_a_file_without_the_columns_is_refused_beside_the_field(ministry):
    response = chosen(ministry, "a;b\n1;2")
    assert response.status_code == 422
    assert "does not name these columns: PIN, Surname, First name." in response.text
    assert ministry.post("/ministry/specialists/import/", {}).status_code == 422


def test_nothing_is_added_if_somebody_of_the_file_came_meanwhile(ministry):
    pin = new_pin()
    preview = chosen(ministry, "\n".join([HEADS, row(), row(pin)]))
    SpecialistFactory(person__pin=pin)
    response = confirmed(ministry, preview)
    assert response.status_code == 422
    assert "Nobody was added" in response.text
    assert Specialist.objects.count() == 1
    assert not OutboxEntry.objects.filter(kind=people_names.CONFIRM_NAME).exists()


def test_a_preview_is_its_owners_of_its_list_and_for_an_hour(ministry):
    preview = chosen(ministry, f"{HEADS}\n{row()}")
    sealed = preview.context["sealed"]
    assert ministry.post("/ministry/collegium/import/confirm/", {"sealed": sealed}).status_code == 403
    assert (
        ministry.post("/ministry/specialists/import/confirm/", {"sealed": f"{sealed[:-8]}AAAAAAA="}).status_code == 403
    )
    assert confirmed(ministry, preview).status_code == 302


def test_an_old_preview_adds_nobody(ministry, settings):
    settings.SESSION_COOKIE_AGE = 8 * 3600
    with time_machine.travel(timezone.now() - timedelta(minutes=61)):
        preview = chosen(ministry, f"{HEADS}\n{row()}")
    assert confirmed(ministry, preview).status_code == 403
    assert not Specialist.objects.exists()


def test_experts_come_with_everything(ministry):
    district = DistrictFactory()
    employer = OrganizationFactory()
    heads = (
        "ПИН;Фамилия;Имя;Должность;Организация;Электронная почта;Тип;Вид аккредитации;Уровень образования;Регион;"
        "Район проживания;Рабочие языки;ИНН места работы;Сертификат эксперта действителен до;Не больше оценок в год;x"
    )
    cells = [
        new_pin(), "Өзгөнова", "Айгүл", "методист", "Борбор", "a@mail.example", "Любой", "все", "preschool",
        district.region.name_ru, district.name_ky, "Кыргызский; Русский", employer.inn, "01.05.2027", "6", "x",
    ]  # fmt: skip
    preview = chosen(ministry, f"{heads}\n" + ";".join(f'"{cell}"' for cell in cells), "experts")
    assert [row.reasons for row in preview.context["refused"]] == []
    assert confirmed(ministry, preview, "experts").status_code == 302
    expert = Expert.objects.get()
    assert (expert.type, len(expert.kinds), expert.levels, expert.languages) == ("any", 6, ["preschool"], ["ky", "ru"])
    assert (expert.region, expert.district, expert.employer) == (district.region, district, employer)
    assert (f"{expert.certificate_valid_until:%d.%m.%Y}", expert.capacity_per_year) == ("01.05.2027", 6)


def test_a_word_that_nobody_knows_is_named(ministry):
    heads = "ПИН;Фамилия;Имя;Должность;Организация;Электронная почта;Тип;Регион;Рабочие языки"
    line = f"{new_pin()};Өзгөнова;Айгүл;методист;Борбор;a@mail.example;Любой;Атлантида;Кыргызский; "
    preview = chosen(ministry, f"{heads}\n{line}", "experts")
    assert [list(row.reasons) for row in preview.context["refused"]] == [["Unknown value: Атлантида"]]


def test_the_sample_names_the_columns_that_the_import_knows(ministry):
    content = ministry.get("/ministry/experts/import/sample/").content
    heads = [cell.value for cell in load_workbook(io.BytesIO(content)).active[1]]
    assert heads[:4] == ["PIN", "Surname", "First name", "Patronymic"]
    assert len(heads) == 17
    response = ministry.post("/ministry/experts/import/", {"file": SimpleUploadedFile("sample.xlsx", content)})
    assert response.status_code == 200
    assert (response.context["good"], response.context["refused"]) == ([], [])


def test_the_list_is_exported_as_it_is_filtered_and_without_numbers(ministry, administrator):
    seen = SpecialistFactory(last_name="Өзгөнова", position="=cmd()")
    SpecialistFactory(last_name="Башкаева")
    SpecialistFactory(last_name="Өзгөнбаев", blocked=True)
    response = ministry.post("/ministry/specialists/export/", {"format": "csv", "words": "озгон"})
    text = response.content.decode("utf-8-sig")
    assert response["Content-Disposition"].startswith("attachment")
    assert (len(text.splitlines()), seen.person.pin in text) == (2, False)
    assert f"{seen.pk};{seen.person.pin.masked};Өзгөнова" in text
    assert "'=cmd()" in text
    entry = JournalEntry.objects.get(action="ministry_people_exported")
    assert (entry.by_id, entry.changes) == (administrator.pk, {"list": "specialist", "rows": 1, "format": "csv"})


@pytest.mark.parametrize("kind", exports.Kind)
def test_blocked_people_are_exported_from_their_tab(ministry, kind):
    SpecialistFactory()
    left = SpecialistFactory(blocked=True)
    response = ministry.post("/ministry/specialists/export/", {"format": kind.value, "tab": "blocked"})
    assert response["Content-Type"] == kind.content_type
    if kind is exports.Kind.CSV:
        assert left.last_name in response.content.decode("utf-8-sig").splitlines()[1]


def test_an_unknown_format_does_not_exist(ministry):
    assert ministry.post("/ministry/specialists/export/", {"format": "pdf"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 20])
def test_an_export_costs_the_same_whatever_its_length(ministry, django_assert_num_queries, count):
    SpecialistFactory.create_batch(count)
    ministry.get("/ministry/specialists/")
    with django_assert_num_queries(9):
        ministry.post("/ministry/specialists/export/", {"format": "csv"})
