from django.urls import path

from admin_panel.views import appeals, conditions

urlpatterns = [
    path("conditions/", conditions.condition_list, name="condition_list"),
    path("conditions/<int:pk>/", conditions.condition, name="condition"),
    path("conditions/<int:pk>/close/", conditions.condition_close, name="condition_close"),
    path("conditions/<int:pk>/send-back/", conditions.condition_send_back, name="condition_send_back"),
    path("conditions/<int:pk>/extend/", conditions.condition_extend, name="condition_extend"),
    path("appeals/", appeals.appeal_list, name="appeal_list"),
    path("appeals/<int:pk>/", appeals.appeal, name="appeal"),
    path("appeals/<int:pk>/register/", appeals.appeal_register, name="appeal_register"),
    path("appeals/<int:pk>/panel/", appeals.appeal_panel, name="appeal_panel"),
    path("appeals/<int:pk>/outcome/", appeals.appeal_decide, name="appeal_decide"),
]
