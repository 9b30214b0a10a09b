from itertools import product

import pytest

from accounts.acting import Acting
from notifications import rules
from notifications.enums import PublicationKind
from tests.factories.accounts import UserFactory
from tests.factories.notifications import FeedbackFactory, PublicationFactory, PublicationFileFactory

pytestmark = pytest.mark.django_db
STATES = {"draft": {}, "published": {"out": True}, "withdrawn": {"withdrawn": True}}
# state, notice → what an administrator may do with it
ALLOWED = {
    ("draft", False): {"may_change", "may_put_out"},
    ("draft", True): {"may_change", "may_put_out"},
    ("published", False): {"may_change", "may_withdraw"},
    ("published", True): set(),
    ("withdrawn", False): {"may_change", "may_put_out"},
    ("withdrawn", True): set(),
}


@pytest.mark.parametrize(("state", "kind"), list(product(STATES, PublicationKind)))
def test_what_may_be_done_with_a_publication(state, kind):
    publication = PublicationFactory(kind=kind, **STATES[state])
    administrator, anybody = Acting(user=UserFactory(is_administrator=True)), Acting(user=UserFactory())
    verdicts = {name: getattr(rules, name) for name in ("may_change", "may_put_out", "may_withdraw")}
    allowed = {name for name, rule in verdicts.items() if rule.allows(administrator, publication)}
    assert allowed == ALLOWED[state, kind == PublicationKind.NOTICE]
    assert all(rule.reason(anybody, publication) for rule in verdicts.values())


@pytest.mark.parametrize(
    ("kind", "texts", "document", "complete"),
    [
        ("news", {}, False, True),
        ("news", {"text_ru": ""}, False, False),
        ("guide", {"text_ky": "", "text_ru": ""}, True, True),
        ("guide", {"text_ky": "", "text_ru": ""}, False, False),
        ("notice", {"text_ky": "", "text_ru": ""}, True, False),
    ],
)
def test_both_languages_or_a_document(kind, texts, document, complete):
    publication = PublicationFactory(kind=kind, **texts)
    if document:
        PublicationFileFactory(publication=publication)
    assert rules.is_complete.allows(None, publication) is complete


def test_a_letter_is_answered_once_and_by_the_ministry():
    assert rules.is_unanswered.allows(None, FeedbackFactory())
    assert rules.is_unanswered.reason(None, FeedbackFactory(answered=True))
    assert rules.may_answer.allows(Acting(user=UserFactory(is_administrator=True)))
    assert rules.may_answer.reason(Acting(user=UserFactory()))
