import pytest

from tests.esi import serving


@pytest.fixture
def esi(settings):
    """ЕСИ that answers rightly, until the test changes its mind."""
    with serving() as provider:
        settings.ESI_ISSUER = provider.issuer
        yield provider


@pytest.fixture
def leave(client, esi):
    """A function: the browser leaves for ЕСИ and stands before it; returns what it would bring back."""

    def leave(**form):
        response = client.post("/accounts/oidc/esi/login/", form)
        assert response.status_code == 302, response.content.decode()
        return esi.authorize(response.url)

    return leave


@pytest.fixture
def come_back(client):
    """A function: the browser brings this back to us."""

    def come_back(query):
        return client.get("/accounts/oidc/esi/login/callback/", query)

    return come_back


@pytest.fixture
def sign_in_through_esi(leave, come_back):
    """A function: the whole way to ЕСИ and back."""
    return lambda **form: come_back(leave(**form))
