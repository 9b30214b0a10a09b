from django.urls import path

from accreditation.views import visit_kit, visits

_HERE = "expert/applications/<int:pk>/visit/"
_ENTRY = "expert/visits/entries/<uuid:public_id>/"

urlpatterns = [
    path(_HERE, visits.visit, name="visit"),
    path(f"{_HERE}plan/", visits.visit_plan, name="visit_plan"),
    path(f"{_HERE}cancel/", visits.visit_cancel, name="visit_cancel"),
    path(f"{_HERE}kit/", visit_kit.visit_kit, name="visit_kit"),
    path(f"{_HERE}kit/worker.js", visit_kit.visit_worker, name="visit_worker"),
    path(f"{_HERE}kit/state/", visit_kit.visit_state, name="visit_state"),
    path(f"{_HERE}kit/entries/", visit_kit.visit_entry_send, name="visit_entry_send"),
    path(f"{_HERE}kit/photos/", visit_kit.visit_photo_send, name="visit_photo_send"),
    path(f"{_HERE}criteria/<int:answer>/", visit_kit.visit_entry, name="visit_entry"),
    path(f"{_ENTRY}remove/", visit_kit.visit_entry_remove, name="visit_entry_remove"),
    path(f"{_ENTRY}rating/", visit_kit.visit_entry_choose, name="visit_entry_choose"),
    path("visits/<int:pk>/", visits.visit_record, name="visit_record"),
    path("visits/<int:pk>/days.ics", visits.visit_days, name="visit_days"),
    path("visits/photos/<uuid:public_id>/", visits.visit_photo, name="visit_photo"),
]
