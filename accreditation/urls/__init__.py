from accreditation.urls import people

app_name = "accreditation"

urlpatterns = [*people.urlpatterns]
