from django.urls import path

from accreditation.views import applications

urlpatterns = [
    path("accreditations/applications/<int:pk>/", applications.application, name="application"),
]
