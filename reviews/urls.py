from django.urls import path

from reviews import views

app_name = "reviews"
urlpatterns = [
    path("", views.library, name="library"),
    path("<slug:slug>/", views.review, name="review"),
]
