from django.urls import path

from governance import views

app_name = "governance"
urlpatterns = [
    path("", views.about, name="about"),
    path("who-we-are/", views.who_we_are, name="who_we_are"),
    path("groups/", views.groups, name="groups"),
    path("groups/<slug:slug>/", views.group, name="group"),
    path("relevant-agencies/", views.relevant_agencies, name="relevant_agencies"),
    path("funding/", views.funding, name="funding"),
    path("priorities/", views.priorities, name="priorities"),
    path("priorities/<slug:slug>/", views.priority, name="priority"),
]
