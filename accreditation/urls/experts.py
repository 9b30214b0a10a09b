from django.urls import path

from accreditation.views import experts

urlpatterns = [
    path("expert/", experts.expert_home, name="expert_home"),
    path("expert/profile/", experts.expert_profile, name="expert_profile"),
    path("expert/profile/data/", experts.expert_own_data, name="expert_own_data"),
    path("expert/profile/relatives/add/", experts.expert_relative_add, name="expert_relative_add"),
    path("expert/profile/absences/add/", experts.expert_absence_add, name="expert_absence_add"),
    path("expert/profile/absences/<int:pk>/delete/", experts.expert_absence_delete, name="expert_absence_delete"),
]
