"""The administrator's manual from «Авторизация» to «Арыздар менен иштөө» and «Каралоосуз кайтаруу», in a browser; the
registry's morning at the keyboard; every page of the desk as everybody sees it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.csp import CSP
from playwright.sync_api import expect

from accreditation.enums.applications import State
from accreditation.models import Application, Export, Label, Note, ReturnParagraph
from accreditation.selectors.desk import without_number
from accreditation.services.paragraphs import load_reference as load_paragraphs
from core.identifiers import Pin
from integrations.adapters import adapter
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.e2e.test_sign_in import choose_entry, sign_in_at_esi
from tests.factories.accounts import UserFactory
from tests.factories.accreditation import Case, quick
from tests.factories.draw import experts
from tests.factories.organizations import OrganizationFactory
from tests.factories.selfassessment import World
from tests.files import pdf
from tests.stub_process import CLIENT_SECRET, running_stub

pytestmark = pytest.mark.django_db(transaction=True)

ADMINISTRATOR = "administrator-1"
LONG_NAME = (
    "Жалал-Абад облусунун Токтогул районундагы Шамшы Калдаяков атындагы жалпы орто билим берүү уюму (мектеп-гимназия)"
)
SHORT_NAME = "Ш. Калдаяков атындагы мектеп-гимназия"
WORDS = {
    "ky": {
        "admin": "АККФ Админ",
        "section": "Аккредитациялар (А)",
        "tab": "Арыздар",
        "taken_tab": "Каралып жаткандар",
        "letter": "СЭД номерин көрсөтүү",
        "number": "Документтин номери",
        "on": "Каттоо датасы",
        "confirm": "Ырастоо",
        "assign": "Дайындоо",
        "needed": "СЭД номери керек",
        "choose": "Адисти тандаңыз",
        "save": "Сактоо",
        "period": "Тышкы баалоонун мөөнөтү",
        "starts": "Тышкы баалоонун башталган күнү",
        "ends": "Тышкы баалоонун аяктаган күнү",
        "take": "Кароого алуу",
        "return": "Каралоосуз кайтаруу",
        "reason": "Баш тартуунун себебин киргизиңиз",
        "attach": "Негиздемени тиркөө",
        "send": "Жөнөтүү",
    },
    "ru": {
        "admin": "Админ",
        "section": "Аккредитации (А)",
        "tab": "Заявки",
        "taken_tab": "На рассмотрении",
        "letter": "Указать № с СЭД",
        "number": "Номер документа",
        "on": "Дата регистрации",
        "confirm": "Подтвердить",
        "assign": "Назначить",
        "needed": "Нужен № в СЭД",
        "choose": "Выберите специалиста",
        "save": "Сохранить",
        "period": "Период проведения внешней оценки",
        "starts": "Дата начала внешней оценки",
        "ends": "Дата завершения внешней оценки",
        "take": "Взять на рассмотрение",
        "return": "Вернуть без рассмотрения",
        "reason": "Введите причину отказа",
        "attach": "Прикрепить обоснование",
        "send": "Отправить",
    },
}


@pytest.fixture
def case():
    load_reference()
    load_paragraphs()
    school = OrganizationFactory(
        full_name_ky=LONG_NAME, full_name_ru=LONG_NAME, short_name_ky=SHORT_NAME, short_name_ru=SHORT_NAME
    )
    return Case(World(school))


@pytest.fixture
def enter(open_page, client, case):
    """A function that opens a page of the ministry as its administrator, or as somebody else."""

    def enter(path="/ministry/accreditations/", *, user=None, **options):
        sign_in(client, user or case.administrator, place_key="administrator")
        name = django_settings.SESSION_COOKIE_NAME
        return open_page(path, cookies=[{"name": name, "value": client.cookies[name].value}], **options)

    return enter


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.fixture
def many(case):
    """A desk with something in every list."""
    quick()
    quick(organization=OrganizationFactory(full_name_ky=LONG_NAME, full_name_ru=LONG_NAME))
    waiting = quick(State.REGISTERED)
    for days in (-3, 2):
        quick(State.ASSIGNED, specialist=case.specialist, due_on=timezone.localdate() + timedelta(days=days))
    for state in (State.INVITING, State.EVALUATED, State.ACCREDITED, State.DECLINED):
        quick(state, specialist=case.specialist)
    for name, tone in (("Шашылыш", "warning"), ("Директорго чалуу керек", "accent")):
        Label.objects.create(name=name, tone=tone).applications.add(waiting)
    return waiting


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_every_page_of_the_desk_is_fit_for_everybody(enter, inspect, case, many, width, language):
    own = case.in_state(State.SCHEDULED)
    Note.objects.create(application=own, text="Директор менен сүйлөштүм.", by=case.administrator)
    note = own.notes.get()
    long_export = Export.objects.create(
        owner=case.administrator, kind="xlsx", query="tab=taken", language="ky", rows=700
    )
    here = f"/ministry/accreditations/{own.pk}/"
    pages = {
        "list": "/ministry/accreditations/",
        "overdue": "/ministry/accreditations/?queue=overdue",
        "nothing": "/ministry/accreditations/?words=жок&sort=due",
        "considered": "/ministry/accreditations/?tab=considered",
        "application": here,
        "answers": f"{here}answers/",
        "letter": f"{here}letter/",
        "assign": f"{here}assign/",
        "period": f"{here}period/",
        "take": f"{here}take/",
        "return": f"{here}return/",
        "note-delete": f"{here}notes/{note.pk}/delete/",
        "letters": "/ministry/accreditations/letters/",
        "letters-found": f"/ministry/accreditations/letters/?words={LONG_NAME.split()[0]}",
        "letters-nothing": "/ministry/accreditations/letters/?words=жок",
        "paste": "/ministry/accreditations/letters/paste/",
        "assign-many": f"/ministry/accreditations/assign/?application={many.pk}&application={own.pk}",
        "labels": "/ministry/labels/",
        "label": f"/ministry/labels/{Label.objects.first().pk}/",
        "label-delete": f"/ministry/labels/{Label.objects.first().pk}/delete/",
        "export": f"/ministry/accreditations/exports/{long_export.pk}/",
        "paragraphs": "/ministry/return-paragraphs/",
        "paragraph": f"/ministry/return-paragraphs/{ReturnParagraph.objects.first().pk}/",
    }
    page = enter(width=width, language=language)
    for name, path in pages.items():
        page.goto(path)
        inspect(page, f"desk-{name}")


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.usefixtures("many")
def test_the_list_fits_every_width(enter, inspect, language):
    page = enter(language=language)
    for width in (320, 640, 768, 1024, 1279, 1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        inspect(page, "desk-list")


@pytest.fixture
def stub(live_server, settings, tmp_path):
    """ЕСИ, to which the administrators of the demonstration come."""
    with running_stub(tmp_path / "stub.log", sites=live_server.url) as stub:
        settings.ESI_ISSUER, settings.ESI_CLIENT_SECRET = stub.url, CLIENT_SECRET
        settings.SECURE_CSP = settings.SECURE_CSP | {"form-action": [CSP.SELF, stub.url]}
        adapter.cache_clear()
        cache.clear()
        UserFactory(pin=Pin(stub.account(ADMINISTRATOR)["pin"]), is_administrator=True)
        yield stub


def row_of(page, application):
    link = page.get_by_role("link", name=str(application.pk), exact=True)
    return page.get_by_role("row").filter(has=link)


def enters_the_number(page, words, application, inspect):
    """«Указать № с СЭД» → number and date → «Подтвердить»; until then nobody can be assigned."""
    row = row_of(page, application)
    expect(row.get_by_role("button", name=words["assign"])).to_be_disabled()
    expect(row).to_contain_text(words["needed"], use_inner_text=True)
    inspect(page, "manual-requests")
    row.get_by_role("button", name=words["letter"]).click()
    page.get_by_label(words["number"]).fill("04-12/1523")
    page.get_by_label(words["on"]).fill(day(0))
    inspect(page, "manual-letter")
    page.get_by_role("button", name=words["confirm"], exact=True).click()
    page.wait_for_url(f"**/accreditations/{application.pk}/")


def assigns(page, words, application, specialist, inspect):
    """«Назначить» → the list of specialists → «Сохранить»."""
    page.goto("/ministry/accreditations/")
    row_of(page, application).get_by_role("button", name=words["assign"]).click()
    expect(page.get_by_role("group", name=words["choose"])).to_have_count(1)
    page.get_by_label(specialist.name).check()
    inspect(page, "manual-assign")
    page.get_by_role("button", name=words["save"], exact=True).click()
    page.wait_for_url(f"**/accreditations/{application.pk}/")


def takes(page, words, application, inspect):
    """Period of evaluation → «Сохранить» → «Взять на рассмотрение»."""
    expect(page.get_by_role("button", name=words["take"])).to_be_disabled()
    page.get_by_role("button", name=words["period"]).click()
    page.get_by_label(words["starts"]).fill(day(14))
    page.get_by_label(words["ends"]).fill(day(24))
    page.get_by_role("button", name=words["save"], exact=True).click()
    page.wait_for_url(f"**/accreditations/{application.pk}/")
    page.get_by_role("button", name=words["take"]).click()
    page.wait_for_url("**/take/")
    inspect(page, "manual-take")
    page.get_by_role("button", name=words["take"]).click()
    page.wait_for_url(f"**/accreditations/{application.pk}/")
    inspect(page, "manual-taken")
    page.goto("/ministry/accreditations/")
    page.get_by_role("link", name=words["taken_tab"]).click()
    expect(row_of(page, application)).to_have_count(1)


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_the_manual_from_authorization_to_taking(case, open_page, stub, inspect, width, language):
    words, application = WORDS[language], case.submitted()
    experts()
    page = open_page(width=width, language=language, also=[stub.url])
    choose_entry(page, words["admin"], language)
    sign_in_at_esi(page, stub, ADMINISTRATOR, simple=True)
    page.get_by_role("link", name=words["section"]).first.click()
    expect(page.locator("h1")).to_have_text(words["section"], use_inner_text=True)
    expect(page.get_by_role("link", name=words["tab"]).first).to_have_attribute("aria-current", "page")
    enters_the_number(page, words, application, inspect)
    assigns(page, words, application, case.specialist, inspect)
    takes(page, words, application, inspect)
    application.refresh_from_db()
    assert (application.state, application.registration_number) == (State.INVITING, "04-12/1523")


@pytest.mark.parametrize(("width", "language", "scripts"), [(360, "ru", True), (1280, "ky", False)])
def test_an_application_is_returned_without_consideration(case, enter, inspect, tmp_path, width, language, scripts):
    words, application = WORDS[language], case.assigned()
    paper = tmp_path / "кат.pdf"
    paper.write_bytes(pdf())
    page = enter(f"/ministry/accreditations/{application.pk}/", width=width, language=language, scripts=scripts)
    page.get_by_role("button", name=words["return"]).click()
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(page).to_have_title(re.compile("^(Ката|Ошибка)"))
    page.get_by_label(words["reason"]).fill("Арыз туура эмес уюмдан келди.")
    expect(page.get_by_text(words["attach"]).first).to_be_visible()
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_role("button", name=words["send"], exact=True).click()
    page.wait_for_url(f"**/accreditations/{application.pk}/")
    if scripts:
        inspect(page, "manual-returned")
    expect(page.locator("main")).to_contain_text("кат.pdf", use_inner_text=True)
    page.goto("/ministry/accreditations/?tab=rejected")
    expect(row_of(page, application)).to_have_count(1)
    application.refresh_from_db()
    assert application.state == State.DECLINED


def test_a_specialist_flags_what_has_to_be_corrected(case, enter, inspect):
    application = case.assigned()
    page = enter(f"/ministry/accreditations/{application.pk}/return/", user=case.specialist.person, language="ru")
    page.get_by_label("Организация исправит отмеченное").check()
    page.get_by_label("Недостаточно доказательств").check()
    page.locator("summary").get_by_text("Что нужно исправить").click()
    page.locator("input[name=answers]").nth(1).check()
    inspect(page, "return-flagged")
    page.get_by_role("button", name="Отправить", exact=True).click()
    page.wait_for_url(f"**/accreditations/{application.pk}/")
    application.refresh_from_db()
    assert application.state == State.RETURNED
    returned = application.returns.get()
    assert "далилдер" in returned.reason.lower()
    assert "Доказательства, приложенные" in returned.reason
    assert returned.correction.answers.count() == 1
    page.goto("/ministry/accreditations/?queue=waiting")
    expect(row_of(page, application)).to_have_count(1)


def stands_in(page, field):
    """The keyboard stands in this field."""
    expect(page.locator(f"#{field}")).to_be_focused()


def files_in_the_row(page, application, number):
    stands_in(page, f"id_{application.pk}_number")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**after={application.pk}**")


def looks_for(page, application):
    """What the clerk does with a letter in hand: its ID, Enter."""
    stands_in(page, "id_words")
    page.keyboard.type(str(application.pk))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**words={application.pk}**")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_registry_files_a_morning_of_letters_by_keyboard(case, enter, scripts):
    """Number, Enter, number, Enter: the cursor stands in the next row, the date stays. Letters in another order are
    found by their ID. Nobody touches the mouse."""
    applications = [quick(submitted_at=timezone.now() - timedelta(hours=9 - place)) for place in range(5)]
    first, second, third, fourth, fifth = applications
    page = enter("/ministry/accreditations/letters/", scripts=scripts)
    stands_in(page, f"id_{first.pk}_number")
    page.locator(f"#id_{first.pk}_on").fill(day(-1))
    page.locator(f"#id_{first.pk}_number").focus()
    files_in_the_row(page, first, "04-12/0")
    files_in_the_row(page, second, "04-12/1")
    stands_in(page, f"id_{third.pk}_number")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    for application, number in ((fifth, "04-12/4"), (third, "04-12/2"), (fourth, "04-12/3")):
        looks_for(page, application)
        files_in_the_row(page, application, number)
    expect(page.get_by_text("Бардык каттардын номери бар")).to_be_visible()
    found = Application.objects.order_by("pk").values_list("registration_number", "registered_on")
    assert list(found) == [(f"04-12/{place}", timezone.localdate() - timedelta(days=1)) for place in range(5)]


def test_fifty_letters_are_pasted_by_keyboard(case, enter, inspect):
    applications = [quick() for _place in range(50)]
    lines = "\n".join(
        f"{row.pk}\t04-12/{place}\t{timezone.localdate():%d.%m.%Y}" for place, row in enumerate(applications)
    )
    page = enter("/ministry/accreditations/letters/paste/", language="ru")
    stands_in(page, "id_text")
    page.keyboard.insert_text(lines)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(50)
    inspect(page, "letters-preview")
    page.get_by_role("button", name="Подтвердить").press("Enter")
    page.wait_for_url("**/letters/")
    assert not without_number(case.by_administrator).exists()


def test_a_refused_number_keeps_the_cursor_in_its_row(case, enter):
    quick(State.REGISTERED, registration_number="04-12/7", registered_on=timezone.localdate())
    _first, second = quick(), quick()
    page = enter("/ministry/accreditations/letters/", language="ru")
    page.locator(f"#id_{second.pk}_number").fill("04-12/7")
    page.keyboard.press("Enter")
    expect(page.locator(f"#row-{second.pk}")).to_contain_text(
        "Этот номер в том же году уже у заявки", use_inner_text=True
    )
    stands_in(page, f"id_{second.pk}_number")
    page.get_by_label("Всё равно зарегистрировать под этим номером").check()
    page.locator(f"#id_{second.pk}_number").press("Enter")
    page.wait_for_url("**after=**")
    second.refresh_from_db()
    assert second.registration_number == "04-12/7"


def test_what_arrives_is_counted_and_offered_and_nothing_moves(case, enter):
    first = quick()
    page = enter()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(page.locator("#count-requests")).to_have_text("1", use_inner_text=True)
    new = quick()
    page.evaluate("htmx.trigger('#news', 'look')")
    page.locator(".asula-news__line").wait_for()
    expect(page.locator("#count-requests")).to_have_text("2", use_inner_text=True)
    expect(rows).to_have_count(1)
    page.locator(".asula-news__line a").click()
    for application in (first, new):
        expect(row_of(page, application)).to_have_count(1)


def test_an_application_that_was_opened_is_not_new_any_more(case, enter):
    application = quick()
    page = enter()
    expect(row_of(page, application)).to_contain_text("жаңы", use_inner_text=True)
    with page.expect_response("**/seen/"):
        page.goto(f"/ministry/accreditations/{application.pk}/")
    page.goto("/ministry/accreditations/")
    expect(row_of(page, application)).not_to_contain_text("жаңы", use_inner_text=True)
