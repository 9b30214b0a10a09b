from datetime import date, timedelta

import pytest
from django.utils import timezone

from accreditation.enums.certificates import CertificateState
from accreditation.models import Condition
from accreditation.tasks import watch_certificates
from notifications.models import Message
from tests.factories.certificates import head_of, issued
from tests.factories.conditions import conditions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_standards")]


def test_the_watch_expires_and_reminds():
    ended = issued(decided_on=date(2020, 1, 1), conditional=True)
    ending = issued(decided_on=timezone.localdate() - timedelta(days=350), conditional=True)
    heads = {certificate: head_of(certificate).person for certificate in (ended, ending)}
    watch_certificates()
    ended.refresh_from_db()
    assert ended.state == CertificateState.EXPIRED
    told = {message.recipient: message.subject for message in Message.objects.all()}
    assert ended.printed_number in told[heads[ended]]
    assert ending.printed_number in told[heads[ending]]
    watch_certificates()
    assert Message.objects.count() == 2


def test_the_watch_reminds_of_conditions_and_tells_which_were_missed(case):
    condition = conditions(case, until=timezone.localdate() + timedelta(days=3))[0]
    Condition.objects.exclude(pk=condition.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    watch_certificates()
    watch_certificates()
    head = Message.objects.filter(recipient=case.world.head.person)
    assert head.count() == 2
    assert Message.objects.filter(recipient=case.specialist.person).count() == 1
    assert Condition.objects.get(pk=condition.pk).reminded_of == condition.due_on
    assert Condition.objects.exclude(pk=condition.pk).get().missed_on is not None
