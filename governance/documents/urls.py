from django.urls import path

from governance.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("builds/<int:pk>/", views.build_download, name="build_download"),
    path("<slug:slug>/", views.report, name="report"),
    path("<slug:slug>/build/", views.report_build, name="report_build"),
]
