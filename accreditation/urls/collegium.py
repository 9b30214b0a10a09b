from django.urls import path

from accreditation.views import collegium, packs

_CASE = "collegium/sittings/<int:pk>/cases/<int:order>/"

urlpatterns = [
    path("collegium/", collegium.collegium_home, name="collegium_home"),
    path("collegium/sittings/<int:pk>/", collegium.collegium_sitting, name="collegium_sitting"),
    path("collegium/sittings/<int:pk>/presence/", collegium.collegium_presence, name="collegium_presence"),
    path("collegium/sittings/<int:pk>/minutes/", collegium.collegium_minutes_sign, name="collegium_minutes_sign"),
    path("collegium/sittings/<int:pk>/pack/", packs.collegium_pack, name="collegium_pack"),
    path("collegium/sittings/<int:pk>/pack/<slug:kind>/", packs.collegium_pack_file, name="collegium_pack_file"),
    path(_CASE, collegium.collegium_case, name="collegium_case"),
    path(f"{_CASE}conflict/", collegium.collegium_conflict, name="collegium_conflict"),
    path(f"{_CASE}conflict/confirm/", collegium.collegium_conflict_confirm, name="collegium_conflict_confirm"),
]
