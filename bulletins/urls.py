from django.urls import path

from bulletins import views

app_name = "bulletins"
urlpatterns = [
    path("", views.archive, name="archive"),
    path("feed/", views.feed, name="feed"),
    path("feed/<slug:priority>/", views.feed, name="feed_of_priority"),
    path("subscribe/", views.subscribe, name="subscribe"),
    path("subscribe/asked/", views.subscribe_asked, name="subscribe_asked"),
    path("subscribe/confirm/<str:token>/", views.subscribe_confirm, name="subscribe_confirm"),
    path("subscribe/again/<str:token>/", views.subscribe_again, name="subscribe_again"),
    path("preferences/<str:token>/", views.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("<slug:slug>/", views.bulletin, name="bulletin"),
    path("<slug:slug>/<slug:item_slug>/", views.item, name="item"),
]
