from django.urls import path

from core.http import by_method
from staff.views import adding, employees, heads

app_name = "staff"

urlpatterns = [
    path("", employees.employee_list, name="employee_list"),
    path("add/", by_method(adding.employee_add_show, adding.employee_add_save), name="employee_add"),
    path("<int:pk>/", employees.employee, name="employee"),
    path(
        "<int:pk>/edit/",
        by_method(employees.employee_edit_show, employees.employee_edit_save),
        name="employee_edit",
    ),
    path(
        "<int:pk>/dismiss/",
        by_method(employees.employee_dismiss_show, employees.employee_dismiss_save),
        name="employee_dismiss",
    ),
    path(
        "<int:pk>/take-back/",
        by_method(employees.employee_take_back_show, employees.employee_take_back_save),
        name="employee_take_back",
    ),
    path("<int:pk>/check/", employees.employee_check, name="employee_check"),
    path("<int:pk>/accept-name/", employees.employee_accept_name, name="employee_accept_name"),
    path("permissions/", employees.permission_table, name="permission_table"),
    path("head/hand-over/", by_method(heads.hand_over_show, heads.hand_over_save), name="hand_over"),
    path("acting/", heads.acting_head_list, name="acting_head_list"),
    path(
        "acting/add/",
        by_method(heads.acting_head_add_show, heads.acting_head_add_save),
        name="acting_head_add",
    ),
    path(
        "acting/<int:pk>/stop/",
        by_method(heads.acting_head_stop_show, heads.acting_head_stop_save),
        name="acting_head_stop",
    ),
]
