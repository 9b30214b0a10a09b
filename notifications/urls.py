from django.urls import path

from notifications import views

urlpatterns = [
    path("", views.home, name="home"),
    path("licences/", views.licences, name="licences"),
    path("accreditations/", views.accreditations, name="accreditations"),
    path("news/", views.news, name="news"),
    path("feedback/", views.feedback, name="feedback"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
