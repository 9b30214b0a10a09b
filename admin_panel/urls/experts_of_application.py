from django.urls import path

from admin_panel.views import experts_of_application as views

urlpatterns = [
    path("accreditations/<int:pk>/experts/", views.application_experts, name="application_experts"),
    path("accreditations/<int:pk>/experts/by-hand/", views.expert_by_hand, name="expert_by_hand"),
    path("accreditations/<int:pk>/experts/<int:expert>/surname/", views.surname_judge, name="surname_judge"),
    path("accreditations/<int:pk>/experts/second-draw/", views.redraw_ask, name="redraw_ask"),
    path("second-draws/<int:pk>/", views.redraw_answer, name="redraw_answer"),
    path("invitations/<int:pk>/replace/", views.invitation_replace, name="invitation_replace"),
    path("invitations/<int:pk>/chair/", views.chair_change, name="chair_change"),
    path("draws/<int:pk>/", views.draw, name="draw"),
    path("draws/<int:pk>/protocol.json", views.draw_json, name="draw_json"),
]
