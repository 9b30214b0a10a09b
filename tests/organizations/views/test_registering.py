import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.acting import Acting
from integrations.errors import UnexpectedResponse
from integrations.legal_entity_registry import EntityState, legal_entity_registry
from integrations.registries import AccessDenied, NotFound, RegistryFault, RegistryUnavailable
from organizations.models import Organization, Registration
from organizations.services import registering
from tests.acting import sign_in
from tests.factories.accounts import UserFactory, new_inn, new_pin
from tests.factories.organizations import OrganizationFactory, RegistrationFactory
from tests.organizations.filling import DATA, fill

pytestmark = pytest.mark.django_db
START, PARTS, SECTION = "/organization/register/", "/organization/register/parts/", "/organization/register/section/"
DONE, PROFILE = "/organization/register/done/", "/organization/profile/"
PAGES = [f"{PARTS}{part}/" for part in ("data", "head", "additions", "documents", "bank")]


@pytest.fixture
def acting(director, inn):
    return Acting(user=director, signature="cloud", organization_inn=inn, organization_name="Средняя школа №5")


@pytest.fixture
def begun(acting, justice):
    return registering.begin(acting=acting)


@pytest.fixture
def filled(begun, acting):
    return fill(begun, acting)


def text(response):
    return response.content.decode()


class TestStart:
    def test_the_sentence_and_the_buttons_are_those_of_the_manual(self, signed_in):
        page = text(signed_in.get(START))
        assert "Сиздин уюм системага катталган эмес, каттоодон өтүүнү суранабыз!" in page
        assert page.index("Каттоодон өтүү") > 0
        assert "Башкы бетке кайтуу" in page

    def test_in_russian_too(self, signed_in):
        signed_in.cookies["language"] = "ru"
        page = text(signed_in.get(START))
        assert (
            "Ваша организация не зарегистрирована в системе, для получения доступа просим пройти регистрацию!" in page
        )
        assert "Пройти регистрацию" in page
        assert "Вернуться на главную страницу" in page

    def test_the_number_is_masked_and_the_certificates_name_shown(self, signed_in, inn):
        page = text(signed_in.get(START))
        assert inn.masked in page
        assert inn not in page
        assert "Средняя школа №5 (сертификат)" in page

    def test_the_simple_signature_is_told_what_is_needed(self, client, director):
        sign_in(client, director)
        response = client.get(START)
        assert response.status_code == 200
        assert "булуттуу" in text(response)
        assert '<form method="post">' not in text(response)
        assert client.post(START).status_code == 403
        assert not Registration.objects.exists()

    def test_nobody_registers_without_signing_in(self, client):
        response = client.get(START)
        assert response.status_code == 302
        assert response.url.startswith(reverse("sign_in"))

    @pytest.mark.usefixtures("justice")
    def test_the_button_begins_and_leads_to_the_parts(self, signed_in, inn):
        response = signed_in.post(START)
        assert (response.status_code, response.url) == (302, PARTS)
        assert Registration.objects.by_inn(inn).exists()

    @pytest.mark.usefixtures("begun")
    def test_who_comes_back_goes_on(self, signed_in):
        assert "Каттоону улантуу" in text(signed_in.get(START))

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_registered_organization_leads_to_its_profile(self, signed_in, inn, method):
        school = OrganizationFactory(inn=inn)
        response = getattr(signed_in, method)(START)
        assert (response.status_code, response.url) == (302, PROFILE)
        assert signed_in.session["place"]["organization_id"] == school.pk

    def test_it_is_not_asked_without_end(self, signed_in, settings):
        settings.REGISTER_QUESTIONS = "3/hour"
        answers = [signed_in.post(START, {"again": "1"}).status_code for _press in range(4)]
        assert answers == [302, 302, 302, 429]
        assert len(legal_entity_registry().asked) == 3


FAILURES = {
    "answers": (None, {}),
    "is silent": (RegistryUnavailable(), {}),
    "is closed to us": (AccessDenied(), {}),
    "is confused": (RegistryFault("Server.ServerProxy.NetworkError"), {}),
    "talks nonsense": (UnexpectedResponse("html"), {}),
    "does not know us": (NotFound(), {}),
    "says liquidated": (None, {"state": EntityState.LIQUIDATED, "note": "ликвидирована"}),
    "says reorganized": (None, {"state": EntityState.REORGANIZED, "note": "кайра уюштурулган"}),
    "names another head": (None, {"head_name": "Бектуров Нурлан", "head_pin": new_pin()}),
    "names no head": (None, {"head_name": "", "head_pin": None}),
    "leaves out his number": (None, {"head_pin": None}),
    "leaves all empty": (None, {"full_name_ky": "", "full_name_ru": "", "ownership": None, "okpo": "", "note": ""}),
}
STOPS = {"does not know us": "Реестр бул ИННди билбейт", "says liquidated": "Уюм жоюлган"}
SAYS = {
    "answers": "Аткарылды",
    "is silent": "жооп бербей жатат",
    "is closed to us": "жооп бербей жатат",
    "is confused": "жооп бербей жатат",
    "talks nonsense": "жооп бербей жатат",
    "says reorganized": "кайра уюштурулган",
    "names another head": "Уюмду жетектегениңиздин далили",
    "names no head": "Жетекчинин аты-жөнү",
    "leaves out his number": "Аткарылды",
    "leaves all empty": "Мамлекеттик тилдеги толук аталышы",
}


@pytest.mark.parametrize("failure", FAILURES)
class TestEachFailureOfTheRegister:
    @pytest.fixture
    def browser(self, signed_in, justice, inn, director, failure):
        error, fields = FAILURES[failure]
        known = {"head_name": director.get_full_name(), "head_pin": director.pin, "ownership": "3"} | fields
        justice.add(inn, known.pop("full_name_ky", "№5 орто мектеп"), **known)
        justice.down = error
        assert signed_in.post(START).status_code == 302
        return signed_in

    def test_meets_a_page_that_says_what_to_do(self, browser, failure):
        response = browser.get(PARTS)
        assert response.status_code == 200
        assert (STOPS | SAYS)[failure] in text(response)
        if failure in STOPS:
            assert "Эмне кылуу керек" in text(response)

    @pytest.mark.parametrize("page", [*PAGES, SECTION])
    def test_every_page_opens_or_leads_back_to_the_explanation(self, browser, failure, page):
        response = browser.get(page)
        if failure in STOPS or page == SECTION:
            assert (response.status_code, response.url) == (302, PARTS)
        else:
            assert response.status_code == 200

    @pytest.mark.parametrize("page", [*PAGES, SECTION])
    def test_no_page_breaks_when_anything_is_posted(self, browser, page):
        assert browser.post(page, {"seen": "{", "okpo": "\x00", "sections": "both"}).status_code in {302, 422}

    def test_a_new_question_is_possible(self, browser, justice, inn, director):
        justice.down = None
        justice.add(inn, "№5 орто мектеп", ownership="3", head_name="Х", head_pin=director.pin)
        browser.post(START, {"again": "1"})
        assert "Аткарылды" in text(browser.get(PARTS))


class TestParts:
    def test_without_a_registration_the_way_leads_to_its_start(self, signed_in):
        for page in (PARTS, *PAGES, SECTION):
            assert signed_in.get(page).url == START

    @pytest.mark.usefixtures("begun")
    def test_a_button_that_cannot_be_used_yet_explains_itself(self, signed_in):
        page = text(signed_in.get(PARTS))
        assert '<button class="govuk-button" type="button" disabled aria-disabled="true">Каттоо</button>' in page
        assert "Айрым бөлүктөр али бүтө элек." in page
        assert f'href="{PARTS}additions/"' in page

    @pytest.mark.usefixtures("filled")
    def test_when_all_is_there_it_leads_to_the_systems(self, signed_in):
        page = text(signed_in.get(PARTS))
        assert f'<a class="govuk-button" href="{SECTION}"' in page
        assert "Долбоор" in page

    @pytest.mark.usefixtures("begun")
    def test_the_number_stands_nowhere_in_full(self, signed_in, inn, director):
        for page in (START, PARTS, *PAGES):
            content = text(signed_in.get(page))
            assert inn not in content
            assert director.pin not in content

    @pytest.mark.usefixtures("filled")
    def test_a_silent_register_is_told_again(self, signed_in, justice):
        Registration.objects.update(register_answered_at=None)
        justice.down = RegistryUnavailable()
        Registration.objects.update(outcome="unavailable")
        response = signed_in.post(START, {"again": "1"}, follow=True)
        assert "Реестр бул жолу да жооп берген жок" in text(response)

    def test_another_organizations_registration_is_not_there(self, client, begun):
        sign_in(client, UserFactory(), inn=new_inn())
        assert client.get(PARTS).url == START
        assert begun.pk


class TestSections:
    def test_before_all_is_there_it_cannot_be_reached(self, signed_in, begun):
        assert signed_in.get(SECTION).url == PARTS
        response = signed_in.post(SECTION, {"sections": "accreditation"}, follow=True)
        assert "Устав" in text(response)
        assert not Organization.objects.exists()
        assert begun.pk

    @pytest.mark.usefixtures("filled")
    def test_a_public_school_has_accreditation_only_and_is_told_why(self, signed_in):
        page = text(signed_in.get(SECTION))
        assert "Аккредитация" in page
        assert 'value="licensing"' not in page
        assert "Мамлекеттик жана муниципалдык уюмдар аккредитациядан гана өтөт" in page
        assert signed_in.post(SECTION, {"sections": "licensing"}).status_code == 422
        assert not Organization.objects.exists()

    def test_a_private_one_may_choose_both(self, signed_in, justice, inn, director, acting):
        justice.add(inn, "Жеке мектеп", ownership="1", head_name="Х", head_pin=director.pin)
        fill(registering.begin(acting=acting), acting)
        assert 'value="licensing"' in text(signed_in.get(SECTION))
        signed_in.post(SECTION, {"sections": ["licensing", "accreditation"]})
        assert Organization.objects.get().sections == ["accreditation", "licensing"]

    @pytest.mark.usefixtures("filled")
    def test_nothing_chosen_is_asked_for(self, signed_in):
        response = signed_in.post(SECTION)
        assert response.status_code == 422
        assert "Ката" in text(response).partition("<title>")[2][:20]

    @pytest.mark.usefixtures("filled")
    def test_the_last_step_registers_and_opens_the_cabinet(self, signed_in):
        response = signed_in.post(SECTION, {"sections": "accreditation"})
        assert (response.status_code, response.url) == (302, DONE)
        school = Organization.objects.get()
        assert signed_in.session["place"]["organization_id"] == school.pk
        page = text(signed_in.get(DONE))
        assert "Уюм катталды" in page
        assert escape(school.full_name_ky) in page
        assert "Уюмдун профили" in page

    @pytest.mark.usefixtures("filled")
    def test_a_second_press_lands_politely_in_the_profile(self, signed_in):
        signed_in.post(SECTION, {"sections": "accreditation"})
        for page, data in ((SECTION, {"sections": "accreditation"}), (f"{PARTS}bank/", {"bank": "x"}), (START, {})):
            response = signed_in.post(page, data, follow=True)
            assert response.redirect_chain[-1] == (PROFILE, 302)
        assert Organization.objects.count() == 1

    def test_what_waits_for_the_register_is_said_at_the_end(self, signed_in, justice, acting):
        justice.down = RegistryUnavailable()
        fill(registering.begin(acting=acting), acting, **DATA)
        signed_in.post(SECTION, {"sections": "accreditation"})
        assert "тастыктала элек" in text(signed_in.get(DONE))
        assert text(signed_in.get(PROFILE)).count("тастыктала элек") == len(DATA) + 1

    def test_without_an_organization_there_is_no_confirmation(self, signed_in):
        assert signed_in.get(DONE).url == START


@pytest.mark.parametrize("page", [START, PARTS, *PAGES, SECTION, DONE])
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(signed_in, page, method):
    RegistrationFactory()
    assert getattr(signed_in, method)(page).status_code == 405


def test_the_parts_are_drawn_in_a_constant_number_of_queries(signed_in, filled, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        signed_in.get(PARTS)
    assert filled.pk
