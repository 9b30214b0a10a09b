import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from core import effects
from core.models import OutboxEntry
from core.uploads import formats
from core.uploads.checks import check
from notifications.enums import PublicationKind
from notifications.models import Message, Publication, PublicationFile
from notifications.services import publications as services
from records.models import JournalEntry
from tests import files
from tests.factories.accounts import UserFactory
from tests.factories.notifications import PublicationFactory, PublicationFileFactory

pytestmark = pytest.mark.django_db
TEXTS = {"title_ky": "Жаңылык", "text_ky": "Текст", "title_ru": "Новость", "text_ru": "Текст по-русски"}


@pytest.fixture
def administrator():
    return Acting(user=UserFactory(is_administrator=True))


def document():
    return check(files.upload(files.pdf(), "нускама.pdf"), allowed=formats.PAPERS)


def actions():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


def test_what_was_added_is_a_draft_with_its_document(administrator):
    added = services.add_publication(PublicationKind.GUIDE, TEXTS, accepted=document(), by=administrator)
    stored = Publication.objects.get()
    assert (stored, stored.state, stored.added_by) == (added, "draft", administrator.user)
    assert stored.document.name == "нускама.pdf"
    assert actions() == ["publication_added"]


def test_a_change_is_seen_at_once_and_the_journal_keeps_the_old_text(administrator):
    publication = PublicationFactory(out=True, **TEXTS)
    services.change_publication(publication.pk, TEXTS | {"title_ru": "Иначе"}, accepted=None, by=administrator)
    publication.refresh_from_db()
    assert (publication.title_ru, publication.state) == ("Иначе", "published")
    assert JournalEntry.objects.get().changes == {"title_ru": ["Новость", "Иначе"], "file": None}


def test_what_is_equal_leaves_no_trace(administrator):
    publication = PublicationFactory(**TEXTS)
    services.change_publication(publication.pk, TEXTS, accepted=None, by=administrator)
    assert actions() == []


@pytest.mark.parametrize(("new", "without", "names"), [(True, False, ["нускама.pdf"]), (False, True, [])])
def test_a_document_is_replaced_or_removed(administrator, new, without, names):
    publication = PublicationFactory(**TEXTS)
    PublicationFileFactory(publication=publication, name="эски.pdf")
    accepted = document() if new else None
    services.change_publication(publication.pk, TEXTS, accepted=accepted, without_file=without, by=administrator)
    assert list(PublicationFile.objects.values_list("name", flat=True)) == names
    assert actions() == ["publication_changed"]


def test_published_withdrawn_and_published_again(administrator):
    publication = PublicationFactory()
    states = [services.publish(publication.pk, by=administrator).state]
    states.append(services.withdraw(publication.pk, by=administrator).state)
    states.append(services.publish(publication.pk, by=administrator).state)
    assert states == ["published", "withdrawn", "published"]
    assert actions() == ["publication_published", "publication_withdrawn", "publication_published"]
    assert not OutboxEntry.objects.exists()


@pytest.mark.parametrize("act", ["publish", "withdraw"])
def test_nothing_is_done_twice(administrator, act):
    publication = PublicationFactory(out=act == "withdraw")
    getattr(services, act)(publication.pk, by=administrator)
    with pytest.raises(PermissionDenied):
        getattr(services, act)(publication.pk, by=administrator)
    assert len(actions()) == 1


def test_a_notice_reaches_everybody_once_in_his_language(administrator):
    readers = [UserFactory(language="ky"), UserFactory(language="ru")]
    UserFactory(is_active=False)
    notice = PublicationFactory(kind=PublicationKind.NOTICE, title_ru="Важно & срочно", title_ky="Маанилүү")
    services.publish(notice.pk, by=administrator)
    assert not Message.objects.exists()
    effects.drain()
    services.send_notice(notice.pk)
    told = {message.recipient: message for message in Message.objects.all()}
    assert set(readers) <= set(told)
    assert len(told) == Message.objects.count() == services.recipients().count()
    assert [told[reader].subject for reader in readers] == ["Маанилүү", "Важно & срочно"]
    assert told[readers[0]].url == f"/news/{notice.pk}/"
    assert notice.text_ky in told[readers[0]].body


def test_what_was_sent_to_everybody_is_not_changed(administrator):
    notice = PublicationFactory(kind=PublicationKind.NOTICE, out=True)
    for act in (
        lambda: services.change_publication(notice.pk, TEXTS, accepted=None, by=administrator),
        lambda: services.withdraw(notice.pk, by=administrator),
        lambda: services.publish(notice.pk, by=administrator),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_nobody_else_speaks_for_the_ministry():
    anybody, draft, out = Acting(user=UserFactory()), PublicationFactory(), PublicationFactory(out=True)
    for act in (
        lambda: services.add_publication(PublicationKind.NEWS, TEXTS, accepted=None, by=anybody),
        lambda: services.change_publication(draft.pk, TEXTS, accepted=None, by=anybody),
        lambda: services.publish(draft.pk, by=anybody),
        lambda: services.withdraw(out.pk, by=anybody),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert actions() == []
