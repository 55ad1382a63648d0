"""Every address of the portal, app by app."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# Wrapped before its URLs are read: the admin signs in through the same throttled page as everybody.
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("portal.pages.urls")),
    path("search/", include("portal.search.urls")),
    path("bulletins/", include("bulletins.urls")),
    path("training/", include("training.urls")),
    path("learning/", include("reviews.urls")),
    path("policies/", include("portal.library.urls")),
    path("about/", include("governance.urls")),
    path("register/", include("governance.register.urls")),
    path("reports/", include("governance.documents.urls")),
    path("jobs/", include("portal.jobs.urls")),
    path("files/", include("portal.files.urls")),
    path("mailbox/", include("portal.mail.urls")),
    path("account/", include("portal.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "portal.pages.views.errors.bad_request"
handler403 = "portal.pages.views.errors.permission_denied"
handler404 = "portal.pages.views.errors.page_not_found"
handler500 = "portal.pages.views.errors.server_error"
