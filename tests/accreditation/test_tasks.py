from datetime import date

import pytest

from accreditation.enums.certificates import CertificateState
from accreditation.tasks import watch_certificates
from notifications.models import Message
from tests.factories.certificates import head_of, issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_standards")]


def test_the_watch_expires_and_reminds():
    ended = issued(decided_on=date(2020, 1, 1), conditional=True)
    ending = issued(conditional=True)
    heads = {certificate: head_of(certificate).person for certificate in (ended, ending)}
    watch_certificates()
    ended.refresh_from_db()
    assert ended.state == CertificateState.EXPIRED
    told = {message.recipient: message.subject for message in Message.objects.all()}
    assert ended.printed_number in told[heads[ended]]
    assert ending.printed_number in told[heads[ending]]
    watch_certificates()
    assert Message.objects.count() == 2
