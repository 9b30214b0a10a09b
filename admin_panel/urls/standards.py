from django.urls import path

from admin_panel.views import standards

urlpatterns = [
    path("standards/", standards.standard_list, name="standard_list"),
    path("standards/<int:pk>/", standards.standard, name="standard"),
    path("standards/<int:pk>/new-version/", standards.standard_begin, name="standard_begin"),
    path("standards/<int:pk>/details/", standards.standard_details, name="standard_details"),
    path("standards/<int:pk>/sections/add/", standards.standard_section_add, name="standard_section_add"),
    path("standards/<int:pk>/publish/", standards.standard_publish, name="standard_publish"),
    path("standards/<int:pk>/withhold/", standards.standard_withhold, name="standard_withhold"),
    path("standards/<int:pk>/discard/", standards.standard_discard, name="standard_discard"),
    path("standards/sections/<int:pk>/", standards.standard_section, name="standard_section"),
    path("standards/sections/<int:pk>/remove/", standards.standard_section_remove, name="standard_section_remove"),
]
