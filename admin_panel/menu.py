"""The ministry's cabinet: one menu, to which each room adds its entry through settings.MINISTRY_SECTIONS, or among the
further ones through settings.MINISTRY_FURTHER_SECTIONS."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.acting import Acting
from accreditation.enums.conditions import ConditionState
from accreditation.rules import people as rules
from accreditation.selectors import desk
from accreditation.selectors.appeals import appeals as appeals_of
from accreditation.selectors.conditions import handled
from core.once import once
from notifications.models import Feedback
from organizations import selectors
from organizations.cabinet import CabinetSection

type Sections = Callable[[Acting], CabinetSection | None]

_ONE_LINE = 6


@dataclass(frozen=True, slots=True)
class Menu:
    """What a person finds in the cabinet: the names of the manual first, `further` what opens behind one word."""

    first: list[CabinetSection]
    further: list[CabinetSection]

    @property
    def sections(self) -> list[CabinetSection]:
        return [*self.first, *self.further]

    @property
    def waiting(self) -> int:
        """How much waits behind the word."""
        return sum(section.count or 0 for section in self.further)


@once
def menu_of(acting: Acting) -> Menu:
    """The menu of this person, in the order of the settings; empty for who does not work in the ministry. What has
    room in one line is not folded."""
    if not rules.works_in_the_ministry.allows(acting):
        return Menu([], [])
    first = _declared(settings.MINISTRY_SECTIONS, acting)
    further = _declared(settings.MINISTRY_FURTHER_SECTIONS, acting)
    return Menu(first, further) if len(first) + len(further) > _ONE_LINE else Menu([*first, *further], [])


def _declared(paths: Iterable[str], acting: Acting) -> list[CabinetSection]:
    declared: list[Sections] = [import_string(path) for path in paths]
    return [section for sections in declared if (section := sections(acting))]


def experts(acting: Acting) -> CabinetSection | None:
    return _for_administrators(acting, CabinetSection(label=_("Experts"), url=reverse("ministry:expert_list")))


def collegium(acting: Acting) -> CabinetSection | None:
    return _for_administrators(
        acting, CabinetSection(label=_("Collegium"), url=reverse("ministry:collegiummember_list"))
    )


def sittings(_acting: Acting) -> CabinetSection | None:
    return CabinetSection(label=_("Sittings of the Collegium"), url=reverse("ministry:sitting_list"))


def specialists(acting: Acting) -> CabinetSection | None:
    entry = CabinetSection(label=_("Accreditation specialists"), url=reverse("ministry:specialist_list"))
    return _for_administrators(acting, entry)


def accreditations(acting: Acting) -> CabinetSection | None:
    """«Аккредитациялар (А)», with how much is new to this person."""
    return CabinetSection(
        label=_("Accreditations (A)"), url=reverse("ministry:application_list"), count=desk.unread_count(acting)
    )


def publications(acting: Acting) -> CabinetSection | None:
    return _for_administrators(
        acting, CabinetSection(label=_("Messages (A)"), url=reverse("ministry:publication_list"))
    )


def feedback(acting: Acting) -> CabinetSection | None:
    """Letters to the ministry, with how many wait for an answer."""
    if not acting.user.is_administrator:
        return None
    return CabinetSection(
        label=pgettext_lazy("menu", "Feedback"),
        url=reverse("ministry:feedback_list"),
        count=Feedback.objects.waiting().count(),
    )


def calendar(_acting: Acting) -> CabinetSection:
    """Specialists look, administrators change."""
    return CabinetSection(label=_("Working calendar"), url=reverse("ministry:calendar"))


def proofs(acting: Acting) -> CabinetSection | None:
    """Proofs of heads, with how many of them wait."""
    if not acting.user.is_administrator:
        return None
    return CabinetSection(
        label=_("Proofs of heads"), url=reverse("ministry:proof_list"), count=selectors.waiting_proofs().count()
    )


def _for_administrators(acting: Acting, section: CabinetSection) -> CabinetSection | None:
    return section if acting.user.is_administrator else None


def standards(acting: Acting) -> CabinetSection | None:
    """What the types of accreditation ask of schools."""
    if not acting.user.is_administrator:
        return None
    return CabinetSection(label=_("Standards and criteria"), url=reverse("ministry:standard_list"))


def certificates(acting: Acting) -> CabinetSection | None:
    """What was granted, and may be suspended or revoked."""
    return _for_administrators(
        acting, CabinetSection(label=_("Certificates"), url=reverse("ministry:certificate_list"))
    )


def conditions(acting: Acting) -> CabinetSection:
    """What conditionally accredited organizations owe, with how many answers wait to be checked."""
    waiting = handled(acting).filter(state=ConditionState.ANSWERED).count()
    return CabinetSection(label=_("Conditions"), url=reverse("ministry:condition_list"), count=waiting or None)


def appeals(acting: Acting) -> CabinetSection:
    """Appeals, with how many have to be decided."""
    live = appeals_of(acting, live=True).count()
    return CabinetSection(label=_("Appeals"), url=reverse("ministry:appeal_list"), count=live or None)
