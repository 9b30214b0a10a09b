"""The administrator's manual from «Авторизация» to «Арыздар менен иштөө» and «Каралоосуз кайтаруу», in a browser; the
registry's morning at the keyboard; every page of the desk as everybody sees it."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from accreditation.enums.applications import State
from accreditation.models import Label, Note, ReturnParagraph
from accreditation.services.paragraphs import load_reference as load_paragraphs
from selfassessment.services.reference import load_reference
from tests.acting import sign_in
from tests.factories.accreditation import Case, quick
from tests.factories.organizations import OrganizationFactory
from tests.factories.selfassessment import World

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
        "return": "Кароосуз кайтаруу",
        "reason": "Баш тартуунун себебин киргизиңиз",
        "attach": "Негиздемени тиркөө",
        "send": "Жөнөтүү",
        "rejected_tab": "Четке кагылгандар",
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
        "rejected_tab": "Отклоненные",
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


def heading(page):
    return page.locator("h1").inner_text()


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


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_the_desk_is_fit_for_everybody(enter, inspect, case, many, width, language):
    own = case.in_state(State.SCHEDULED)
    Note.objects.create(application=own, text="Директор менен сүйлөштүм.", by=case.administrator)
    note = own.notes.get()
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
        "paste": "/ministry/accreditations/letters/paste/",
        "assign-many": f"/ministry/accreditations/assign/?application={many.pk}&application={own.pk}",
        "labels": "/ministry/labels/",
        "label": f"/ministry/labels/{Label.objects.first().pk}/",
        "label-delete": f"/ministry/labels/{Label.objects.first().pk}/delete/",
        "paragraphs": "/ministry/return-paragraphs/",
        "paragraph": f"/ministry/return-paragraphs/{ReturnParagraph.objects.first().pk}/",
    }
    page = enter(width=width, language=language)
    for name, path in pages.items():
        page.goto(path)
        inspect(page, f"desk-{name}")
