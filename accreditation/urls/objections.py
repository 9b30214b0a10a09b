from django.urls import path

from accreditation.views import objections

urlpatterns = [
    path(
        "accreditations/applications/<int:pk>/experts/<int:invitation>/objection/",
        objections.objection,
        name="objection",
    ),
    path(
        "accreditations/applications/<int:pk>/objections/<int:objection>/taking-back/",
        objections.objection_take_back,
        name="objection_take_back",
    ),
    path("accreditations/orders/<uuid:public_id>/", objections.evaluation_order_file, name="evaluation_order_file"),
]
