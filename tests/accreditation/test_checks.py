from accreditation.checks import check_terms


def test_terms_that_can_be_read_pass():
    assert check_terms() == []


def test_a_term_that_can_not_be_read_stops_the_start(settings):
    settings.TERMS = ["intake=soon"]
    assert [error.id for error in check_terms()] == ["accreditation.E001"]
