from django.urls import path

from portal.mail import views

app_name = "mail"
urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<str:name>/", views.mailbox_message, name="mailbox_message"),
    path("<str:name>/html/", views.mailbox_html, name="mailbox_html"),
    path("<str:name>/attachments/<int:number>/", views.mailbox_attachment, name="mailbox_attachment"),
]
