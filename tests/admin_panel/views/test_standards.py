from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from selfassessment.enums import StandardState
from selfassessment.models import Standard
from selfassessment.services import standards
from selfassessment.services.reference import load_reference
from tests.factories.selfassessment import standard

LIST = "/ministry/standards/"


@pytest.fixture(autouse=True)
def _standards(db):
    load_reference()


@pytest.fixture
def draft(by_administrator):
    return standards.begin_version(standard(), by=by_administrator)


def url(page, pk):
    return reverse(f"ministry:{page}", args=[pk])


def typed(section, **changes):
    """The form of a section as the page shows it."""
    given = {"title_ky": section.title_ky, "title_ru": section.title_ru, "ky_new": "", "ru_new": ""}
    for one in section.criteria.all():
        given |= {f"ky_{one.pk}": one.text_ky, f"ru_{one.pk}": one.text_ru}
    return given | changes


def test_the_list_has_the_six_types_with_their_versions(ministry, draft, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):  # the menu counts what waits
        page = ministry.get(LIST)
    assert len(page.context["rows"]) == 6
    assert "version 1 since" in page.text
    assert "version 2" in page.text
    assert 'href="/ministry/standards/"' in ministry.get("/ministry/").text


def test_a_standard_is_shown_with_the_source_of_each_wording(ministry):
    page = ministry.get(url("standard", standard().pk)).text
    for words in ("Reconstructed, to be confirmed", "Taken over word by word", "Begin a new version", "1.1"):
        assert words in page
    assert "Publish" not in page


def test_a_new_version_is_begun_changed_and_published(ministry):
    draft_url = ministry.post(url("standard_begin", standard().pk))["Location"]
    draft = Standard.objects.get(state=StandardState.DRAFT)
    assert draft_url == url("standard", draft.pk)
    section = draft.sections.first()
    first, second, third = section.criteria.all()
    changes = {f"ky_{first.pk}": "Башкача", f"remove_{third.pk}": "on", "ky_new": "Жаңы", "ru_new": "Новый"}
    saved = ministry.post(url("standard_section", section.pk), typed(section, **changes), follow=True)
    assert "Saved." in saved.text
    texts = list(section.criteria.values_list("number", "text_ky"))
    assert texts == [("1.1", "Башкача"), ("1.2", second.text_ky), ("1.3", "Жаңы")]
    assert "What differs from the version before" in saved.text
    details = {"legal_basis": "№ 131", "limit": "600", "note": "Такталды"}
    ministry.post(url("standard_details", draft.pk), details)
    published = ministry.post(url("standard_publish", draft.pk), {"starts_on": timezone.localdate()}, follow=True)
    assert "The version is published" in published.text
    assert (standard().version, standard().limit, standard().conclusions_per_section) == (2, 600, False)


def test_what_was_typed_stays_beside_the_error(ministry, draft):
    section = draft.sections.first()
    first = section.criteria.first()
    page = ministry.post(
        url("standard_section", section.pk), typed(section, **{f"ru_{first.pk}": " ", "ky_new": "Жаңы"})
    )
    assert page.status_code == 422
    assert page.text.count("Write the text in both languages.") >= 2
    assert "Жаңы" in page.text
    assert section.criteria.first().text_ru == first.text_ru


def test_a_criterion_that_goes_needs_no_text(ministry, draft):
    section = draft.sections.first()
    first = section.criteria.first()
    changes = {f"ky_{first.pk}": "", f"ru_{first.pk}": "", f"remove_{first.pk}": "on"}
    assert ministry.post(url("standard_section", section.pk), typed(section, **changes)).status_code == 302
    assert not section.criteria.filter(pk=first.pk).exists()


def test_sections_are_added_and_taken_out_after_a_question(ministry, draft):
    titles = {"title_ky": "Коопсуздук", "title_ru": "Безопасность"}
    ministry.post(url("standard_section_add", draft.pk), titles)
    section = draft.sections.get(title_ky="Коопсуздук")
    page = ministry.get(url("standard", draft.pk)).text
    assert f"Sections without criteria: {section.number}." in page
    assert "Коопсуздук" in ministry.get(url("standard_section_remove", section.pk)).text
    ministry.post(url("standard_section_remove", section.pk))
    assert not draft.sections.filter(pk=section.pk).exists()


def test_a_publication_for_later_can_be_taken_back(ministry, draft):
    day = timezone.localdate() + timedelta(days=3)
    ministry.post(url("standard_publish", draft.pk), {"starts_on": day})
    assert "Take the publication back" in ministry.get(url("standard", draft.pk)).text
    ministry.post(url("standard_withhold", draft.pk))
    draft.refresh_from_db()
    assert draft.state == StandardState.DRAFT


def test_a_day_that_is_over_is_refused_at_the_field(ministry, draft):
    day = timezone.localdate() - timedelta(days=1)
    page = ministry.post(url("standard_publish", draft.pk), {"starts_on": day})
    assert (page.status_code, "today or later" in page.text) == (422, True)


def test_a_draft_is_deleted_after_a_question(ministry, draft):
    assert "Delete the draft?" in ministry.get(url("standard_discard", draft.pk)).text
    assert ministry.post(url("standard_discard", draft.pk))["Location"] == LIST
    assert not Standard.objects.filter(pk=draft.pk).exists()


def test_a_version_in_force_is_not_changed_by_its_address(ministry):
    present = standard()
    section = present.sections.first()
    answer = ministry.post(url("standard_section", section.pk), typed(section, title_ky="Башкача"))
    assert answer.status_code == 403
    section.refresh_from_db()
    assert section.title_ky != "Башкача"
