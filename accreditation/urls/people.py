from django.urls import path

from accreditation.views import people

urlpatterns = [
    path("expert/", people.expert_home, name="expert_home"),
    path("collegium/", people.collegium_home, name="collegium_home"),
]
