import random
from io import StringIO

from django.core.management import call_command

from accreditation.drawing.simulation import Country, simulate
from accreditation.enums.draw import Exclusion


def test_load_is_even_where_the_rules_allow_it():
    report = simulate(Country(applications=400, experts=40, differences=False), random.Random(7))
    assert report.drawn == 400
    assert sum(report.loads) == 1200
    assert len(report.at_work) == 40
    assert report.spread <= 2
    assert not report.excluded


def test_a_country_with_all_rules():
    report = simulate(Country(applications=150, experts=80), random.Random(7))
    assert report.drawn + report.refused == 150
    assert sum(report.loads) == 3 * report.drawn
    missing = {Exclusion.DISTRICT_UNKNOWN, Exclusion.ASKED, Exclusion.CAPACITY}
    assert set(Exclusion) - set(report.excluded) <= missing
    assert all(report.excluded_alone[rule] <= report.excluded[rule] for rule in Exclusion)
    assert report.deciles()[0] == min(report.at_work)
    assert report.deciles()[-1] == max(report.loads)


def test_the_same_chance_gives_the_same_year():
    country = Country(applications=20, experts=30)
    assert simulate(country, random.Random(3)) == simulate(country, random.Random(3))


def test_too_few_experts_are_refused_not_relaxed():
    report = simulate(Country(applications=5, experts=2, differences=False), random.Random(1))
    assert (report.drawn, report.refused) == (0, 5)


def test_the_command_reports():
    out = StringIO()
    call_command("draw_simulation", applications=30, experts=40, stdout=out)
    text = out.getvalue()
    assert "Applications 30, experts 40" in text
    assert "spread" in text
    assert "district" in text
