from django.urls import path

from admin_panel.urls import (
    aftermath,
    calendar,
    certificates,
    collegium,
    desk,
    evaluation_orders,
    evaluations,
    experts_of_application,
    messages,
    objections,
    people,
    proofs,
    standards,
)
from admin_panel.views import home

app_name = "ministry"

urlpatterns = [
    path("", home.home, name="home"),
    *messages.urlpatterns,
    *people.urlpatterns,
    *collegium.urlpatterns,
    *desk.urlpatterns,
    *experts_of_application.urlpatterns,
    *certificates.urlpatterns,
    *aftermath.urlpatterns,
    *evaluation_orders.urlpatterns,
    *objections.urlpatterns,
    *evaluations.urlpatterns,
    *proofs.urlpatterns,
    *standards.urlpatterns,
    *calendar.urlpatterns,
]
