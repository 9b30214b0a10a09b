from datetime import date

import pytest

from organizations.enums import Role
from records.values import unpacked
from selfassessment.enums import OrderKind
from selfassessment.services import ordering
from selfassessment.services.papers import draft_paper
from selfassessment.services.signers import signer_of
from tests.factories.staff import ActingHeadFactory, acting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def acting_head(world):
    return ActingHeadFactory(employment=world.deputy, order_number="17-к", ordered_on=date(2026, 11, 20))


def test_the_head_signs(world):
    for by in (world.by_head, world.by_deputy):
        signer = signer_of(world.school, by)
        assert (signer.name, signer.position.ky, signer.position.ru) == (world.head.name, "Жетекчи", "Руководитель")


@pytest.mark.usefixtures("acting_head")
def test_the_acting_head_signs_with_the_ground_of_his_acting(world):
    signer = signer_of(world.school, world.by_deputy)
    assert signer.name == world.deputy.name
    assert signer.position.ky == "Жетекчинин милдетин аткаруучу (2026-жылдын 20-ноябры, № 17-к буйрук)"
    assert signer.position.ru == "Исполняющий обязанности руководителя (приказ от 20 ноября 2026 года № 17-к)"


@pytest.mark.usefixtures("acting_head")
def test_beside_an_acting_head_the_others_still_speak_of_the_head(world):
    assert signer_of(world.school, world.by_head).name == world.head.name
    assert signer_of(world.school, world.by_teachers[0]).name == world.head.name


def test_without_a_known_head_the_register_names_him(world):
    world.dismiss(world.head)
    assert signer_of(world.school, world.by_deputy).name == world.school.head_name


@pytest.mark.usefixtures("acting_head")
def test_the_order_of_an_acting_head_says_so(world):
    order = ordering.prepare_order(world.planned(), OrderKind.CONDUCT, by=world.by_deputy)
    facts = unpacked(draft_paper(order, by=acting_for(world.deputy, signs=True)).values)
    assert facts["signer_name"] == world.deputy.name
    assert "№ 17-к" in facts["signer_position"].ky
    assert world.deputy.role == Role.DEPUTY
