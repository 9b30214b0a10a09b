from accreditation.urls import applications, people

app_name = "accreditation"

urlpatterns = [*applications.urlpatterns, *people.urlpatterns]
