from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from core.locking import read_locked
from staff.models import Employment
from tests.factories.accounts import UserFactory
from tests.factories.staff import EmploymentFactory


def read_in_its_own_transaction(pk):
    try:
        with transaction.atomic():
            return read_locked(Employment.objects.select_related("person"), pk).person.last_name
    finally:
        connection.close()


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_who_had_to_wait_reads_the_relations_as_they_are_then():
    employment, successor = EmploymentFactory(person__last_name="Асанова"), UserFactory(last_name="Үсөнова")
    with ThreadPoolExecutor(1) as colleague:
        with transaction.atomic():
            read_locked(Employment.objects.all(), employment.pk)
            reading = colleague.submit(read_in_its_own_transaction, employment.pk)
            while not somebody_waits():
                assert not reading.done()
            Employment.objects.filter(pk=employment.pk).update(person=successor)
        assert reading.result(timeout=60) == "Үсөнова"


@pytest.mark.django_db
def test_a_row_that_is_not_among_them_is_not_found():
    employment = EmploymentFactory()
    with pytest.raises(Employment.DoesNotExist):
        read_locked(Employment.objects.exclude(pk=employment.pk), employment.pk)
