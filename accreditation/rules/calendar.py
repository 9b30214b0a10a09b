"""Who keeps the working calendar."""

from accreditation.rules.people import is_administrator

may_keep_calendar = is_administrator
