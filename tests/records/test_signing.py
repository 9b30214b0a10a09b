"""The ceremony against a service in memory: the good way and each failure."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from lxml import html

from core.identifiers import Inn
from core.models import OutboxEntry
from integrations.cloud_signature import Channel, SignerRef, cloud_signature, errors
from records import files, sealing, services, sessions, signals
from records.enums import CeremonyState, DocumentState, Outcome
from records.models import JournalEntry, Signature, SignatureAttempt, SignerLimit, SigningCeremony
from tests.acting import sign_in
from tests.factories.accounts import UserFactory, new_inn, new_pin
from tests.factories.records import acting_for, fixed_document, new_document, open_signing, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return UserFactory()


@pytest.fixture
def inn():
    return new_inn()


@pytest.fixture
def signer(head, inn):
    """The head's cloud signature, as the service knows it."""
    return cloud_signature().add(head.pin, inn, person_name="Үсөнбаева Гүлнара Сыдыковна", org_name="Мектеп")


@pytest.fixture
def ceremony(head, inn, signer):
    return open_signing(head, inn, fixed_document(by=head))


@pytest.fixture
def browser(client, head, inn):
    sign_in(client, head, inn=inn, organization_id=12)
    return client


@pytest.fixture
def told():
    """What the apps above hear."""
    heard = []

    def hear(ceremony, purpose, subject, documents, **_kwargs):
        heard.append((ceremony.pk, purpose, subject, [document.state for document in documents]))

    signals.documents_signed.connect(hear)
    yield heard
    signals.documents_signed.disconnect(hear)


def place(ceremony, name="sign"):
    return reverse(f"records:{name}", args=[ceremony.public_id])


def words(response):
    return " ".join(html.fromstring(response.content).text_content().split())


def ask_for_code(browser, ceremony, channel="email"):
    return browser.post(place(ceremony, "sign_code"), {"channel": channel})


def type_code(browser, ceremony, code, **kwargs):
    return browser.post(place(ceremony), {"code": code}, **kwargs)


def again(ceremony):
    ceremony.refresh_from_db()
    return ceremony


# The good way


def test_a_document_is_signed_with_one_code(browser, ceremony, signer, told):
    shown = words(browser.get(place(ceremony)))
    document = ceremony.documents.get()
    for part in (
        document.title,
        document.number,
        document.sha256,
        ceremony.organization_inn.masked,
        "Т******л а******ы",
    ):
        assert part in shown
    assert ceremony.organization_inn not in shown
    assert "Email аркылуу текшерүү кодун алуу" in shown
    assert "SMS аркылуу текшерүү кодун алуу" in shown
    assert ask_for_code(browser, ceremony).status_code == 302
    assert 'autocomplete="one-time-code"' in browser.get(place(ceremony)).text
    done = type_code(browser, ceremony, f" {signer.code[:3]} {signer.code[3:]} ", follow=True)
    assert done.redirect_chain == [(place(ceremony), 302)]
    assert again(ceremony).state == CeremonyState.COMPLETED
    assert told == [(ceremony.pk, "test", ceremony.subject, [DocumentState.SIGNED])]


def test_the_evidence_is_complete(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    browser.post(place(ceremony), {"code": signer.code}, REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Firefox")
    document, signature = ceremony.documents.get(), Signature.objects.get()
    assert signature.hash_sent == document.sha256 == files.digest(files.original_of(document))
    assert signature.length == document.length
    assert signature.sign_b64
    assert signature.signer_pin == ceremony.signer.pin
    assert signature.organization_inn == ceremony.organization_inn
    assert signature.signer_name == "Үсөнбаева Гүлнара Сыдыковна"
    assert signature.verification["verified"] is True
    assert signature.certificate["not_after"]
    assert (signature.ip, signature.user_agent) == ("203.0.113.9", "Firefox")
    assert signature.verified_at >= signature.signed_at - timedelta(seconds=1)


def test_after_the_signature_the_seal_is_set_over_the_exact_bytes(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    type_code(browser, ceremony, signer.code)
    work()
    document = ceremony.documents.get()
    sealed = files.sealed_of(document)
    assert document.state == DocumentState.SEALED
    assert files.digest(sealed[: document.length]) == Signature.objects.get().hash_sent
    assert sealing.check(sealed).good
    assert "Үсөнбаева Гүлнара Сыдыковна" in words(browser.get(reverse("records:verify", args=[document.public_id])))


def test_several_documents_are_signed_with_one_code(browser, head, inn, signer, told):
    documents = [fixed_document(by=head) for _number in range(3)]
    ceremony = open_signing(head, inn, *documents)
    ask_for_code(browser, ceremony)
    type_code(browser, ceremony, signer.code)
    assert Signature.objects.count() == 3
    assert [states for *_rest, states in told] == [[DocumentState.SIGNED] * 3]


def test_opening_the_same_signing_twice_gives_one(head, inn, signer):
    document = fixed_document(by=head)
    assert open_signing(head, inn, document) == open_signing(head, inn, document)


def test_a_person_signs_for_himself_with_any_sign_in(client, head):
    own = cloud_signature().add(head.pin)
    ceremony = open_signing(head, None, fixed_document(by=head), as_person=True)
    sign_in(client, head)
    ask_for_code(client, ceremony)
    type_code(client, ceremony, own.code)
    assert again(ceremony).state == CeremonyState.COMPLETED
    assert Signature.objects.get().organization_inn is None


def test_the_page_waits_for_a_document_in_print(browser, head, inn, signer):
    ceremony = open_signing(head, inn, new_document(by=head))
    page = browser.get(place(ceremony))
    assert "Документ даярдалууда" in words(page)
    assert 'hx-trigger="every 2s"' in page.text
    assert ask_for_code(browser, ceremony).status_code == 409
    assert signer.code == ""
    work()
    assert ask_for_code(browser, ceremony).status_code == 302


# Who may


def test_a_signing_is_its_signers_alone(client, ceremony, inn):
    sign_in(client, UserFactory(), inn=inn, organization_id=12)
    assert client.get(place(ceremony)).status_code == 404
    assert ask_for_code(client, ceremony).status_code == 404


@pytest.mark.parametrize("other", [None, "another"])
def test_with_another_sign_in_nothing_can_be_signed(client, ceremony, head, signer, other):
    sign_in(client, head, inn=new_inn() if other else None)
    assert "Бул кирүү менен кол коюуга болбойт" in words(client.get(place(ceremony)))
    assert ask_for_code(client, ceremony).status_code == 409
    assert signer.code == ""


def test_without_the_organizations_signature_no_signing_is_opened(head):
    with pytest.raises(PermissionDenied):
        open_signing(head, None, fixed_document(by=head))


def test_a_draft_can_not_be_signed(head, inn):
    with pytest.raises(PermissionDenied):
        open_signing(head, inn, fixed_document(by=head, draft=True))


# Codes


def test_a_wrong_code_says_so_and_may_be_typed_again(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    wrong = "000000" if signer.code != "000000" else "111111"
    refused = type_code(browser, ceremony, wrong)
    assert refused.status_code == 422
    assert not Signature.objects.exists()
    assert type_code(browser, ceremony, signer.code).status_code == 302
    assert again(ceremony).state == CeremonyState.COMPLETED


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６"])
def test_what_is_no_code_never_leaves_us(browser, ceremony, signer, code):
    ask_for_code(browser, ceremony)
    before = SignatureAttempt.objects.count()
    assert type_code(browser, ceremony, code).status_code == 422
    assert SignatureAttempt.objects.count() == before


def test_an_expired_code_loses_nothing(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        sign_in(browser, ceremony.signer, inn=ceremony.organization_inn, organization_id=12)
        assert type_code(browser, ceremony, signer.code).status_code == 422
        assert ask_for_code(browser, ceremony).status_code == 302
        assert type_code(browser, ceremony, signer.code).status_code == 302
    assert again(ceremony).state == CeremonyState.COMPLETED


def test_five_wrong_codes_pause_the_signer(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    wrong = "000000" if signer.code != "000000" else "111111"
    for _number in range(4):
        signer.trouble["open_session"] = errors.CodeWrong()
        assert type_code(browser, ceremony, wrong).status_code == 422
    assert type_code(browser, ceremony, wrong).status_code == 429
    signer.trouble.clear()
    before = SignatureAttempt.objects.count()
    assert type_code(browser, ceremony, signer.code).status_code == 429
    assert SignatureAttempt.objects.count() == before
    SignerLimit.objects.update(paused_until=timezone.now() - timedelta(seconds=1))
    assert type_code(browser, ceremony, signer.code).status_code == 302


def test_a_code_a_minute_and_five_an_hour(browser, ceremony, signer):
    moment = timezone.now()
    with time_machine.travel(moment, tick=False) as clock:
        for _number in range(5):
            sign_in(browser, ceremony.signer, inn=ceremony.organization_inn, organization_id=12)
            assert ask_for_code(browser, ceremony).status_code == 302
            assert ask_for_code(browser, ceremony).status_code == 429
            clock.shift(timedelta(seconds=61))
        assert ask_for_code(browser, ceremony).status_code == 429
        clock.shift(timedelta(minutes=56))
        sign_in(browser, ceremony.signer, inn=ceremony.organization_inn, organization_id=12)
        assert ask_for_code(browser, ceremony).status_code == 302
    assert SignatureAttempt.objects.filter(call="code").count() == 6


def test_a_locked_signer_is_told_so(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    signer.trouble["open_session"] = errors.SignerLocked(timezone.now() + timedelta(minutes=15))
    assert type_code(browser, ceremony, "123456").status_code == 429


def test_a_channel_that_is_not_set_up_is_no_longer_offered(browser, ceremony, signer):
    signer.channels = (Channel.EMAIL,)
    assert ask_for_code(browser, ceremony, "sms").status_code == 409
    page = words(browser.get(place(ceremony)))
    assert "SMS аркылуу" not in page
    assert ask_for_code(browser, ceremony, "email").status_code == 302


def test_an_inactive_signature_says_what_to_do_and_costs_no_code(browser, ceremony, signer):
    signer.active, signer.inactive_reason = False, "мөөнөтү бүткөн"
    assert "мөөнөтү бүткөн" in words(ask_for_code(browser, ceremony))
    signer.active = True
    assert ask_for_code(browser, ceremony).status_code == 302


def test_an_unknown_channel_is_not_asked_for(browser, ceremony):
    assert ask_for_code(browser, ceremony, "pigeon").status_code == 404


# The service fails


@pytest.mark.parametrize(("method", "asked_again"), [("status", 302), ("send_code", 429)])
def test_a_service_that_is_down_is_said_so_and_costs_a_code_if_one_may_be_on_its_way(
    browser, ceremony, signer, method, asked_again
):
    signer.trouble[method] = errors.Unavailable("a page instead of JSON", upstream_status=502)
    assert ask_for_code(browser, ceremony).status_code == 503
    assert again(ceremony).busy_until is None
    assert SignatureAttempt.objects.filter(outcome=Outcome.UNKNOWN).count() == 1
    signer.trouble.clear()
    assert ask_for_code(browser, ceremony).status_code == asked_again


def test_after_a_refusal_the_page_does_not_speak_of_a_lost_answer(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    signer.trouble["sign"] = errors.SignRefused(said="жок")
    refused = words(type_code(browser, ceremony, signer.code))
    later = words(browser.get(place(ceremony)))
    assert "«жок»" in refused
    assert "Кол коюу аяктаган жок" not in refused
    assert "Жаңы код алып, дагы бир жолу кол коюңуз" in later
    assert "убагында жооп берген жок" not in refused + later


def test_the_way_of_the_code_that_was_sent_is_offered_once(browser, ceremony):
    ask_for_code(browser, ceremony)
    page = words(browser.get(place(ceremony)))
    assert "Кодду кайра жөнөтүү" in page
    assert "Email аркылуу текшерүү кодун алуу" not in page
    assert "SMS аркылуу текшерүү кодун алуу" in page


def test_a_lost_answer_to_sign_is_repeated_with_the_same_session(browser, ceremony, signer, told):
    ask_for_code(browser, ceremony)
    signer.trouble["sign"] = errors.Unavailable("timeout")
    assert type_code(browser, ceremony, signer.code).status_code == 503
    assert again(ceremony).state == CeremonyState.UNKNOWN
    assert "жаңы код керек эмес" in words(browser.get(place(ceremony)))
    signer.trouble.clear()
    assert browser.post(place(ceremony, "sign_go_on")).status_code == 302
    assert again(ceremony).state == CeremonyState.COMPLETED
    assert Signature.objects.count() == 1
    assert len(told) == 1


def test_a_signature_that_is_not_verified_yet_is_never_made_again(browser, ceremony, signer, told):
    ask_for_code(browser, ceremony)
    signer.trouble["verify"] = errors.Unavailable("timeout")
    assert type_code(browser, ceremony, signer.code).status_code == 503
    assert again(ceremony).state == CeremonyState.UNKNOWN
    assert browser.post(place(ceremony, "sign_go_on")).status_code == 503
    signer.trouble.clear()
    OutboxEntry.objects.filter(kind="settle signature").update(available_at=timezone.now())
    work()
    assert again(ceremony).state == CeremonyState.COMPLETED
    assert SignatureAttempt.objects.filter(call="sign").count() == Signature.objects.count() == 1
    assert len(told) == 1


def test_a_session_that_ended_asks_for_a_new_code_and_keeps_what_was_signed(browser, head, inn, signer):
    documents = [fixed_document(by=head) for _number in range(2)]
    ceremony = open_signing(head, inn, *documents)
    ask_for_code(browser, ceremony)
    real, calls = cloud_signature().sign, []

    def sign_once(session, digest):
        calls.append(digest)
        if len(calls) == 2:
            raise errors.SessionExpired
        return real(session, digest)

    cloud_signature().sign = sign_once
    assert type_code(browser, ceremony, signer.code).status_code == 409
    assert Signature.objects.count() == 1
    assert sessions.kept(ceremony) is None
    SignerLimit.objects.update(codes=[])
    ask_for_code(browser, ceremony)
    type_code(browser, ceremony, signer.code)
    assert again(ceremony).state == CeremonyState.COMPLETED
    assert [digest.hex_upper for digest in calls].count(documents[0].sha256) == 1


@pytest.mark.parametrize(
    "error", [errors.SignRefused(said="жок"), errors.CertificateExpired(), errors.SignerMismatch()]
)
def test_a_refusal_leaves_the_document_unsigned(browser, ceremony, signer, error, told):
    ask_for_code(browser, ceremony)
    signer.trouble["sign"] = error
    assert type_code(browser, ceremony, signer.code).status_code == 409
    assert not Signature.objects.exists()
    assert ceremony.documents.get().state == DocumentState.FIXED
    assert told == []


def test_a_signature_that_the_service_does_not_confirm_is_refused(browser, ceremony, signer, told):
    ask_for_code(browser, ceremony)
    signer.confirms = False
    assert type_code(browser, ceremony, signer.code).status_code == 409
    assert not Signature.objects.exists()
    assert SignatureAttempt.objects.get(call="sign").outcome == Outcome.REFUSED
    assert JournalEntry.objects.filter(action="signature_refused").count() == 1
    assert told == []


def test_after_a_signature_that_does_not_count_the_first_button_gets_a_new_code(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    signer.confirms = False
    refused = type_code(browser, ceremony, signer.code)
    for page in (refused, browser.get(place(ceremony))):
        buttons = html.fromstring(page.content).cssselect("main button.govuk-button")
        assert [button.get("value") for button in buttons][:2] == ["email", "sms"]
        assert [button for button in buttons if "--secondary" not in button.get("class")] == buttons[:1]
    signer.confirms = True
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        ask_for_code(browser, ceremony)
        type_code(browser, ceremony, signer.code)
    assert again(ceremony).state == CeremonyState.COMPLETED


def test_the_end_of_the_certificate_is_written_as_dates_are(browser, ceremony):
    ceremony.certificate_until = datetime(2027, 3, 9, 12, tzinfo=UTC)
    ceremony.save()
    assert "09.03.2027" in words(browser.get(place(ceremony)))


def test_an_answer_for_another_person_is_refused(browser, ceremony, signer, told):
    ask_for_code(browser, ceremony)
    real = cloud_signature().verify

    def verify_as_another(digest, sign_b64):
        signer.answers_as = SignerRef(new_pin(), ceremony.organization_inn)
        return real(digest, sign_b64)

    cloud_signature().verify = verify_as_another
    assert type_code(browser, ceremony, signer.code).status_code == 409
    assert not Signature.objects.exists()
    assert told == []


def test_a_certificate_that_ended_signs_nothing(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    real = cloud_signature().open_session

    def open_and_end(ref, code):
        session = real(ref, code)
        signer.not_after = timezone.now() - timedelta(seconds=1)
        return session

    cloud_signature().open_session = open_and_end
    assert type_code(browser, ceremony, signer.code).status_code == 409
    assert not SignatureAttempt.objects.filter(call="sign").exists()


# Reloads, two windows


def test_reloading_after_the_signature_signs_nothing_again(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    code = signer.code
    type_code(browser, ceremony, code)
    assert type_code(browser, ceremony, code).status_code == 302
    assert ask_for_code(browser, ceremony).status_code == 409
    assert Signature.objects.count() == 1


def test_a_second_window_waits_while_the_first_signs(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    SigningCeremony.objects.update(busy_until=timezone.now() + timedelta(seconds=30))
    refused = type_code(browser, ceremony, signer.code)
    assert refused.status_code == 409
    assert "Башка терезе" in words(refused)
    SigningCeremony.objects.update(busy_until=timezone.now() - timedelta(seconds=1))
    assert type_code(browser, ceremony, signer.code).status_code == 302


def test_a_document_that_changed_in_storage_is_not_signed(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    document = ceremony.documents.get()
    document.file.storage.delete(document.file.name)
    assert type_code(browser, ceremony, signer.code).status_code == 409
    assert not SignatureAttempt.objects.filter(call="sign").exists()


# What the apps above say


REFUSAL = "Мындан ары иштебейт: Асанова Айгүл"


@pytest.fixture
def upstairs():
    """A function that lets the app above answer a signal with an error, until it is told to stop."""
    connected = []

    def answer(signal, error):
        def refuse(**_kwargs):
            raise error

        signal.connect(refuse)
        connected.append((signal, refuse))

    def stop():
        while connected:
            signal, refuse = connected.pop()
            signal.disconnect(refuse)

    answer.stop = stop
    yield answer
    stop()


def test_what_the_app_above_refuses_is_over_at_once_and_the_page_says_why(browser, ceremony, signer, upstairs):
    upstairs(signals.documents_signed, PermissionDenied(REFUSAL))
    ask_for_code(browser, ceremony)
    page = type_code(browser, ceremony, signer.code, follow=True)
    assert (again(ceremony).state, ceremony.refusal, ceremony.completed_at) == (CeremonyState.VOID, REFUSAL, None)
    assert REFUSAL in words(page)
    assert "колдонулбайт" in words(page)
    assert html.fromstring(page.content).cssselect("a.govuk-button[href='/']")
    document = ceremony.documents.get()
    assert (document.state, Signature.objects.get().document) == (DocumentState.DISCARDED, document)
    assert JournalEntry.objects.get(changes__comment=REFUSAL).action == "signing_voided"
    upstairs.stop()
    OutboxEntry.objects.filter(done_at=None).update(available_at=timezone.now())
    work()
    assert (again(ceremony).state, OutboxEntry.objects.filter(attempts__gt=0).count()) == (CeremonyState.VOID, 0)


def test_a_paper_signed_without_effect_is_known_to_the_page_where_everybody_checks(client, browser, ceremony, signer):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("records.services.ceremonies._complete", refuse_with(PermissionDenied(REFUSAL)))
        ask_for_code(browser, ceremony)
        type_code(browser, ceremony, signer.code)
    shown = client.get(reverse("records:verify", args=[ceremony.documents.get().public_id]))
    assert shown.status_code == 200
    assert "колдонулбайт" in words(shown)
    assert REFUSAL not in words(shown), "why is nobody else's business"


def refuse_with(error):
    def refuse(*_args, **_kwargs):
        raise error

    return refuse


@pytest.mark.parametrize("step", ["code", "confirm"])
def test_before_the_code_is_used_the_app_above_is_asked_and_nothing_gets_signed(
    browser, ceremony, signer, upstairs, step
):
    if step == "confirm":
        ask_for_code(browser, ceremony)
    upstairs(signals.documents_to_be_signed, PermissionDenied(REFUSAL))
    page = ask_for_code(browser, ceremony) if step == "code" else type_code(browser, ceremony, signer.code)
    assert (page.status_code, again(ceremony).state) == (409, CeremonyState.CANCELLED)
    assert REFUSAL in words(page)
    assert "Эч нерсеге кол коюлган жок" in words(page)
    assert not SignatureAttempt.objects.filter(call="sign").exists()
    assert not Signature.objects.exists()
    assert ask_for_code(browser, ceremony).status_code == 409, "it stays so"


def test_half_signed_and_refused_nothing_stays_half_signed(browser, head, inn, signer, upstairs):
    ceremony = open_signing(head, inn, *(fixed_document(by=head) for _number in range(2)))
    ask_for_code(browser, ceremony)
    real, calls = cloud_signature().sign, []

    def sign_once(session, digest):
        calls.append(digest)
        if len(calls) == 2:
            raise errors.Unavailable("timeout")
        return real(session, digest)

    cloud_signature().sign = sign_once
    assert type_code(browser, ceremony, signer.code).status_code == 503
    upstairs(signals.documents_to_be_signed, PermissionDenied(REFUSAL))
    assert browser.post(place(ceremony, "sign_go_on")).status_code == 409
    assert again(ceremony).state == CeremonyState.VOID
    signed = Signature.objects.get().document
    assert {document.state for document in ceremony.documents.filter(pk=signed.pk)} == {DocumentState.DISCARDED}


@pytest.mark.parametrize(("error", "completes"), [(RuntimeError("deadlock"), True), (PermissionDenied("жок"), False)])
def test_what_may_pass_is_tried_again_and_nothing_is_lost(browser, head, inn, signer, upstairs, error, completes):
    ceremony = open_signing(head, inn, fixed_document(by=head), completes=completes)
    upstairs(signals.documents_signed, error)
    ask_for_code(browser, ceremony)
    browser.raise_request_exception = False
    assert type_code(browser, ceremony, signer.code).status_code >= 400
    assert (again(ceremony).state, Signature.objects.count()) == (CeremonyState.AUTHORIZED, 1)
    upstairs.stop()
    OutboxEntry.objects.filter(kind="complete signing").update(available_at=timezone.now())
    work()
    assert again(ceremony).state == CeremonyState.COMPLETED


def test_what_the_service_has_signed_is_not_cancelled_before_it_is_confirmed(browser, ceremony, signer):
    ask_for_code(browser, ceremony)
    signer.trouble["verify"] = errors.Unavailable("timeout")
    type_code(browser, ceremony, signer.code)
    SigningCeremony.objects.update(state=CeremonyState.AUTHORIZED)  # as a killed process leaves it
    assert place(ceremony, "sign_cancel") not in browser.get(place(ceremony)).text
    assert browser.post(place(ceremony, "sign_cancel")).status_code == 403
    assert again(ceremony).state == CeremonyState.AUTHORIZED


def test_a_signing_can_be_cancelled_before_anything_is_signed(browser, ceremony, signer):
    assert browser.post(place(ceremony, "sign_cancel")).headers["Location"] == "/"
    assert again(ceremony).state == CeremonyState.CANCELLED
    assert ask_for_code(browser, ceremony).status_code == 409


def test_neither_code_nor_token_nor_number_lies_open(browser, ceremony, signer, caplog):
    ask_for_code(browser, ceremony)
    code = signer.code
    signer.trouble["sign"] = errors.Unavailable("timeout")
    type_code(browser, ceremony, code)
    token = sessions.kept(ceremony).token.reveal()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT string_agg(row_to_json(c)::text, '') FROM records_signingceremony c)"
            " || (SELECT string_agg(row_to_json(a)::text, '') FROM records_signatureattempt a)"
            " || (SELECT string_agg(row_to_json(j)::text, '') FROM records_journalentry j)"
        )
        written = cursor.fetchone()[0]
    for secret in (code, token, ceremony.signer.pin, ceremony.organization_inn):
        assert secret not in written
        assert secret not in caplog.text


def test_acting_for_speaks_for_the_organization(head, inn):
    assert acting_for(head, inn).organization_inn == Inn(inn)
    assert services.open_ceremony
