from accreditation.urls import applications, experts, invitations, people, register

app_name = "accreditation"

urlpatterns = [
    *applications.urlpatterns,
    *experts.urlpatterns,
    *invitations.urlpatterns,
    *people.urlpatterns,
    *register.urlpatterns,
]
