import pytest
from django.db import OperationalError

from core import errors

pytestmark = pytest.mark.django_db


def page(response):
    return response.status_code, response.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.page_not_found, 404),
        (errors.csrf_failure, 403),
    ],
)
def test_each_error_page_quotes_the_reference_of_its_request(view, status, rf, admin_user):
    request = rf.get("/x/")
    request.user, request.request_id = admin_user, "abc123def456"
    code, html = page(view(request))
    assert (code, "abc123def456" in html) == (status, True)


def test_a_refusal_gives_its_reason_escaped(rf, admin_user):
    request = rf.get("/x/")
    request.user = admin_user
    html = page(errors.permission_denied(request, PermissionError("<b>Алгач СЭД номери керек</b>")))[1]
    assert "&lt;b&gt;Алгач СЭД номери керек" in html


def test_the_page_of_a_failure_asks_neither_session_nor_database(rf, django_assert_num_queries):
    request = rf.get("/x/")
    request.request_id = "abc123def456"
    with django_assert_num_queries(0):
        code, html = page(errors.server_error(request))
    assert (code, "abc123def456" in html) == (500, True)


def test_a_database_that_is_away_is_a_pause_not_a_failure(rf):
    try:
        raise OperationalError("the connection is lost")
    except OperationalError:
        response = errors.server_error(rf.get("/x/"))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
