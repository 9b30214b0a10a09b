from django.urls import path

from admin_panel.views import calendar

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/add/", calendar.calendar_day_add, name="calendar_day_add"),
    path("calendar/<int:pk>/remove/", calendar.calendar_day_remove, name="calendar_day_remove"),
    path("terms/", calendar.term_list, name="term_list"),
]
