"""How far the schools of the demo world have come: one stands at each station of the way."""

from collections.abc import Callable
from typing import Any

from accounts.acting import Acting
from accounts.models import User
from accreditation.demo import collegium, evaluation, intake
from accreditation.demo.intake import Case
from accreditation.enums.collegium import Outcome
from accreditation.enums.evaluation import Proposal
from accreditation.models import Application, Expert, Specialist
from core.identifiers import Pin
from organizations import demo
from organizations.models import Organization
from staff.selectors import head_of

ON_THE_WAY: dict[str, Callable[[Case], Application]] = {
    "school-jalalabad-9": intake.submitted,
    "school-private-arslanbob": intake.registered,
    "school-batken-leilek": intake.returned,
    "school-toktogul-uch-terek": intake.scheduled,
    "school-osh-52": intake.inviting,
    "school-nooken-masy": evaluation.under_way,
}
TO_BE_DECIDED = "school-batken-aidarken"
DECIDED = {  # every so manieth rating is low
    "evening-bishkek-2": (Outcome.ACCREDITED, Proposal.FULL, 34),
    "special-bishkek-21": (Outcome.CONDITIONAL, Proposal.CONDITIONAL, 6),
    "school-osh-private-kelechek": (Outcome.REFUSED, Proposal.REFUSE, 2),
}


def load_history(people: list[dict[str, Any]]) -> None:
    """Every school has applied once and has come to its station; what somebody has gone on with stays as it is."""
    pins = {person["slug"]: Pin(person["pin"]) for person in people}
    schools = {slug: school for slug, school in demo.schools().items() if not intake.has_begun(school)}
    schools.pop(demo.SCHOOL, None)  # whoever tries the demo applies for it himself
    cases = {slug: case for slug, school in schools.items() if (case := _case(school, pins))}
    for slug, bring in ON_THE_WAY.items():
        if slug in cases:
            bring(cases[slug])
    secretary, second = (_administrator(pins[f"administrator-{number}"]) for number in (1, 2))
    if set(DECIDED) <= set(cases):
        found = [
            (evaluation.evaluated(cases[slug], weakness=weakness, proposal=proposal), outcome)
            for slug, (outcome, proposal, weakness) in DECIDED.items()
        ]
        collegium.decide(found, secretary=secretary, second=second)
    if TO_BE_DECIDED in cases:
        collegium.convene(evaluation.evaluated(cases[TO_BE_DECIDED]), secretary=secretary)


def _case(school: Organization, pins: dict[str, Pin]) -> Case | None:
    head = head_of(school)
    if head is None:
        return None
    return Case(
        school=school,
        by_head=demo.acting(head.person, school, head.position),
        by_administrator=_administrator(pins["administrator-1"]),
        specialist=Specialist.objects.by_pin(pins["specialist-1"]).get(),
        expert=Expert.objects.by_pin(pins["expert-kg-gb-1"]).get(),
    )


def _administrator(pin: Pin) -> Acting:
    return Acting(user=User.objects.by_pin(pin).get())
