import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from accounts.acting import Acting
from accounts.enums import Signature
from accounts.rules import may_sign_for
from tests.factories.accounts import UserFactory, new_inn

OURS, OTHER = new_inn(), new_inn()


@pytest.mark.parametrize(
    ("signature", "inn", "reason"),
    [
        (Signature.CLOUD, OURS, None),
        (Signature.TOKEN, OURS, None),
        (Signature.CLOUD, OTHER, "another organization"),
        (Signature.TOKEN, OTHER, "another organization"),
        (Signature.CLOUD, None, "another organization"),
        (Signature.SIMPLE, None, "simple signature"),
    ],
    ids=["cloud", "token", "cloud of another", "token of another", "cloud without one", "simple"],
)
def test_who_may_sign_for_an_organization(signature, inn, reason):
    acting = Acting(user=UserFactory.build(), signature=signature, organization_inn=inn)
    with translation.override("en"):
        refusal = may_sign_for.reason(acting, OURS)
    assert (refusal is None) == (reason is None)
    assert reason is None or reason in refusal


def test_a_refused_signature_is_refused_with_the_reason():
    acting = Acting(user=UserFactory.build(), signature=Signature.SIMPLE)
    with pytest.raises(PermissionDenied, match=r"\w"):
        may_sign_for.check(acting, OURS)
