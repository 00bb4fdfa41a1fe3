from django.urls import path

from operations.views import news, public

urlpatterns = [
    path("", public.home, name="home"),
    path("about/", public.about, name="about"),
    path("disclosure/", public.disclosure, name="disclosure"),
    path("news/", news.news, name="news"),
    path("news/<slug:number>/", news.notice, name="notice"),
]
