from contextlib import suppress

import pytest

from core.once import asking_once, once


@pytest.fixture
def asked():
    return []


@pytest.fixture
def standing(asked):
    @once
    def standing(person, place=None):
        """What the person is there."""
        asked.append((person, place))
        return len(asked)

    return standing


def test_the_same_question_is_asked_once_while_a_page_is_made(standing, asked):
    with asking_once():
        assert standing("Асан", place=1) == standing("Асан", place=1)
    assert asked == [("Асан", 1)]


def test_another_question_is_asked(standing, asked):
    with asking_once():
        for person, place in (("Асан", 1), ("Асан", 2), ("Үсөн", 1)):
            standing(person, place=place)
    assert asked == [("Асан", 1), ("Асан", 2), ("Үсөн", 1)]


def test_an_answer_of_nothing_is_an_answer(asked):
    @once
    def nobody():
        asked.append("nobody")

    with asking_once():
        assert nobody() is None
        assert nobody() is None
    assert asked == ["nobody"]


def test_whoever_writes_asks_each_time(standing):
    assert standing("Асан") != standing("Асан")


def test_the_next_page_asks_anew(standing):
    answers = set()
    for _page in range(2):
        with asking_once():
            answers.add(standing("Асан"))
    assert len(answers) == 2


def test_a_page_that_failed_leaves_no_answers_behind(standing, asked):
    with suppress(ValueError), asking_once():
        standing("Асан")
        raise ValueError
    standing("Асан")
    assert len(asked) == 2


def test_a_refusal_is_not_kept(asked):
    @once
    def fails():
        asked.append("fails")
        raise LookupError

    with asking_once():
        for _try in range(2):
            with pytest.raises(LookupError):
                fails()
    assert len(asked) == 2


def test_the_function_keeps_its_name_and_its_promise(standing):
    assert (standing.__name__, standing.__doc__) == ("standing", "What the person is there.")
