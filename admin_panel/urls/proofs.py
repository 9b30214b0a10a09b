from django.urls import path

from admin_panel.views import proofs

urlpatterns = [
    path("proofs/", proofs.proof_list, name="proof_list"),
    path("proofs/<int:pk>/", proofs.proof, name="proof"),
]
