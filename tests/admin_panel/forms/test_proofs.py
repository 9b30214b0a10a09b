import pytest

from admin_panel.forms.proofs import ProofForm


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"verdict": "accept", "reason": ""}, set()),
        ({"verdict": "accept", "reason": "Буйрук туура"}, set()),
        ({"verdict": "refuse", "reason": "Мөөнөтү өткөн"}, set()),
        ({"verdict": "refuse", "reason": ""}, {"reason"}),
        ({"verdict": "refuse", "reason": " \r\n "}, {"reason"}),
        ({"verdict": "refuse", "reason": "ж" * 501}, {"reason"}),
        ({"verdict": "", "reason": "x"}, {"verdict"}),
        ({"verdict": "perhaps", "reason": "x"}, {"verdict"}),
    ],
)
def test_a_refusal_needs_a_reason(data, wrong):
    form = ProofForm(data)
    assert set(form.errors) == wrong


def test_the_verdict_is_a_yes_or_a_no():
    for verdict, is_enough in (("accept", True), ("refuse", False)):
        form = ProofForm({"verdict": verdict, "reason": "x"})
        assert form.is_valid()
        assert form.is_enough is is_enough
