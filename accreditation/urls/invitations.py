from django.urls import path

from accreditation.views import invitations

urlpatterns = [
    path("expert/invitations/<int:pk>/", invitations.invitation, name="invitation"),
    path("expert/invitations/<int:pk>/accept/", invitations.invitation_accept, name="invitation_accept"),
    path("expert/invitations/<int:pk>/decline/", invitations.invitation_decline, name="invitation_decline"),
    path("expert/invitations/<int:pk>/period.ics", invitations.invitation_period, name="invitation_period"),
    path("invitations/<str:secret>/", invitations.invitation_link, name="invitation_link"),
    path("invitations/<str:secret>/decline/", invitations.invitation_link_decline, name="invitation_link_decline"),
]
