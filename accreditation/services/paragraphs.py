"""The ready paragraphs of returns: those that stand in the repository, and what the ministry makes of them."""

import json
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting
from accreditation.enums.desk import DeskAct
from accreditation.models import ReturnParagraph
from accreditation.rules.people import is_administrator
from records import journal

_FILE = Path(__file__).resolve().parent.parent / "reference" / "return_paragraphs.json"


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Each paragraph of the file exists; what is there already stays as administrators left it."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))["paragraphs"]
    known = set(ReturnParagraph.objects.values_list("key", flat=True))
    fresh = [ReturnParagraph(**row, place=place) for place, row in enumerate(rows, start=1) if row["key"] not in known]
    return {"paragraphs for returns": len(ReturnParagraph.objects.bulk_create(fresh))}


@transaction.atomic
def keep(paragraph: ReturnParagraph, *, by: Acting) -> ReturnParagraph:
    """The paragraph is offered with these words from now on; returns of the past keep theirs."""
    is_administrator.check(by, paragraph)
    paragraph.save()
    texts = {name: getattr(paragraph, name) for name in ("title_ky", "title_ru", "text_ky", "text_ru")}
    journal.write(DeskAct.PARAGRAPH_SAVED, by=by.user, obj=paragraph, changes=texts)
    return paragraph


@transaction.atomic
def turn(paragraph: ReturnParagraph, *, by: Acting) -> ReturnParagraph:
    """Whoever was offered is put aside, whoever was put aside is offered again."""
    is_administrator.check(by, paragraph)
    locked = ReturnParagraph.objects.select_for_update().get(pk=paragraph.pk)
    locked.retired_at = None if locked.retired_at else timezone.now()
    locked.save(update_fields=["retired_at"])
    act = DeskAct.PARAGRAPH_RETIRED if locked.retired_at else DeskAct.PARAGRAPH_SAVED
    journal.write(act, by=by.user, obj=locked)
    return locked
