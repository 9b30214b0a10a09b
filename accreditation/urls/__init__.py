from accreditation.urls import applications, collegium, evaluation, experts, invitations, register, visits

app_name = "accreditation"

urlpatterns = [
    *applications.urlpatterns,
    *evaluation.urlpatterns,
    *experts.urlpatterns,
    *invitations.urlpatterns,
    *collegium.urlpatterns,
    *register.urlpatterns,
    *visits.urlpatterns,
]
