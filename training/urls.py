from django.urls import path

from training.views import catalogue, mine, register, session

app_name = "training"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("courses/<slug:slug>/", catalogue.course, name="course"),
    path("sessions/<int:pk>/", session.session, name="session"),
    path("sessions/<int:pk>/book/", session.session_book, name="session_book"),
    path("sessions/<int:pk>/register/", register.session_register, name="session_register"),
    path("sessions/mine/", register.my_sessions, name="my_sessions"),
    path("mine/", mine.my_training, name="my_training"),
    path("bookings/<int:pk>/cancel/", mine.booking_cancel, name="booking_cancel"),
    path("bookings/<int:pk>/calendar.ics", mine.booking_calendar, name="booking_calendar"),
]
