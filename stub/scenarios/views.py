"""Scenarios: a page for people and JSON addresses for tests, both changing how the services fail."""

import json
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from stub.esi import keys
from stub.registry.models import Organization
from stub.scenarios import subjects
from stub.scenarios.subjects import KINDS, Unknown

PAGE_SIZE = 50
CHANGEABLE = ("head_name", "head_pin", "full_name_ky", "full_name_ru", "phones", "email1", "street", "house")


@require_GET
def subject_list(request: HttpRequest, kind: str = "person") -> HttpResponse:
    text = request.GET.get("q", "").strip()
    rows = subjects.kind_named(kind).rows(text)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "stub/scenarios/list.html", {"kind": kind, "kinds": KINDS, "page": page, "q": text})


@require_GET
def subject_detail(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    described = subjects.kind_named(kind)
    subject = described.find(name)
    record = subject.record if isinstance(subject, Organization) else {}
    return render(
        request,
        "stub/scenarios/detail.html",
        {
            "kind": kind,
            "kinds": KINDS,
            "subject": subject,
            "name": name,
            "modes": [(mode, mode.value in subject.modes) for mode in described.possible(subject)],
            "fields": [(field, record[field]) for field in CHANGEABLE if field in record],
        },
    )


@require_POST
def subject_save(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    subject = subjects.set_modes(kind, name, request.POST.getlist("modes"))
    if isinstance(subject, Organization):
        changes = {field: request.POST[field] for field in CHANGEABLE if field in request.POST}
        subjects.change_record(subject.inn, changes)
    return redirect("scenarios:detail", kind=kind, name=name)


@require_POST
def reset_page(request: HttpRequest) -> HttpResponse:
    subjects.reset()
    return redirect("scenarios:list", kind="person")


def json_call(action: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[HttpRequest], HttpResponse]:
    """A view that takes and gives JSON; what is unknown is answered with 400 and what there is instead."""

    @csrf_exempt
    @require_POST
    def view(request: HttpRequest) -> HttpResponse:
        try:
            return JsonResponse(action(json.loads(request.body or b"{}")))
        except Unknown as error:
            return JsonResponse({"error": str(error)}, status=400)
        except (KeyError, ValueError, TypeError) as error:
            return JsonResponse({"error": f"malformed request: {error}"}, status=400)

    return view


@json_call
def api_set(body: dict[str, Any]) -> dict[str, Any]:
    subject = subjects.set_modes(body["kind"], body["id"], body["modes"])
    return {"kind": body["kind"], "id": body["id"], "modes": subject.modes}


@json_call
def api_record(body: dict[str, Any]) -> dict[str, Any]:
    return {"inn": body["inn"], "record": subjects.change_record(body["inn"], body["changes"]).record}


@json_call
def api_reset(body: dict[str, Any]) -> dict[str, Any]:
    subjects.reset()
    return {"reset": True}


@json_call
def api_rotate_keys(body: dict[str, Any]) -> dict[str, Any]:
    keys.rotate(withdraw_old=bool(body.get("withdraw_old")))
    return {"published": len(keys.published())}


@require_GET
def api_modes(request: HttpRequest) -> HttpResponse:
    """Every way to fail, by kind."""
    return JsonResponse({name: {mode.value: mode.label for mode in kind.modes} for name, kind in KINDS.items()})
