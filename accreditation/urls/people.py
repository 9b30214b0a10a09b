from django.urls import path

from accreditation.views import people

urlpatterns = [
    path("collegium/", people.collegium_home, name="collegium_home"),
]
