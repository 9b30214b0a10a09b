"""The mailbox and the SMS outbox, and the mail server behind the first."""

import smtplib
from email.message import EmailMessage

import pytest


def letter(to, text="Саламатсызбы, Үмөт! Өтүнүчүңүз кабыл алынды."):
    message = EmailMessage()
    message["From"] = "asula@mail.example"
    message["To"] = to
    message["Subject"] = "Арызыңыз катталды: № 17"
    message.set_content(text)
    message.add_alternative("<p>HTML</p>", subtype="html")
    return message


def send(stub, message):
    with smtplib.SMTP("127.0.0.1", stub.smtp_port, timeout=10) as server:
        return server.send_message(message)


def test_what_the_application_sends_lies_in_the_mailbox(stub_server):
    send(stub_server, letter("reader@mail.example"))
    found = stub_server.latest("reader@mail.example")
    assert (found["channel"], found["from"]) == ("email", "asula@mail.example")
    assert found["subject"] == "Арызыңыз катталды: № 17"
    assert found["body"].strip() == "Саламатсызбы, Үмөт! Өтүнүчүңүз кабыл алынды."
    assert "text/html" in found["source"]
    page = stub_server.get("/outbox/?to=reader@mail.example").text
    assert "Арызыңыз катталды: № 17" in page
    detail = stub_server.get(f"/outbox/{found['id']}").text
    assert "Саламатсызбы, Үмөт!" in detail
    assert "multipart/alternative" in stub_server.get(f"/outbox/{found['id']}/source").text


def test_each_recipient_has_his_own_copy(stub_server):
    send(stub_server, letter("first@mail.example, second@mail.example"))
    assert stub_server.latest("first@mail.example")["id"] != stub_server.latest("second@mail.example")["id"]


def test_only_what_came_after(stub_server):
    send(stub_server, letter("later@mail.example", "first"))
    first = stub_server.latest("later@mail.example")["id"]
    params = {"to": "later@mail.example", "after": first}
    assert stub_server.get("/outbox/latest", params=params).status_code == 404
    send(stub_server, letter("later@mail.example", "second"))
    assert stub_server.latest("later@mail.example", after=first)["body"].strip() == "second"


@pytest.mark.parametrize(("slug", "code"), [("mail-refused", 550), ("mail-busy", 451)])
def test_a_mailbox_that_refuses(stub_server, slug, code):
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(stub_server, letter(stub_server.person(slug)["email"]))
    assert [answer[0] for answer in refused.value.recipients.values()] == [code]


def test_codes_by_sms_are_found_by_the_telephone_in_any_spelling(stub_server, person):
    phone = stub_server.account("head-school-bishkek-11")["phone"]
    person.until_code("head-school-bishkek-11", channel="sms")
    spelled = [phone, phone.removeprefix("+"), f"+{phone[1:4]} {phone[4:7]} {phone[7:]}"]
    assert len({stub_server.latest(to)["id"] for to in spelled}) == 1
    assert phone in stub_server.get("/outbox/sms").text


def test_a_letter_s_text_is_never_markup(stub_server):
    send(stub_server, letter("hostile@mail.example", "<script>alert(1)</script>"))
    found = stub_server.latest("hostile@mail.example")
    assert "<script>alert" not in stub_server.get(f"/outbox/{found['id']}").text
