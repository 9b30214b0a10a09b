from accreditation.urls import (
    aftermath,
    applications,
    collegium,
    evaluation,
    experts,
    invitations,
    objections,
    register,
    replies,
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
    *aftermath.urlpatterns,
    *register.urlpatterns,
    *visits.urlpatterns,
    *replies.urlpatterns,
]
