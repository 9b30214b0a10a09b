from django.urls import path

from accreditation.views import appeals, conditions, panels

_CASES = "accreditations/applications"
_HERE = f"{_CASES}/<int:pk>"

urlpatterns = [
    path(f"{_HERE}/conditions/", conditions.condition_list, name="condition_list"),
    path(f"{_CASES}/conditions/<int:pk>/answer/", conditions.condition_answer, name="condition_answer"),
    path(f"{_CASES}/conditions/files/<uuid:public_id>/", conditions.condition_file, name="condition_file"),
    path(f"{_HERE}/appeals/", appeals.appeal_list, name="appeal_list"),
    path(f"{_HERE}/appeals/<slug:against>/", appeals.appeal_file, name="appeal_file"),
    path(f"{_CASES}/appeals/<int:pk>/", appeals.appeal, name="appeal"),
    path(f"{_CASES}/appeals/<int:pk>/withdraw/", appeals.appeal_withdraw, name="appeal_withdraw"),
    path(f"{_CASES}/appeals/files/<uuid:public_id>/", appeals.appeal_document, name="appeal_document"),
    path("appeals/", panels.panel_home, name="panel_home"),
    path("appeals/<int:pk>/", panels.panel_appeal, name="panel_appeal"),
    path("appeals/<int:pk>/step-aside/", panels.panel_step_aside, name="panel_step_aside"),
]
