from django.urls import path

from accreditation.views import applications, applying

_HERE = "accreditations/applications/"

urlpatterns = [
    path(_HERE, applications.application_list, name="application_list"),
    path(f"{_HERE}create/", applying.application_create, name="application_create"),
    path(f"{_HERE}<int:pk>/", applications.application, name="application"),
    path(f"{_HERE}<int:pk>/paper/", applying.application_paper, name="application_paper"),
    path(f"{_HERE}<int:pk>/send/", applying.application_send, name="application_send"),
    path(f"{_HERE}<int:pk>/sent/", applying.application_sent, name="application_sent"),
    path(f"{_HERE}<int:pk>/changes/", applications.application_changes, name="application_changes"),
    path(f"{_HERE}<int:pk>/withdraw/", applying.application_withdraw, name="application_withdraw"),
    path(f"{_HERE}<int:pk>/delete/", applying.application_delete, name="application_delete"),
    path(f"{_HERE}returns/<uuid:public_id>/", applications.application_return_file, name="application_return_file"),
]
