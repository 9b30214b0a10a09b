"""The addresses of the site with the gallery, which otherwise exists in DEBUG only."""

from django.urls import path

from asula.urls import *  # noqa: F403 -- all of them, with the error handlers
from core.gallery import gallery, gallery_refused

urlpatterns = [*urlpatterns, path("ui/", gallery, name="gallery"), path("ui/refused/", gallery_refused)]  # noqa: F405
