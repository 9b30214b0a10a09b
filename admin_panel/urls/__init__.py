from django.urls import path

from admin_panel.urls import desk, people, proofs, standards
from admin_panel.views import home

app_name = "ministry"

urlpatterns = [
    path("", home.home, name="home"),
    *people.urlpatterns,
    *desk.urlpatterns,
    *proofs.urlpatterns,
    *standards.urlpatterns,
]
