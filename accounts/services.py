from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.timezone import now

from accounts import signals, unsent
from accounts.errors import AccountBlocked, AnotherAccount
from accounts.models import User
from core.identifiers import Pin
from integrations.identity import EsiIdentity
from integrations.token_signature import TokenIdentity


@transaction.atomic
def recognise(identity: EsiIdentity, account: SocialAccount) -> tuple[User, SocialAccount]:
    """The person of this sign-in and his account of ЕСИ exist, belong together, and he bears the names of today.

    `account` says which account came; whoever was entered by his personal number before is tied to it at his first
    sign-in. Raises AnotherAccount, AccountBlocked.
    """
    person = _person(identity.pin)
    account = _tied(account, person)
    if not person.is_active:
        raise AccountBlocked(person.username)
    _refresh(person, identity)
    return person, account


@transaction.atomic
def recognise_token(identity: TokenIdentity) -> User:
    """The person whose token this is exists, and has a name. Raises AccountBlocked."""
    person = _person(identity.pin)
    if not person.is_active:
        raise AccountBlocked(person.username)
    if not person.get_full_name():  # a certificate has the name in one string, ЕСИ in three: its word counts more
        parts = [*identity.common_name.split(maxsplit=2), "", "", ""]
        person.last_name, person.first_name, person.middle_name = parts[0], parts[1], parts[2]
        person.save(update_fields=["last_name", "first_name", "middle_name"])
    return person


def _person(pin: Pin) -> User:
    """The locked row of this personal number, new if need be; two browsers at once get the same one."""
    try:
        with transaction.atomic():
            if not User.objects.by_pin(pin).exists():
                User.objects.create_user(pin=pin)
    except IntegrityError:
        pass  # the other browser was faster
    return User.objects.by_pin(pin).select_for_update().get()


def _tied(account: SocialAccount, person: User) -> SocialAccount:
    known = SocialAccount.objects.filter(provider=account.provider, uid=account.uid).first()
    if known is not None:
        if known.user_id != person.pk:
            raise AnotherAccount("the account is another person's")
        return known
    issuer = account.extra_data["issuer"]
    if SocialAccount.objects.filter(user=person, provider=account.provider, extra_data__issuer=issuer).exists():
        raise AnotherAccount("the person has another account")
    account.user = person
    account.save()
    return account


def _refresh(person: User, identity: EsiIdentity) -> None:
    """Names are the state's; address and telephone only fill what is empty, because people may change them here."""
    if identity.last_name or identity.first_name:
        person.last_name, person.first_name = identity.last_name, identity.first_name
        person.middle_name = identity.middle_name
    if identity.email_verified and identity.email and not person.email:
        person.email = identity.email
    if identity.phone_verified and identity.phone and not person.phone:
        person.phone = identity.phone[:40]
    person.save(update_fields=["last_name", "first_name", "middle_name", "email", "phone"])


@transaction.atomic
def end_sessions(user: User, *, by: User, except_key: str | None = None) -> int:
    """All sessions of this person are dead, but for the one that is kept; returns how many were."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=except_key or "")
    count = _end(rows)
    signals.sessions_ended.send(User, user=user, by=by, count=count)
    return count


@transaction.atomic
def end_session(user: User, session_id: int, *, except_key: str | None) -> None:
    """This session of the person is dead. Raises Http404 if he has no such session beside the kept one."""
    rows = UserSession.objects.filter(user=user, pk=session_id).exclude(session_key=except_key or "")
    if not rows.exists():
        raise Http404
    _end(rows)
    signals.sessions_ended.send(User, user=user, by=user, count=1)


def _end(rows: QuerySet[UserSession]) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


@transaction.atomic
def block(user: User, *, by: User) -> None:
    """The person can't come in, and whatever he had open is closed."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user, by=by)


@transaction.atomic
def unblock(user: User) -> None:
    """The person may come in again."""
    user.is_active = True
    user.save(update_fields=["is_active"])


@transaction.atomic
def forget_what_ended() -> None:
    """Sessions that are over, their lines in people's lists, and text that is too old to be put back are gone."""
    Session.objects.filter(expire_date__lte=now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    unsent.forget_old()
