"""Fields as people meet them: named, explained, counted, and refused in words."""

import pytest
from django import forms
from django.utils import translation
from lxml import html

from core.forms import CountedTextField, count_characters


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the register <b>.")
    on = forms.DateField(label="Day")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect, help_text="Choose.")
    text = CountedTextField(label="Text", limit=5)
    site = forms.CharField(label="Site", required=False)
    agreed = forms.BooleanField(label="Agreed")


def page_of(form):
    return html.fromstring(f"<form>{form}</form>")


def described(page, control):
    """The texts that a screen reader says about a control."""
    ids = control.get("aria-describedby", "").split()
    return [" ".join(page.get_element_by_id(i).text_content().split()) for i in ids]


def test_each_control_has_a_label_and_each_group_a_legend():
    page = page_of(Sample())
    for control in page.xpath("//input[not(@type='hidden')] | //textarea | //select"):
        assert page.xpath(f"//label[@for='{control.get('id')}']"), control.get("name")
    assert [legend.text_content().strip() for legend in page.xpath("//legend")] == ["Kind"]


def test_hint_and_error_are_said_with_the_control():
    with translation.override("ru"):
        page = page_of(Sample({"text": "abc"}))
        field, group = page.get_element_by_id("id_name"), page.xpath("//fieldset")[0]
        text = page.get_element_by_id("id_text")
    assert described(page, field) == ["As in the register <b>.", "Ошибка: Заполните это поле."]
    assert described(page, group) == ["Choose.", "Ошибка: Заполните это поле."]
    assert described(page, text) == ["Всего символов: 3/5"]
    assert field.get("aria-invalid") == "true"
    assert "govuk-input--error" in field.get("class")


def test_what_was_typed_is_shown_again():
    page = page_of(Sample({"name": '"Ак-Босого"', "on": "2022-09-02", "kind": "a", "text": "long text"}))
    assert page.get_element_by_id("id_name").value == '"Ак-Босого"'
    assert page.get_element_by_id("id_on").value == "2022-09-02"
    assert page.get_element_by_id("id_kind_0").checked
    assert page.get_element_by_id("id_text").value.strip() == "long text"


def test_optional_fields_are_marked_unless_the_form_says_otherwise():
    class Quiet(Sample):
        optional_marks = False

    with translation.override("ky"):
        assert [mark.text for mark in page_of(Sample()).xpath("//*[@class='asula-optional']")] == [
            "(толтуруу милдеттүү эмес)"
        ]
        assert page_of(Quiet()).xpath("//*[@class='asula-optional']") == []


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("typed", ["2022-09-02", "02.09.2022"])
def test_a_date_is_a_native_field_that_reads_the_written_form_as_well(language, typed):
    with translation.override(language):
        form = Sample({"on": typed})
        form.is_valid()
        assert form.cleaned_data["on"].isoformat() == "2022-09-02"
        control = page_of(Sample(initial={"on": form.cleaned_data["on"]})).get_element_by_id("id_on")
    assert (control.get("type"), control.value) == ("date", "2022-09-02")


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("өүң", 3), ("a\r\nb", 3), ("a\nb", 3), ("😀", 1), ("и\u0306", 1), (" ө ү \n", 3)],
)
def test_characters_are_counted_as_people_count_them(text, count):
    assert count_characters(text) == count


@pytest.mark.parametrize(("typed", "saved"), [("a\r\nbcd", "a\nbcd"), ("й" * 5, "й" * 5), ("и\u0306" * 5, "й" * 5)])
def test_text_of_the_allowed_length_is_kept_whole(typed, saved):
    assert CountedTextField(limit=5).clean(typed) == saved


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("ky", "Текст 5 белгиден ашпашы керек: 2 белги ашык."),
        ("ru", "Текст не должен превышать 5 символов: лишние 2 символа."),
        ("en", "The text must not exceed 5 characters: 2 characters are too many."),
    ],
)
def test_a_longer_text_is_refused_with_the_figure_and_nothing_is_cut_off(language, message):
    with translation.override(language):
        form = Sample({"text": "1234567"})
        assert form.errors["text"] == [message]
        assert page_of(form).get_element_by_id("id_text").value.strip() == "1234567"


def test_the_counter_says_how_many_are_too_many_without_scripts():
    with translation.override("ky"):
        page = page_of(Sample({"text": "1234567"}))
    line = " ".join(page.get_element_by_id("id_text_count").text_content().split())
    assert line == "Символдордун саны: 7/5: 2 белги ашык"
