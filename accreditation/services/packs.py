"""The pack of a sitting is asked for on a page, made by a worker, given to whoever may read all that is in it."""

import tempfile
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.acting import Acting
from accreditation.enums.collegium import CollegiumAction
from accreditation.models import Sitting, SittingPack
from accreditation.selectors import packs as selectors
from accreditation.services import binding
from accreditation.workflow import sittings as workflow
from core import outbox

MAKE = "make pack of a sitting"  # in settings.OUTBOX_HANDLERS
KEPT = timedelta(days=30)


@transaction.atomic
def ask(sitting: Sitting, *, by: Acting) -> SittingPack:
    """The pack of what this person may read is ready or being made. Asked again for the same papers, it is the same."""
    locked = workflow.lock(sitting)
    cases = selectors.cases_for(locked, by)
    found = selectors.folders(locked, cases)
    if not any(folder.enclosures for folder in found):
        raise PermissionDenied(_("There are no papers that you may read in this sitting."))
    if pack := selectors.pack_of(locked, found):
        return pack
    language = translation.get_language() or "ky"
    pack = SittingPack.objects.create(
        sitting=locked, key=selectors.key_of(found), language=language, cases=cases, asked_by=by.user
    )
    numbers = ", ".join(str(folder.item) for folder in found)
    workflow.write_down(locked, None, CollegiumAction.MAKE_PACK, locked.state, by=by, comment=numbers)
    outbox.put(MAKE, {"pack_id": pack.pk}, key=f"{MAKE} {pack.pk}")
    return pack


def make(pack_id: int) -> None:
    """Effect of the outbox: both files lie in storage. Papers that have changed since are asked for anew."""
    pack = SittingPack.objects.select_related("sitting__chair", "sitting__secretary").filter(pk=pack_id).first()
    if pack is None or pack.made_at:
        return
    with translation.override(pack.language):
        found = selectors.folders(pack.sitting, pack.cases)
        if selectors.key_of(found) != pack.key:
            pack.delete()
            return
        bundle = binding.gather(found)
        with tempfile.TemporaryFile() as pdf, tempfile.TemporaryFile() as archive:
            pages = binding.bind(pack.sitting, bundle, pdf)
            binding.archive(bundle, archive)
            _store(pack, File(pdf), File(archive), pages=pages)


def forget() -> int:
    """Packs that were kept long enough are gone with their files and can be asked for anew; returns how many."""
    old = list(SittingPack.objects.filter(asked_at__lt=timezone.now() - KEPT))
    for pack in old:
        pack.delete()
        for file in (pack.pdf, pack.archive):
            if file:
                file.delete(save=False)
    return len(old)


def _store(pack: SittingPack, pdf: File, archive: File, *, pages: int) -> None:
    """The files belong to the row, or are gone again."""
    names = [default_storage.save(pack.pdf.field.generate_filename(pack, ""), file) for file in (pdf, archive)]
    facts = {"pdf": names[0], "archive": names[1], "pages": pages, "made_at": timezone.now()}
    if not SittingPack.objects.filter(pk=pack.pk, made_at=None).update(**facts):
        for name in names:
            default_storage.delete(name)
