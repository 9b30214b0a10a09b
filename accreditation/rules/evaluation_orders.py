"""Who may sign the order on external evaluation in the system."""

from accreditation.rules.applications import administers

may_sign = administers
"""An administrator of accreditation, but not for an organization where he works: a specialist uploads what was signed
on paper."""
