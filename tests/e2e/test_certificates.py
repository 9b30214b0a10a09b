"""Certificates as everybody sees them who reads a QR code, and as the ministry does."""

import pytest
from playwright.sync_api import expect

from accreditation.enums.certificates import CertificateAction, CertificateState
from accreditation.services import certifying
from records.attestations import attest
from selfassessment.services.reference import load_reference
from tests.factories.accounts import UserFactory
from tests.factories.certificates import administrator, ground, in_state, issued

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch):
    """The papers count as printed and sealed: these pages are about what they are worth."""
    monkeypatch.setattr("core.effects.drain", lambda *_args: 0)


@pytest.mark.parametrize(("width", "language"), [(360, "ky"), (1280, "ru")])
def test_a_stranger_checks_certificates(open_page, inspect, width, language):
    load_reference()
    good, suspended = issued(), issued(conditional=True)
    certifying.decree(suspended, CertificateAction.SUSPEND, ground=ground(), by=administrator())
    in_state(CertificateState.EXPIRED)
    page = open_page("/register/", width=width, language=language)
    inspect(page, "register")
    page.goto(f"/register/organizations/{good.organization_id}/")
    inspect(page, "register-organization")
    page.goto(f"{good.get_absolute_url()}?s={attest(good.stated)}")
    inspect(page, "certificate")
    page.goto(suspended.get_absolute_url())
    inspect(page, "certificate-suspended")
    page.goto(f"{good.get_absolute_url()}?s=forged")
    inspect(page, "certificate-forged")
    for state in (CertificateState.REVOKED, CertificateState.REPLACED, CertificateState.EXPIRED):
        page.goto(in_state(state).get_absolute_url())
        inspect(page, f"certificate-{state}")
        expect(page.locator(".asula-verdict--good")).to_have_count(0)


@pytest.mark.parametrize(("width", "language"), [(360, "ru"), (1280, "ky")])
def test_the_ministry_suspends_a_certificate(open_page, inspect, session_of, width, language):
    load_reference()
    certificate, user = issued(), UserFactory(is_administrator=True)
    page = open_page("/ministry/certificates/", width=width, language=language, cookies=session_of(user))
    inspect(page, "ministry-certificates")
    page.get_by_role("link", name=certificate.printed_number).click()
    inspect(page, "ministry-certificate")
    page.locator("main a[href$='/suspend/']").click()
    inspect(page, "ministry-certificate-suspend")
    page.locator("[name=order_number]").fill("77-б")
    page.locator("[name=ordered_on]").fill("2026-11-01")
    page.locator("[name=reason]").fill("Талаптар бузулган")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main a[href$='/reinstate/']")).to_have_count(1)
    inspect(page, "ministry-certificate-suspended")
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.SUSPENDED
