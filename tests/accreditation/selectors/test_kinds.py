import pytest
from django.utils import translation

from accreditation.selectors.kinds import kind_and_level
from selfassessment.enums import AccreditationType


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("type", AccreditationType.values)
def test_each_type_is_shown_in_two_columns_of_which_none_is_empty(type, language):
    with translation.override(language):
        kind, level = kind_and_level(type)
        assert f"{kind}. {level}" == str(AccreditationType(type).label)
        assert kind
        assert level
