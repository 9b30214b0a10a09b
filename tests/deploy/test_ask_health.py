"""The health check of the web container."""

import subprocess
import sys

import pytest
from django.conf import settings

ASKED = """
import runpy, sys, urllib.request
def answer(question, timeout):
    print(question.full_url, question.get_header("Host"), timeout)
    class Answer:
        status = {status}
        def __enter__(self): return self
        def __exit__(self, *_): return None
    return Answer()
urllib.request.urlopen = answer
sys.argv = ["ask-health", "ready"]
runpy.run_path({path!r}, run_name="__main__")
"""


@pytest.mark.parametrize(("status", "code"), [(200, 0), (204, 1)])
def test_it_asks_under_a_name_that_is_answered(status, code):
    script = ASKED.format(status=status, path=str(settings.BASE_DIR / "bin" / "ask-health"))
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"ALLOWED_HOSTS": "asula.example,other.example"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert done.stdout.split() == ["http://127.0.0.1:8000/health/ready", "asula.example", "5"]
