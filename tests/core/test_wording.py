"""Our catalogue says in good Kyrgyz what Django would say to the people who fill our forms."""

import gettext
from pathlib import Path

import django
import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from core.wording import COUNTED_SENTENCES, SENTENCES

CATALOGUES = Path(django.__file__).parent / "conf" / "locale"
DJANGOS_OWN = {entry.msgid for entry in polib.pofile(str(CATALOGUES / "en" / "LC_MESSAGES" / "django.po"))}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_is_still_one_of_django(sentence):
    assert sentence in DJANGOS_OWN


@pytest.mark.parametrize("sentence", SENTENCES)
def test_our_kyrgyz_replaces_that_of_django(sentence):
    shipped = gettext.translation("django", CATALOGUES, ["ky"])
    with translation.override("ky"):
        assert _(sentence) not in {sentence, shipped.gettext(sentence)}


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("ky", "Жок дегенде 2 белги керек, азыр 1."),
        ("ru", "Нужно хотя бы 2 символа, сейчас 1."),
        ("en", "Ensure this value has at least 2 characters (it has 1)."),
    ],
)
def test_counted_sentences_count_in_the_way_of_the_language(language, message):
    with translation.override(language):
        assert COUNTED_SENTENCES[0] % {"limit_value": 2, "show_value": 1} == message
