from django.contrib import admin, messages
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from portal.mail import services
from portal.mail.models import Delivery, Message
from portal.read_only import ReadOnlyAdmin
from portal.wording import counted


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["subject", "kind", "created_at", "stopped"]
    list_filter = ["stopped", "kind"]
    search_fields = ["subject", "kind"]
    date_hierarchy = "created_at"
    fields = ["subject", "kind", "created_at", "stopped", "progress", "reply_to", "headers", "text", "purged_at"]
    readonly_fields = ["progress"]

    @admin.display(description="deliveries")
    def progress(self, message: Message) -> str:
        """How many stand where, with the way to them."""
        labels = dict(Delivery.Status.choices)
        standing = [f"{labels[status]}: {n}" for status, n in services.counts(message).items() if n]
        url = f"{reverse('admin:mail_delivery_changelist')}?message__id__exact={message.pk}"
        return format_html('{} <a href="{}">Show each</a>', ". ".join(standing) or "None", url)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["address", "subject", "status", "sent_at", "due_at", "attempts", "smtp_code", "last_error"]
    list_filter = ["status", "message__kind"]
    search_fields = ["address", "key", "mail_id"]
    search_help_text = "An address, the key of an event or a Message-ID."
    list_select_related = ["message"]
    show_full_result_count = False
    exclude = ["slots"]  # they hold personal links
    actions = ["retry"]

    @admin.display(description="subject")
    def subject(self, delivery: Delivery) -> str:
        return delivery.message.subject

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        return lookup == "message__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.action(description="Try the failed ones again", permissions=["retry"])
    def retry(self, request, queryset):
        """Asks first: a mail that a server has refused may be refused again, and counts against the sender."""
        if "confirmed" in request.POST:
            retried = services.retry(queryset)
            self.message_user(request, f"{counted(retried, 'email is,emails are')} on the way again.", messages.SUCCESS)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Try the failed ones again?",
            "opts": self.opts,
            "failed": queryset.failed().filter(message__purged_at__isnull=True).count(),
            "chosen": queryset,
            "select_across": request.POST.get("select_across", "0"),
            "action_checkbox_name": admin.helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/mail/delivery/retry.html", context)

    def has_retry_permission(self, request) -> bool:
        return request.user.has_perm("mail.change_delivery")
