from django.urls import path

from admin_panel.urls import proofs
from admin_panel.views import home

app_name = "ministry"

urlpatterns = [
    path("", home.home, name="home"),
    *proofs.urlpatterns,
]
