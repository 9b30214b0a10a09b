"""The draw of three experts for an application that was just taken under consideration."""

from accounts.acting import Acting
from accreditation.models import Application


def draw_experts(application: Application, *, by: Acting) -> None:
    """Called in the transaction that takes the application: three experts are drawn and invited."""
