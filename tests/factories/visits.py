"""A group of experts that goes to a school, and what it notes there."""

import uuid
from datetime import timedelta
from hashlib import sha256

from django.core.files.base import ContentFile
from django.utils import timezone

from accreditation.models import Visit, VisitEntry, VisitPhoto
from core.uploads.models import ScanState
from tests.factories.evaluation import Group
from tests.files import picture


def bare_visit(group: Group, **facts) -> Visit:
    """A plan of which only the rows exist: all three go, today and tomorrow."""
    today = timezone.localdate()
    values = {
        "application": group.application,
        "starts_on": today,
        "ends_on": today + timedelta(days=1),
        "contact_name": "Асанова Гүлнара",
        "contact_phone": "+996 555 10 20 30",
        "planned_by": group.by_chair.user,
    }
    experts = facts.pop("experts", group.experts)
    visit = Visit.objects.create(**values | facts)
    visit.experts.set(experts)
    return visit


def bare_entry(visit: Visit, **facts) -> VisitEntry:
    """What the second expert saw of the first criterion, past the services."""
    values = {
        "visit": visit,
        "expert": facts.pop("expert", None) or visit.experts.order_by("pk")[1],
        "answer": facts.pop("answer", None) or visit.application.report.answers.exclude(criterion=None).first(),
        "finding": "seen",
        "note": "Лаборатория иштеп жатат",
        "noted_at": timezone.now(),
    }
    return VisitEntry.objects.create(**values | facts)


def bare_photo(entry: VisitEntry, **facts) -> VisitPhoto:
    """A picture that the scanner has seen already."""
    content = picture()
    values = {"public_id": uuid.uuid4(), "name": "лаборатория.jpg", "format_key": "jpeg", "size": len(content)}
    values |= {"sha256": sha256(content).hexdigest(), "scan_state": ScanState.CLEAN, "scanned_at": timezone.now()}
    photo = VisitPhoto(entry=entry, uploaded_by=entry.expert.person, **values | facts)
    photo.file.save("x", ContentFile(content), save=False)
    photo.save()
    return photo
