"""Terms in months, and dates as official papers write them; screens use dd.mm.yyyy through the locale's formats."""

from calendar import monthrange
from datetime import date

_MONTHS_KY = [
    "январы",
    "февралы",
    "марты",
    "апрели",
    "майы",
    "июну",
    "июлу",
    "августу",
    "сентябры",
    "октябры",
    "ноябры",
    "декабры",
]
_MONTHS_RU = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]


def official_date(day: date, language: str) -> str:
    """«2026-жылдын 22-ноябры» in Kyrgyz, «22 ноября 2026 года» in Russian (the style of the state's acts)."""
    if language == "ky":
        return f"{day.year}-жылдын {day.day}-{_MONTHS_KY[day.month - 1]}"
    return f"{day.day} {_MONTHS_RU[day.month - 1]} {day.year} года"


def months_later(day: date, months: int) -> date:
    """The same day so many months later; in a month that is too short, its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
