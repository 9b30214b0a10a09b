from accreditation.urls import applications, people, register

app_name = "accreditation"

urlpatterns = [*applications.urlpatterns, *people.urlpatterns, *register.urlpatterns]
