import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from core.http import WroteInRead, asks, by_method, reads, writes
from core.models import OutboxEntry
from core.once import once

pytestmark = pytest.mark.django_db


@reads
def show(request):
    return HttpResponse(OutboxEntry.objects.count())


@reads
def liar(request):
    OutboxEntry.objects.create(kind="x")
    return HttpResponse()


@writes
def save(request):
    OutboxEntry.objects.create(kind="x")
    if "fail" in request.POST:
        raise ValueError("planned")
    return HttpResponse()


@asks
def ask(request):
    OutboxEntry.objects.create(kind="x")
    return HttpResponse(str(connection.in_atomic_block))


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "trace"])
def test_a_reading_view_refuses_every_other_method(rf, method):
    assert show(getattr(rf, method)("/")).status_code == 405


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch", "options", "trace"])
def test_a_writing_view_refuses_every_other_method(rf, method):
    assert save(getattr(rf, method)("/")).status_code == 405
    assert not OutboxEntry.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch", "options", "trace"])
def test_an_asking_view_refuses_every_other_method(rf, method):
    assert ask(getattr(rf, method)("/")).status_code == 405
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_asking_view_holds_no_transaction_while_it_waits(rf):
    assert ask(rf.post("/")).content == b"False"
    assert OutboxEntry.objects.count() == 1


@pytest.mark.parametrize(("kind", "method", "times"), [(reads, "get", 1), (writes, "post", 2), (asks, "post", 2)])
def test_only_a_reading_view_asks_once(rf, kind, method, times):
    asked = []

    @once
    def who():
        asked.append("who")

    @kind
    def view(request):
        who()
        who()
        return HttpResponse()

    view(getattr(rf, method)("/"))
    assert len(asked) == times


def test_a_reading_view_may_select(rf):
    assert show(rf.get("/")).content == b"0"


def test_a_reading_view_that_writes_is_found_out(rf):
    with pytest.raises(WroteInRead, match="INSERT"), transaction.atomic():
        liar(rf.get("/"))
    assert not OutboxEntry.objects.exists()


def test_answers_differ_for_parts_of_a_page(rf):
    assert show(rf.get("/")).headers["Vary"] == "HX-Request"


def test_a_writing_view_that_fails_leaves_nothing(rf):
    with pytest.raises(ValueError, match="planned"):
        save(rf.post("/", {"fail": "1"}))
    assert not OutboxEntry.objects.exists()


def test_one_address_shows_on_get_and_saves_on_post(rf):
    page = by_method(show, save)
    assert page(rf.get("/")).content == b"0"
    page(rf.post("/"))
    assert page(rf.get("/")).content == b"1"
    assert page(rf.put("/")).status_code == 405
