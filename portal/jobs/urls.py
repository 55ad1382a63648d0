from django.urls import path

from portal.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:pk>/", views.job, name="job"),
    path("<uuid:pk>/state/", views.job_state, name="job_state"),
    path("<uuid:pk>/stop/", views.job_cancel, name="job_cancel"),
]
