"""The ministry looks at a proof of a head: on a desk and on a telephone, in both languages."""

import pytest
from playwright.sync_api import expect

from organizations.enums import ProofState
from tests.e2e.conftest import unfold_menu
from tests.factories.accounts import UserFactory
from tests.factories.proofs import HeadProofFactory

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Шамшы Калдаяков атындагы мектеп-гимназия"
WORDS = {
    "ky": {
        "cabinet": "Министрликтин кабинети",
        "proofs": "Жетекчилердин далилдери",
        "refuse": "Далилди четке кагуу",
        "save": "Чечимди сактоо",
    },
    "ru": {
        "cabinet": "Кабинет министерства",
        "proofs": "Подтверждения руководителей",
        "refuse": "Отклонить подтверждение",
        "save": "Сохранить решение",
    },
}


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_a_proof_is_refused_with_a_reason(open_page, session_of, inspect, width, language):
    words, proof = WORDS[language], HeadProofFactory(organization__full_name_ky=NAME, organization__full_name_ru=NAME)
    administrator = UserFactory(is_administrator=True)
    page = open_page("/work/", width=width, language=language, cookies=session_of(administrator))
    expect(page.locator("h1")).to_have_text(words["cabinet"], use_inner_text=True)
    inspect(page, "ministry-home")
    unfold_menu(page, further=True)
    inspect(page, "ministry-menu")
    page.get_by_role("navigation", name=words["cabinet"]).get_by_role("link", name=words["proofs"]).click()
    inspect(page, "ministry-proofs")
    page.get_by_role("link", name=NAME).click()
    inspect(page, "ministry-proof")
    page.get_by_label(words["refuse"]).check()
    page.get_by_role("button", name=words["save"]).click()
    inspect(page, "ministry-proof-without-a-reason")
    page.locator("textarea").fill("Буйруктун мөөнөтү өткөн")
    page.get_by_role("button", name=words["save"]).click()
    page.wait_for_url("**/ministry/proofs/")
    proof.refresh_from_db()
    assert (proof.state, proof.decision) == (ProofState.REFUSED, "Буйруктун мөөнөтү өткөн")
    inspect(page, "ministry-proofs-empty")
