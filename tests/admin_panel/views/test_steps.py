"""The one shape of a page that asks before a step is taken."""

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from admin_panel.views.steps import step_of
from core.http import WroteInRead
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class ReasonForm(forms.Form):
    reason = forms.CharField()


def everybody(view):
    return view


def nobody(_view):
    def refuse(_request, **_keys):
        raise PermissionDenied

    return refuse


def made(*, of=everybody, on_load=lambda: None):
    """A step, and what happened in it."""
    happened = []

    def load(_request, pk):
        on_load()
        return f"thing {pk}"

    def page(_request, thing, form):
        happened.append(("page", thing, form.is_bound))
        return HttpResponse(status=422 if form.is_bound else 200)

    def take(_request, thing, form):
        happened.append(("taken", thing, form.cleaned_data["reason"]))
        return HttpResponse(status=302)

    return step_of(load, of=of, form=lambda _request, _thing, given: ReasonForm(given), page=page, take=take), happened


@pytest.mark.parametrize(
    ("method", "typed", "status", "expected"),
    [
        ("get", {}, 200, ("page", "thing 7", False)),
        ("post", {}, 422, ("page", "thing 7", True)),
        ("post", {"reason": "Эрте"}, 302, ("taken", "thing 7", "Эрте")),
    ],
)
def test_the_form_is_shown_comes_back_or_the_step_is_taken(method, typed, status, expected):
    view, happened = made()
    answer = view(getattr(RequestFactory(), method)("/", typed), pk=7)
    assert (answer.status_code, happened) == (status, [expected])


@pytest.mark.parametrize("method", ["get", "post"])
def test_whose_page_it_is_is_asked_before_anything_is_looked_for(method):
    view, happened = made(of=nobody, on_load=lambda: pytest.fail("was looked for"))
    with pytest.raises(PermissionDenied):
        view(getattr(RequestFactory(), method)("/"), pk=7)
    assert happened == []


def test_nothing_else_is_answered_and_looking_changes_nothing():
    view, _happened = made(on_load=UserFactory)
    assert view(RequestFactory().put("/"), pk=7).status_code == 405
    with pytest.raises(WroteInRead):
        view(RequestFactory().get("/"), pk=7)
