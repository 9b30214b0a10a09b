from django.urls import path

from admin_panel.views import evaluation_orders as views

urlpatterns = [
    path("accreditations/<int:pk>/order/", views.evaluation_order, name="evaluation_order"),
    path("accreditations/<int:pk>/order/sign/", views.evaluation_order_sign, name="evaluation_order_sign"),
    path("accreditations/<int:pk>/order/upload/", views.evaluation_order_upload, name="evaluation_order_upload"),
    path("accreditations/orders/<uuid:public_id>/", views.evaluation_order_file, name="evaluation_order_file"),
]
