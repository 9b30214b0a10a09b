from accreditation.urls import (
    applications,
    collegium,
    evaluation,
    experts,
    invitations,
    objections,
    register,
    visits,
)

app_name = "accreditation"

urlpatterns = [
    *applications.urlpatterns,
    *evaluation.urlpatterns,
    *experts.urlpatterns,
    *invitations.urlpatterns,
    *objections.urlpatterns,
    *collegium.urlpatterns,
    *register.urlpatterns,
    *visits.urlpatterns,
]
