from django.urls import path

from accreditation.views import collegium

_CASE = "collegium/sittings/<int:pk>/cases/<int:order>/"

urlpatterns = [
    path("collegium/", collegium.collegium_home, name="collegium_home"),
    path("collegium/sittings/<int:pk>/", collegium.collegium_sitting, name="collegium_sitting"),
    path(_CASE, collegium.collegium_case, name="collegium_case"),
    path(f"{_CASE}conflict/", collegium.collegium_conflict, name="collegium_conflict"),
]
