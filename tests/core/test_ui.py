"""The contracts of the components: what they refuse, what they escape, what they say."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from lxml import html

from core.templatetags import ui
from core.ui import Action, Crumb, FileItem, SortHead, Step, Tab, Task

EVIL = '<script>alert("x")</script>'
MOMENT = datetime(2022, 9, 2, 8, 3, tzinfo=UTC)


def render(source, /, **context):
    return Template(source).render(Context(context))


def parts(source, /, **context):
    return html.fromstring(f"<div>{render(source, **context)}</div>")


def words(element):
    return " ".join(element.text_content().split())


@pytest.mark.parametrize(
    "source",
    [
        '{% card titel="x" %}{% endcard %}',
        '{% badge "x" colour="red" %}',
        '{% button "x" link="/" %}',
        "{% table %}{% endtable %}",
        '{% cell "x" numeric=True %}{% endcell %}',
        '{% action label="x" %}',
        "{% tabs items %}",
        '{% confirm url="/" %}{% endconfirm %}',
    ],
)
def test_an_unknown_or_missing_attribute_is_an_error(source):
    with pytest.raises(TemplateSyntaxError):
        Template(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% badge "x" tone="purple" %}',
        '{% icon "dragon" %}',
        '{% button "x" tone="green" %}',
        '{% banner tone="loud" %}{% endbanner %}',
        '{% action label="x" url="/" method="delete" %}',
        '{% event title="x" at=at tone="accent" %}{% endevent %}',
        "{% steps steps label='x' %}",
        "{% task_list tasks %}",
    ],
)
def test_a_value_outside_the_contract_is_an_error(source):
    context = {"at": MOMENT, "steps": [Step(label="x", state="lost")], "tasks": [Task(label="x", status="x", tone="x")]}
    with pytest.raises(TemplateSyntaxError, match="must be one of"):
        render(source, **context)


@pytest.mark.parametrize("shape", [Action, Tab, Step, Task, FileItem, Crumb])
def test_a_shape_refuses_an_unknown_field(shape):
    with pytest.raises(TypeError):
        shape(label="x", url="/", colour="red")


@pytest.mark.parametrize(
    "source",
    [
        "{% badge evil %}",
        "{% button evil href=evil name=evil value=evil %}",
        "{% action label=evil url=evil reason=evil way=evil way_label=evil %}",
        "{% card title=evil %}{{ evil }}{% endcard %}",
        "{% cell label=evil %}{{ evil }}{% endcell %}",
        "{% column evil %}",
        "{% table caption=evil %}{{ evil }}{% endtable %}",
        "{% banner title=evil %}{{ evil }}{% endbanner %}",
        "{% event title=evil at=at by=evil %}{{ evil }}{% endevent %}",
        "{% inset %}{{ evil }}{% endinset %}",
        "{% summary_list card=evil %}{% endsummary_list %}",
        "{% summary_row key=evil url=evil act=evil %}{{ evil }}{% endsummary_row %}",
        "{% file_list files %}",
        "{% saved failure=evil %}",
    ],
)
def test_whatever_people_typed_is_escaped(source):
    files = [FileItem(name=EVIL, size=1, kind=EVIL, url=EVIL, status=EVIL)]
    page = render(source, evil=EVIL, at=MOMENT, files=files)
    assert "<script" not in page
    assert "&lt;script" in page


def test_markup_of_the_template_itself_is_kept_inside_a_block():
    assert parts("{% card title='x' %}<p>y</p>{% endcard %}").xpath("//section/p/text()") == ["y"]


def test_a_refused_action_says_why_and_shows_the_way():
    page = parts(
        '{% action label="Assign" url="/a" reason="No number yet." way="/n" way_label="Enter it" method="post" %}'
    )
    assert page.xpath("//form") == []
    assert page.xpath("//button/@disabled") == ["disabled"]
    assert words(page.xpath("//p")[0]) == "No number yet. Enter it"
    assert page.xpath("//p//a/@href") == ["/n"]


def test_an_allowed_action_that_changes_something_is_a_form_with_a_token():
    page = parts("{% actions items %}", items=[Action(label="Send", url="/s", method="post")], csrf_token="t" * 32)
    assert page.xpath("//form/@method") == ["post"]
    assert page.xpath("//form/@action") == ["/s"]
    assert page.xpath("//input[@name='csrfmiddlewaretoken']/@value") == ["t" * 32]


def test_a_confirmation_holds_its_consequences_its_token_and_a_way_out():
    page = parts(
        "{% confirm url='/c' label='Publish' cancel='/back' %}<p>For ever.</p>{% endconfirm %}", csrf_token="t" * 32
    )
    assert page.xpath("//form/p/text()") == ["For ever."]
    assert page.xpath("//form//a/@href") == ["/back"]
    assert page.xpath("//input[@name='csrfmiddlewaretoken']/@value") == ["t" * 32]


def test_a_cell_carries_the_label_of_its_column():
    page = parts(
        "<table><tr>{% cell 'Number' header=True %}1{% endcell %}"
        "{% cell 'Days' number=True %}7{% endcell %}</tr></table>"
    )
    assert page.xpath("//th/@data-label") == ["Number"]
    assert page.xpath("//th/@scope") == ["row"]
    assert page.xpath("//td/@data-label") == ["Days"]
    assert page.xpath("//td/@class") == ["asula-table__number"]


@pytest.mark.parametrize(
    ("sort", "now", "next_one"),
    [("name", "ascending", "-name"), ("-name", "descending", "name"), ("other", "", "name"), ("", "", "name")],
)
def test_the_head_of_a_column_turns_the_order_round(sort, now, next_one):
    head = SortHead.of(QueryDict(f"words=a&page=3&sort={sort}"), sort, ("name", "-name"))
    page = parts("<table><tr>{% column 'Name' sort=head %}</tr></table>", head=head)
    assert page.xpath("//th/@aria-sort") == ([now] if now else [])
    assert page.xpath("//th/a/@href") == [f"?words=a&sort={next_one}"]
    assert words(page.xpath("//th/a")[0]).startswith("Name")


def test_a_head_begins_with_the_order_that_people_want():
    """The newest first, not the oldest."""
    head = SortHead.of(QueryDict("tab=taken"), "name", ("old", "new"), begins="new")
    assert (head.url, head.now) == ("?tab=taken&sort=new", "")


def test_a_head_keeps_what_was_chosen_more_than_once():
    head = SortHead.of(QueryDict("kind=a&kind=b"), "", ("name", "-name"))
    assert head.url == "?kind=a&kind=b&sort=name"


def test_a_head_that_does_not_sort_is_only_its_words():
    page = parts("<table><tr>{% column 'Days' number=True %}</tr></table>")
    assert page.xpath("//th/text()") == ["Days"]
    assert page.xpath("//th/@class") == ["asula-table__number"]
    assert not page.xpath("//th/a")


def test_tabs_carry_counts_also_when_the_count_is_none_or_nought():
    tabs = [Tab(label="New", url="?a", count=0, current=True), Tab(label="Old", url="?b")]
    page = parts("{% tabs items label='Lists' %}", items=tabs)
    assert [words(link) for link in page.xpath("//a")] == ["New 0", "Old"]
    assert page.xpath("//a[@aria-current='page']/@href") == ["?a"]


def test_a_step_that_is_done_says_so_without_colour():
    steps = [Step(label="One", url="/1", state="done"), Step(label="Two", state="current"), Step(label="Three")]
    with translation.override("ky"):
        page = parts("{% steps items label='x' %}", items=steps)
    assert [words(step) for step in page.xpath("//li")] == ["Аткарылды: One", "2 Two", "3 Three"]
    assert [words(step) for step in page.xpath("//li[@aria-current='step']")] == ["2 Two"]


class _Search(forms.Form):
    words, region, state = (forms.CharField(required=False) for _field in range(3))


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        (None, True),
        ({}, True),
        ({"words": "мектеп"}, True),
        ({"region": "7"}, False),
        ({"words": "а", "state": "б"}, False),
    ],
)
def test_filters_after_the_first_are_folded_unless_they_choose_something(typed, folded):
    page = parts("{% filters form=form reset='/list/' %}", form=_Search(typed))
    assert page.xpath("//details//input/@name") == ["region", "state"]
    assert bool(page.xpath("//details[@open]")) is not folded
    assert page.xpath("//input/@name") == ["words", "region", "state"]


def test_two_filters_need_no_folding():
    class Search(forms.Form):
        words, region = (forms.CharField(required=False) for _field in range(2))

    page = parts("{% filters form=form reset='/list/' %}", form=Search({"region": "7"}))
    assert page.xpath("//details") == []
    assert page.xpath("//input/@name") == ["words", "region"]


def test_pagination_keeps_the_filters_and_says_the_total(rf):
    request = rf.get("/list/", {"region": "7", "page": "2"})
    with translation.override("ky"):
        page = parts("{% pagination page %}", request=request, page=Paginator(range(128), 25).get_page(2))
    assert words(page.xpath("//p")[0]) == "26–50, бардыгы 128"
    assert page.xpath("//a[@rel='prev']/@href") == ["?region=7&page=1"]
    assert page.xpath("//a[@rel='next']/@href") == ["?region=7&page=3"]
    assert page.xpath("//a[@aria-current]/text()") == ["2"]


def test_one_page_needs_no_links(rf):
    page = parts("{% pagination page %}", request=rf.get("/"), page=Paginator(range(7), 25).get_page(1))
    assert page.xpath("//a") == []


@pytest.mark.parametrize(
    ("size", "ky", "ru", "en"),
    [
        (912, "912 Б", "912 Б", "912 B"),
        (83_100, "81 КБ", "81 КБ", "81 KB"),
        (1_258_291, "1,2 МБ", "1,2 МБ", "1,2 MB"),
        (5 * 1024**3, "5,0 ГБ", "5,0 ГБ", "5,0 GB"),
    ],
)
def test_sizes_are_said_in_words_of_the_language(size, ky, ru, en):
    for language, expected in {"ky": ky, "ru": ru, "en": en}.items():
        with translation.override(language):
            assert ui.file_size(size) == expected.replace(" ", "\u00a0")


class Sample(forms.Form):
    name = forms.CharField()
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)

    def clean(self):
        raise forms.ValidationError("Together they make no sense.")


def test_the_summary_links_each_error_to_its_field():
    page = parts("{% error_summary %}", form=Sample({}))
    assert words(page.xpath("//li")[0]) == "Together they make no sense."
    assert page.xpath("//li/a/@href") == ["#id_name", "#id_kind_0"]


def test_several_forms_share_one_summary():
    page = parts("{% error_summary one two %}", one=Sample({}), two=Sample({}, prefix="two"))
    assert page.xpath("//li/a/@href") == ["#id_name", "#id_kind_0", "#id_two-name", "#id_two-kind_0"]


@pytest.mark.parametrize("form", [Sample(), None, "not a form"])
def test_without_errors_there_is_no_summary_and_no_prefix(form):
    assert parts("{% error_summary %}{% title_prefix %}", form=form).xpath("//div//*") == []
    assert render("{% title_prefix %}", form=form) == ""


@pytest.mark.parametrize(("language", "prefix"), [("ky", "Ката: "), ("ru", "Ошибка: "), ("en", "Error: ")])
def test_the_title_of_a_refused_form_begins_with_the_word_error(language, prefix):
    with translation.override(language):
        assert render("{% title_prefix %}", form=Sample({})) == prefix


def test_the_time_of_saving_is_said():
    with translation.override("ky"):
        assert words(parts("{% saved at=at %}", at=MOMENT).xpath("//*[@class='asula-saved__text']")[0]).startswith(
            "Сакталды "
        )
