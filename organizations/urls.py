from django.urls import path

from organizations.views import documents, parts, profile, registering

urlpatterns = [
    path("register/", registering.organization_register_start, name="organization_register_start"),
    path("register/parts/", registering.organization_register, name="organization_register"),
    path("register/parts/data/", parts.organization_register_data, name="organization_register_data"),
    path("register/parts/head/", parts.organization_register_head, name="organization_register_head"),
    path("register/parts/additions/", parts.organization_register_additions, name="organization_register_additions"),
    path("register/parts/documents/", parts.organization_register_documents, name="organization_register_documents"),
    path("register/parts/bank/", parts.organization_register_bank, name="organization_register_bank"),
    path("register/section/", registering.organization_register_section, name="organization_register_section"),
    path("register/done/", registering.organization_registered, name="organization_registered"),
    path("", profile.organization_cabinet, name="organization_cabinet"),
    path("profile/", profile.organization_profile, name="organization_profile"),
    path("profile/edit/", profile.organization_profile_edit, name="organization_profile_edit"),
    path("profile/bank/", profile.organization_profile_bank, name="organization_profile_bank"),
    path("profile/documents/", profile.organization_profile_documents, name="organization_profile_documents"),
    path("profile/head/", profile.organization_profile_head, name="organization_profile_head"),
    path("profile/ask/", profile.organization_profile_ask, name="organization_profile_ask"),
    path("profile/changes/<int:pk>/", profile.organization_profile_changes, name="organization_profile_changes"),
    path("documents/<uuid:public_id>/", documents.organization_document, name="organization_document"),
]
