"""The site with one more page: a form that saves, for journeys about forms in general."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from asula.urls import urlpatterns as ours
from core.http import by_method, reads, writes

PAGE = """
{% extends "base.html" %}{% block title %}Сыноо{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Сыноо</h1>
<form method="post">{% csrf_token %}
  <div class="govuk-form-group"><label class="govuk-label" for="goal">Максат</label>
  <textarea class="govuk-textarea" id="goal" name="goal">{{ goal }}</textarea></div>
  {% button "Сактоо" %}
</form>{% endblock %}
"""
STORED = {"goal": "Эски максат"}


@reads
def show(request):
    return HttpResponse(engines["django"].from_string(PAGE).render(STORED | {"user": request.user}, request))


@writes
def save(request):
    STORED["goal"] = request.POST["goal"]
    return redirect("test_form")


handler404 = "core.errors.page_not_found"
urlpatterns = [*ours, path("test-form/", by_method(show, save), name="test_form")]
