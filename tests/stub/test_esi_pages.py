"""ЕСИ's pages as the manual describes them, and what they say when something is wrong."""

import re

import pytest

from tests.stub.conftest import Person

HEAD, TWO_PLACES = "head-school-bishkek-11", "head-school-private-bilim"


def text_of(person):
    """What can be read on the page, with the white space of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", person.page.text))


def test_the_words_of_the_manual(person):
    account = person.stub.account(HEAD)
    person.begin()
    for words in (
        "Бирдиктүү идентификациялоо тутумуна кирүү (БИС)",
        "Электрондук колтамга",
        "ID-карта (eID)",
        "Персоналдык номер",
        "14 орундуу номер Кыргыз Республикасынын жаранынын ID-картасында көрсөтүлгөн",
        "Андан ары",
        "Эсебиңиз жокпу? Кантип катталуу керек экенин билип алыңыз.",
        "«Андан ары» баскычын басуу менен, сиз Колдонуучу келишимин жана Купуялык саясатын окуп, ага макулдугуңузду",
    ):
        assert words in text_of(person)
    person.type(pin=account["pin"])
    assert person.path == "/identity/password"
    for words in ("Сыр сөздү киргизиңиз", "Сыр сөз", "Парольду унуттуңузбу?", "Андан ары", account["pin"]):
        assert words in text_of(person)
    person.type(password=account["password"])
    for words in (
        "Кирүү үчүн электрондук кол тамганы тандаңыз:",
        "Жөнөкөй электрондук кол тамга",
        "БИС идентификациясы",
        "Булуттуу санарип кол тамга",
        "Email аркылуу текшерүү кодун алуу",
        "SMS аркылуу текшерүү кодун алуу",
    ):
        assert words in text_of(person)
    person.type(signature="simple", channel="email")
    assert "Кирүү" in text_of(person)


def test_the_words_in_russian(person):
    person.begin(ui_locales="ru ky")
    for words in ("Вход в Единую систему идентификации (ЕСИ)", "Электронная подпись", "Персональный номер", "Далее"):
        assert words in text_of(person)


def test_a_chosen_language_stands_above_the_application_s_wish(person):
    person.begin(ui_locales="ru")
    person.press(person.reader.forms[0], language="ky")
    assert "Персоналдык номер" in text_of(person)
    assert "Персоналдык номер" in text_of(person.begin(ui_locales="ru"))


def test_organization_and_inn_are_masked(person):
    account = person.stub.account(HEAD)
    person.begin().type(pin=account["pin"]).type(password=account["password"])
    inn = account["cloud_signatures"][0]["inn"]
    shown = text_of(person)
    assert f"(ИНН = {inn[0]}*****{inn[-4:]})" in shown
    assert inn not in shown
    assert "У*****е «С*****я о*****я ш***а №2*1 имени" not in shown  # also the short words are masked
    assert "У*****е «С*****я о*****я ш***а №2*1 и***и Э*****а Ж*****а»" in shown
    assert re.search(r"Сертификаттын жарактуулук мөөнөтү: 20\d\d\.\d\d\.\d\d", shown)


def test_each_place_to_work_is_a_choice(person):
    account = person.stub.account(TWO_PLACES)
    person.begin().type(pin=account["pin"]).type(password=account["password"])
    assert len(person.reader.form("signature")["choices"]) == 3


def test_the_code_page_masks_where_the_code_went(person):
    account = person.stub.account(HEAD)
    person.until_code(HEAD, channel="sms")
    assert f"{account['phone'][:6]}*****{account['phone'][-2:]}" in text_of(person)
    assert account["phone"] not in person.page.text
    person.open("/identity/signature").type(signature="simple", channel="email")
    assert account["email"] not in person.page.text


def test_spaces_in_the_number_are_forgiven(person):
    pin = person.stub.account(HEAD)["pin"]
    assert person.begin().type(pin=f" {pin[:1]} {pin[1:9]}-{pin[9:]} ").path == "/identity/password"


@pytest.mark.parametrize("pin", ["", "1234567890123", "123456789012345", "1234567890123x"])
def test_a_number_of_another_shape(person, pin):
    assert person.begin().type(pin=pin).errors == ["Персоналдык номериңиздин 14 санын киргизиңиз."]
    assert person.page.status_code == 422


@pytest.mark.parametrize(
    ("slug", "error"),
    [
        ("esi-no-account", "Бул персоналдык номер боюнча эсеп катталган эмес."),
        ("esi-blocked", "Эсеп бөгөттөлгөн. Калкты тейлөө борборуна кайрылыңыз."),
    ],
)
def test_who_has_no_account_to_use(person, slug, error):
    assert person.begin().type(pin=person.stub.person(slug)["pin"]).errors == [error]


def test_an_unknown_number(person):
    assert person.begin().type(pin="10000000000000").errors == ["Бул персоналдык номер боюнча эсеп катталган эмес."]


def test_a_blocked_person_loses_session_and_tokens(person):
    token = person.sign_in(HEAD).tokens().json()["access_token"]
    assert person.userinfo(token).status_code == 200
    with person.stub.failing("person", HEAD, "blocked"):
        assert person.begin().path == "/identity/pin"
        assert person.userinfo(token).status_code == 401


def test_the_fifth_wrong_password_locks_for_a_while(person):
    account = person.stub.account(HEAD)
    person.begin().type(pin=account["pin"])
    for _attempt in range(5):
        assert person.type(password="wrong").errors == ["Сыр сөз туура эмес."]
    locked = ["Туура эмес сыр сөз өтө көп киргизилди. Беш мүнөттөн кийин аракет кылыңыз."]
    assert person.type(password=account["password"]).errors == locked


@pytest.mark.parametrize(
    ("slug", "error"),
    [
        ("signature-expired", "Сертификаттын мөөнөтү бүткөн."),
        ("signature-not-yet-valid", "Сертификаттын мөөнөтү али башталган жок."),
        ("signature-revoked", "Сертификат кайтарылып алынган."),
        ("signature-inactive", "Булуттуу кол тамга активдүү эмес. Калкты тейлөө борборуна кайрылыңыз."),
        ("signature-sms-only", "Бул кол тамга үчүн код ушул ыкма менен жөнөтүлбөйт."),
        ("signature-locked", "Туура эмес код өтө көп киргизилди. 15 мүнөттөн кийин аракет кылыңыз."),
    ],
)
def test_a_signature_that_can_not_be_used(person, slug, error):
    person.until_code(slug)
    assert (person.path, error in text_of(person)) == ("/identity/signature", True)


@pytest.mark.parametrize("slug", ["signature-not-tied", "signature-no-certificate"])
def test_who_has_no_certificate_is_offered_the_simple_signature_only(person, slug):
    account = person.stub.account(slug)
    person.begin().type(pin=account["pin"]).type(password=account["password"])
    assert person.reader.form("signature")["choices"] == ["simple"]


def test_no_choice_is_no_choice(person):
    account = person.stub.account(HEAD)
    person.begin().type(pin=account["pin"]).type(password=account["password"])
    form = person.reader.form("signature")
    assert person.press(form, channel="email").errors == ["Электрондук кол тамганы тандаңыз."]
    assert person.press(form, signature="999999", channel="email").errors == ["Электрондук кол тамганы тандаңыз."]


def test_the_third_wrong_code_locks(person):
    wrong = f"{(int(person.until_code(HEAD).sent_code(HEAD)) + 1) % 1_000_000:06d}"
    right = person.sent_code(HEAD)
    assert person.type(code=wrong).errors == ["Код туура эмес."]
    assert person.type(code=wrong).errors == ["Код туура эмес."]
    locked = ["Туура эмес код өтө көп киргизилди. 15 мүнөттөн кийин аракет кылыңыз."]
    assert person.type(code=wrong).errors == locked
    assert person.type(code=right).errors == locked


def test_a_code_works_once(person):
    assert "code" in person.sign_in(HEAD).returned
    used = person.sent_code(HEAD)
    person.session.cookies.clear()
    account = person.stub.account(HEAD)
    person.begin().type(pin=account["pin"]).type(password=account["password"])
    person.type(signature=person.reader.form("signature")["choices"][1], channel="sms")
    if used != person.sent_code(HEAD, "sms"):  # once in a million they are the same
        assert person.type(code=used).errors == ["Код туура эмес."]


def test_a_new_code_invalidates_the_old_one(person):
    old = person.until_code(HEAD).sent_code(HEAD)
    new = person.press_to("/identity/code/resend").sent_code(HEAD)
    if old != new:  # once in a million they are the same
        assert person.type(code=old).errors == ["Код туура эмес."]
    assert "code" in person.type(code=new).returned


def test_an_expired_code(person):
    code = person.until_code("signature-code-expired").sent_code("signature-code-expired")
    assert person.type(code=code).errors == ["Коддун мөөнөтү бүттү. Жаңысын сураңыз."]


@pytest.mark.parametrize("path", ["/identity/password", "/identity/signature", "/identity/code"])
def test_no_step_can_be_skipped(person, path):
    assert person.open(path).path == "/identity/pin"
    person.begin().type(pin=person.stub.account(HEAD)["pin"])
    if path != "/identity/password":
        assert person.open(path).path == "/identity/pin"


def test_another_number_forgets_the_password(person):
    account = person.stub.account(HEAD)
    person.begin().type(pin=account["pin"]).type(password=account["password"])
    person.open("/identity/pin").type(pin=person.stub.account(TWO_PLACES)["pin"])
    assert person.open("/identity/signature").path == "/identity/pin"


def test_one_browser_s_code_does_not_open_another_s_session(person, stub_server):
    code = person.until_code(HEAD).sent_code(HEAD)
    stranger = Person(stub_server)
    stranger.begin()
    assert stranger.open("/identity/code").path == "/identity/pin"
    assert "code" in person.type(code=code).returned


def test_forms_need_the_page_they_come_from(person):
    person.begin()
    form = person.reader.form("pin")
    form["fields"]["csrfmiddlewaretoken"] = "x" * 64
    assert person.press(form, pin="1").page.status_code == 403


def test_the_card_tab_explains_itself(person):
    assert "Сыноо стендинде карта окугуч жок" in text_of(person.open("/identity/card"))
