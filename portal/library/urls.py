from django.urls import path

from portal.library import views

app_name = "library"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("<slug:slug>/", views.document, name="document"),
]
