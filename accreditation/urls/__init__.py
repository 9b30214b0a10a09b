from accreditation.urls import applications, evaluation, experts, invitations, people, register

app_name = "accreditation"

urlpatterns = [
    *applications.urlpatterns,
    *evaluation.urlpatterns,
    *experts.urlpatterns,
    *invitations.urlpatterns,
    *people.urlpatterns,
    *register.urlpatterns,
]
