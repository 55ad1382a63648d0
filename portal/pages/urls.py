from django.urls import path

from portal.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("my/", views.my_page, name="my_page"),
    path("executive/", views.executive, name="executive"),
    path("site/<slug:slug>/", views.page, name="page"),
    path("feedback/", views.feedback, name="feedback"),
    path("healthz", views.healthz, name="healthz"),
    path("brand.css", views.brand, name="brand"),
    path("logo", views.logo, name="logo"),
]
