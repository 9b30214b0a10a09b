"""«Приказ түзүү» and «Тышкы баалоо буйругун жүктөө»."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accreditation.enums.applications import State
from accreditation.enums.evaluation_orders import EvaluationOrderState
from accreditation.models import Application, EvaluationOrder, EvaluationOrderFile
from accreditation.rules import evaluation_orders as rules
from accreditation.selectors.evaluation_orders import signing_of, with_papers
from accreditation.services import evaluation_orders as services
from admin_panel.forms.evaluation_orders import EvaluationOrderForm, SignedOrderForm
from admin_panel.views.access import for_the_ministry
from admin_panel.views.experts_of_application import application_here
from core.http import Request, by_method, reads, writes
from core.uploads.downloads import file_response


@reads
@for_the_ministry
def _show(request: Request, pk: int) -> HttpResponse:
    return _page(request, application_here(request, pk), EvaluationOrderForm())


@writes
@for_the_ministry
def _generate(request: Request, pk: int) -> HttpResponse:
    application, form = application_here(request, pk), EvaluationOrderForm(request.POST)
    if not form.is_valid():
        return _page(request, application, form)
    order = services.generate(application, **form.cleaned_data, by=request.acting)
    messages.success(request, _("The order is generated: %(order)s. Now it has to be signed.") % {"order": order})
    return redirect("ministry:evaluation_order", pk)


@reads
@for_the_ministry
def _upload_show(request: Request, pk: int) -> HttpResponse:
    return _upload_page(request, _generated(request, pk), SignedOrderForm())


@writes
@for_the_ministry
def _upload(request: Request, pk: int) -> HttpResponse:
    order, form = _generated(request, pk), SignedOrderForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, order, form)
    services.upload_signed(order, form.cleaned_data["file"], by=request.acting)
    messages.success(request, _("External evaluation is ordered. The experts and the organization have been told."))
    return redirect("ministry:evaluation_order", order.application_id)


@writes
@for_the_ministry
def evaluation_order_sign(request: Request, pk: int) -> HttpResponse:
    """«Буйрукка кол коюу»: on to the signing; when it is done, the order is in force."""
    back = reverse("ministry:evaluation_order", args=[pk])
    ceremony = services.open_signing(_generated(request, pk), by=request.acting, return_url=back)
    return redirect("records:sign", ceremony.public_id)


evaluation_order = by_method(_show, _generate)
evaluation_order_upload = by_method(_upload_show, _upload)


@reads
@for_the_ministry
def evaluation_order_file(request: Request, public_id: uuid.UUID) -> HttpResponseBase:
    """The signed order."""
    return file_response(get_object_or_404(EvaluationOrderFile.objects.visible_to(request.acting), public_id=public_id))


def _generated(request: Request, pk: int) -> EvaluationOrder:
    """The order that waits for its signature."""
    application = application_here(request, pk)
    waiting = application.evaluation_orders.filter(state=EvaluationOrderState.GENERATED)
    return get_object_or_404(waiting.select_related("application__organization", "document"))


def _page(request: Request, application: Application, form: EvaluationOrderForm) -> HttpResponse:
    orders = with_papers(application.evaluation_orders.all())
    generated = next((order for order in orders if order.state == EvaluationOrderState.GENERATED), None)
    context = {
        "application": application,
        "form": form,
        "orders": orders,
        "generated": generated,
        "signing": signing_of(generated) if generated else None,
        "is_renewed": application.state == State.AGREED and any(order.signed_at for order in orders),
        "refusal": rules.may_sign.reason(request.acting, application),
        "may_generate": application.state == State.AGREED,
        "back": reverse("ministry:application_experts", args=[application.pk]),
    }
    return render(request, "admin_panel/evaluation_order.html", context, status=422 if form.is_bound else 200)


def _upload_page(request: Request, order: EvaluationOrder, form: SignedOrderForm) -> HttpResponse:
    context = {
        "application": order.application,
        "order": order,
        "form": form,
        "back": reverse("ministry:evaluation_order", args=[order.application_id]),
    }
    return render(request, "admin_panel/evaluation_order_upload.html", context, status=422 if form.is_bound else 200)
