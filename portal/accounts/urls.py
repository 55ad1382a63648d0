from django.urls import path, re_path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("my-data/", views.my_data, name="my_data"),
    path("my-data/download/", views.my_data_export, name="my_data_export"),
    path("my-data/erase/", views.my_data_erase, name="my_data_erase"),
    path("demo/<int:pk>/", views.demo_sign_in, name="demo_sign_in"),
    # The same addresses as allauth's, found first: its pages with our statuses.
    path("login/", views.LoginView.as_view(), name="login"),
    path("signup/", views.SignupView.as_view(), name="signup"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", views.ConfirmEmailView.as_view(), name="confirm_email"),
    path("password/reset/", views.PasswordResetView.as_view(), name="reset_password"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.PasswordResetFromKeyView.as_view(),
        name="reset_password_from_key",
    ),
]
