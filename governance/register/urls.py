from django.urls import path

from governance.register import views

app_name = "register"
urlpatterns = [path("", views.actions, name="actions")]
