"""Who is signing an application just now."""

from accreditation.models import Application
from records.models import SigningCeremony

PURPOSE = "application"


def signing_of(application: Application) -> SigningCeremony | None:
    """The signing of the application's paper that is not finished, or None."""
    running = SigningCeremony.objects.running().filter(purpose=PURPOSE, subject_id=application.pk)
    return next((one for one in running.select_related("signer") if one.subject == application), None)
