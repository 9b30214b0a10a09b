"""The provider's signing keys: made on first use, rotated on request."""

from allauth.idp.oidc.models import PrivateKey
from django.db import connection, transaction

from stub.esi.models import ProviderKey
from stub.pki.authority import new_key, to_pem

CREATION_LOCK = 740_552


def published() -> list[PrivateKey]:
    """The keys in the key set, oldest first."""
    keys = list(ProviderKey.objects.filter(published=True).order_by("pk")) or [_first()]
    return [PrivateKey(pem=key.pem, issued_at=key.created_at) for key in keys]


def rotate(*, withdraw_old: bool = False) -> None:
    """From now on a new key signs; the old ones stay in the key set unless they are withdrawn."""
    if withdraw_old:
        ProviderKey.objects.update(published=False)
    ProviderKey.objects.create(pem=to_pem(new_key()))


def unpublished() -> str:
    """A key that no key set has ever shown."""
    return to_pem(new_key())


@transaction.atomic
def _first() -> ProviderKey:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CREATION_LOCK])
    existing = ProviderKey.objects.filter(published=True).first()
    return existing or ProviderKey.objects.create(pem=to_pem(new_key()))
