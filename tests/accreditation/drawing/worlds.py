"""Random worlds: a case and experts of whom some may evaluate it and some may not."""

from datetime import date

from hypothesis import strategies as st

from accreditation.drawing.exclusions import TIES
from accreditation.drawing.facts import CaseFacts, ExpertFacts
from accreditation.drawing.ranking import Anchor

TYPES, LEVELS, DISTRICTS, LANGUAGES = ("prog_gen", "inst_gen"), ("primary", "secondary"), "ABC", ("ky", "ru", "uz")
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def case_facts(**changes) -> CaseFacts:
    return CaseFacts(
        **{
            "application": "32862",
            "type": "inst_gen",
            "levels": frozenset({"secondary"}),
            "district": "A",
            "language": "ky",
            "starts_on": date(2026, 12, 1),
            "ends_on": date(2026, 12, 10),
        }
        | changes
    )


def expert_facts(code: str = "u-1", **changes) -> ExpertFacts:
    """An expert whom no rule excludes from `case_facts()`."""
    return ExpertFacts(
        **{
            "code": code,
            "types": frozenset(TYPES),
            "levels": frozenset(LEVELS),
            "certificate_valid_until": date(2028, 1, 1),
            "district": "B",
            "languages": frozenset({"ky", "ru"}),
            "capacity": 6,
        }
        | changes
    )


def fit_for_all(code: str) -> ExpertFacts:
    """An expert whom no rule excludes from any of the random cases."""
    valid_until = date(2030, 1, 1)
    return expert_facts(code, district="D", languages=frozenset(LANGUAGES), certificate_valid_until=valid_until)


def some(values):
    """Mostly all of the values, so that enough experts remain."""
    return st.one_of(st.just(frozenset(values)), st.frozensets(st.sampled_from(values)))


@st.composite
def cases(draw):
    first, second = sorted((draw(DAYS), draw(DAYS)))
    return case_facts(
        application=str(draw(st.integers(1, 99_999))),
        type=draw(st.sampled_from(TYPES)),
        levels=draw(some(LEVELS)),
        district=draw(st.sampled_from(DISTRICTS)),
        language=draw(st.sampled_from(LANGUAGES)),
        starts_on=first,
        ends_on=second,
    )


@st.composite
def experts(draw):
    return [
        expert_facts(
            f"u-{number:04x}",
            is_blocked=draw(st.sampled_from([False, False, True])),
            for_accreditation=draw(st.sampled_from([True, True, False])),
            types=draw(some(TYPES)),
            levels=draw(some(LEVELS)),
            certificate_valid_until=draw(st.one_of(st.just(date(2030, 1, 1)), st.none(), DAYS)),
            district=draw(st.sampled_from(["", *DISTRICTS, *DISTRICTS])),
            languages=draw(some(LANGUAGES)),
            load=draw(st.integers(0, 5)),
            capacity=draw(st.sampled_from([4, 8])),
            absences=tuple((min(pair), max(pair)) for pair in draw(st.lists(st.tuples(DAYS, DAYS), max_size=1))),
            ties=draw(st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(TIES), max_size=1))),
        )
        for number in range(draw(st.integers(0, 14)))
    ]


def anchors():
    digests = st.text("0123456789abcdef", min_size=64, max_size=64)
    return st.builds(Anchor, day=DAYS, seq=st.integers(0, 10**9), hash=digests)
