import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from records import skeletons
from records.models import Skeleton
from records.skeletons import Text
from tests.factories.accounts import UserFactory
from tests.factories.records import EVIL, order_context

CODES = sorted({path.name.split(".")[0] for path in (settings.BASE_DIR / "templates" / "documents").glob("*.txt")})
SOURCE = "layout: order\nword: БУЙРУК\n\n# {a}\n\nText {a} and\n{b}.\n\n12. Point {b}.\n\n> Right\n\n{b}\n\n? Only {c}."


def test_a_text_has_a_head_and_blocks():
    text = Text.parse(SOURCE)
    assert text.head == {"layout": "order", "word": "БУЙРУК"}
    assert text.blocks == ("# {a}", "Text {a} and\n{b}.", "12. Point {b}.", "> Right", "{b}", "? Only {c}.")
    assert text.placeholders == {"a", "b", "c"}


def test_each_block_has_its_markup():
    assert Text.parse(SOURCE).as_html({"a": "A", "b": ["x", "y"], "c": "C"}).split("\n") == [
        "<h1>A</h1>",
        "<p>Text A and x; y.</p>",
        '<p class="point"><span class="number">12.</span>Point x; y.</p>',
        '<p class="aside">Right</p>',
        '<ul class="lines"><li>x</li><li>y</li></ul>',
        "<p>Only C.</p>",
    ]


@pytest.mark.parametrize("empty", [None, "", []])
def test_a_block_that_depends_on_an_empty_value_is_left_out(empty):
    html = Text.parse("layout: x\n\nFirst {a}.\n\n? Second {a}, {b}.").as_html({"a": "A", "b": empty})
    assert html == "<p>First A.</p>"


def test_values_are_text_never_markup_and_never_placeholders():
    html = Text.parse("layout: x\n\n{a}\n\n{b}").as_html({"a": EVIL, "b": [EVIL], "signer_name": "X"})
    assert "<img" not in html
    assert "<link" not in html
    assert html.count("&lt;img src=&quot;http") == 2
    assert html.count("{% debug %}{{ 7*7 }}{signer_name}") == 2


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("Just text", "layout"),
        ("word: x\n\ntext", "layout"),
        ("layout: x\n\nA {brace", "{"),
        ("layout: x\n\nA brace}", "}"),
        ("layout: x\n\n{Большая}", "{"),
        ("layout: x\n\n{{ a }}", "{"),
    ],
)
def test_a_text_that_can_not_be_used_is_refused_in_words(source, message):
    with pytest.raises(ValidationError) as refusal:
        Text.parse(source)
    assert message in refusal.value.messages[0]


@pytest.mark.parametrize("code", CODES)
def test_what_we_ship_is_in_both_languages_with_the_same_placeholders(code):
    wording = skeletons.shipped(code)
    assert set(wording.texts) == {"ky", "ru"}
    assert wording.texts["ky"].placeholders == wording.texts["ru"].placeholders
    assert wording.texts["ky"].head["layout"] == wording.texts["ru"].head["layout"]
    assert (settings.BASE_DIR / "templates" / "documents" / f"{wording.texts['ky'].head['layout']}.html").is_file()


@pytest.mark.parametrize("code", ["none", "../order", "a/b", ""])
def test_a_text_that_is_not_there_is_a_mistake_of_the_programmer(code):
    with pytest.raises(LookupError):
        skeletons.shipped(code)


def sources(**changes):
    folder = settings.BASE_DIR / "templates" / "documents"
    texts = {lang: (folder / f"self-assessment-order.{lang}.txt").read_text() for lang in ("ky", "ru")}
    return texts | changes


@pytest.mark.django_db
def test_the_newest_version_counts_and_older_ones_stay():
    by = UserFactory()
    assert skeletons.newest("self-assessment-order").version == skeletons.SHIPPED
    for version in (1, 2):
        texts = sources(ky=f"layout: order\nword: БУЙРУК\n\nВерсия {version}")
        Skeleton.objects.create(code="self-assessment-order", version=version, texts=texts, created_by=by)
    assert skeletons.newest("self-assessment-order").version == 2
    assert skeletons.of_version("self-assessment-order", 1).texts["ky"].blocks == ("Версия 1",)
    assert skeletons.of_version("self-assessment-order", 0) == skeletons.shipped("self-assessment-order")


def test_a_text_may_take_the_place_of_the_shipped_one():
    skeletons.check("self-assessment-order", sources(ru="layout: order\nword: ПРИКАЗ\n\n{chair} {members}"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ru": "layout: order\n\n{chair} {salary}"}, "salary"),
        ({"ru": "layout: letter\n\n{chair}"}, "The layout of a document can't be changed here."),
        ({"ru": "layout: order\n\n{chair}"}, "Lines are missing at the beginning: word."),
        ({"en": "layout: order\n\n{chair}"}, "The text is needed in each language."),
    ],
)
def test_a_text_that_asks_for_more_than_there_is_is_refused(changes, message):
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        skeletons.check("self-assessment-order", sources(**changes))
    assert message in refusal.value.messages[0]


def test_the_order_has_a_value_for_each_placeholder():
    assert skeletons.shipped("self-assessment-order").texts["ky"].placeholders <= set(order_context())
