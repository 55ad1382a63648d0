from django.urls import path

from portal.pages.views import brand, executive, home, mine, site

app_name = "pages"
urlpatterns = [
    path("", home.home, name="home"),
    path("my/", mine.my_page, name="my_page"),
    path("my/workplace/", mine.workplace, name="workplace"),
    path("executive/", executive.executive, name="executive"),
    path("site/<slug:slug>/", site.page, name="page"),
    path("feedback/", site.feedback, name="feedback"),
    path("healthz", brand.healthz, name="healthz"),
    path("brand.css", brand.brand, name="brand"),
    path("logo", brand.logo, name="logo"),
]
