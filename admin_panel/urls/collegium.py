from django.urls import path

from admin_panel.views import deciding, packs, recording, sittings

_ONE, _CASE = "sittings/<int:pk>/", "sittings/<int:pk>/cases/<int:order>/"

urlpatterns = [
    path("sittings/", sittings.sitting_list, name="sitting_list"),
    path("sittings/plan/", sittings.sitting_plan, name="sitting_plan"),
    path(_ONE, sittings.sitting, name="sitting"),
    path(f"{_ONE}agenda/", sittings.sitting_agenda, name="sitting_agenda"),
    path(f"{_ONE}order/", sittings.sitting_order, name="sitting_order"),
    path(f"{_ONE}change/", sittings.sitting_change, name="sitting_change"),
    path(f"{_ONE}open/", sittings.sitting_open, name="sitting_open"),
    path(f"{_ONE}presence/", sittings.sitting_presence, name="sitting_presence"),
    path(f"{_ONE}close/", sittings.sitting_close, name="sitting_close"),
    path(f"{_ONE}cancel/", sittings.sitting_cancel, name="sitting_cancel"),
    path(f"{_ONE}minutes/", sittings.sitting_minutes_sign, name="sitting_minutes_sign"),
    path(f"{_ONE}pack/", packs.sitting_pack, name="sitting_pack"),
    path(f"{_ONE}pack/<slug:kind>/", packs.sitting_pack_file, name="sitting_pack_file"),
    path(_CASE, deciding.agenda_item, name="agenda_item"),
    path(f"{_CASE}motion/", deciding.agenda_item_motion, name="agenda_item_motion"),
    path(f"{_CASE}votes/", recording.agenda_item_votes, name="agenda_item_votes"),
    path(f"{_CASE}conflict/", recording.agenda_item_conflict, name="agenda_item_conflict"),
    path(
        f"{_CASE}conflict/<int:member>/",
        recording.agenda_item_conflict_take_back,
        name="agenda_item_conflict_take_back",
    ),
    path(f"{_CASE}leave/", recording.agenda_item_leave, name="agenda_item_leave"),
    path(f"{_CASE}draft/", deciding.decision_draft, name="decision_draft"),
    path(f"{_CASE}confirm/", deciding.decision_confirm, name="decision_confirm"),
    path(f"{_CASE}send-back/", deciding.decision_send_back, name="decision_send_back"),
]
