"""Files for calendars keep to the form that calendars read."""

from datetime import date

import pytest

from accreditation.selectors.icalendar import whole_days

DAY = date(2026, 11, 22)


def lines_of(**options):
    title = options.pop("title", "Баруу")
    return whole_days("visit-7", title, DAY, date(2026, 11, 23), url="https://asula/x", **options).split("\r\n")


def test_an_event_ends_on_the_day_after_its_last():
    lines = lines_of()
    assert "DTSTART;VALUE=DATE:20261122" in lines
    assert "DTEND;VALUE=DATE:20261124" in lines
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert not any(line.startswith(("SEQUENCE", "LOCATION", "STATUS", "METHOD")) for line in lines)


def test_a_cancelled_event_is_taken_out_by_its_name_and_number():
    lines = lines_of(off=True, sequence=4)
    for line in ("UID:visit-7@asula", "SEQUENCE:4", "STATUS:CANCELLED", "METHOD:CANCEL"):
        assert line in lines


@pytest.mark.parametrize(
    ("text", "written"),
    [("a;b", "a\\;b"), ("a,b", "a\\,b"), ("a\\b", "a\\\\b"), ("a\nb", "a\\nb"), ("a\r\nb", "a\\nb")],
)
def test_signs_of_the_form_are_escaped(text, written):
    assert f"LOCATION:{written}" in lines_of(where=text)


def test_long_lines_are_folded_between_letters():
    long = "Ысык-Көл облусунун Түп районундагы орто мектеп " * 4
    lines = lines_of(title=long)
    assert max(len(line.encode()) for line in lines) <= 75
    start = next(place for place, line in enumerate(lines) if line.startswith("SUMMARY:"))
    folded = [lines[start], *continued(lines, start)]
    assert "".join([folded[0], *(line[1:] for line in folded[1:])]) == f"SUMMARY:{long}"


def continued(lines, start):
    """The lines that go on with the one before."""
    for line in lines[start + 1 :]:
        if not line.startswith(" "):
            return
        yield line
