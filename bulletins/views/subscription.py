"""Subscribing, changing and leaving. Every one of these works without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bulletins.errors import BulletinError
from bulletins.forms import PreferencesForm, SubscribeForm
from bulletins.services import subscriptions
from portal.accounts.limits import limited


@login_not_required
@limited("subscribe", "10/h")
def subscribe(request):
    """Ask for an address; the answer is the same for every address."""
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        subscriptions.subscribe(form.cleaned_data["email"])
        return redirect("bulletins:subscribe_asked")
    return render(request, "bulletins/subscribe.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
def subscribe_asked(request):
    return render(request, "bulletins/subscribe_asked.html")


@login_not_required
@never_cache
def subscribe_confirm(request, token):
    """The mail's link opens a page with a button: mail scanners follow links, and must change nothing by it."""
    try:
        subscription = subscriptions.find_to_confirm(token)
    except subscriptions.LinkExpired as expired:
        context = {"sentence": str(expired), "token": token, "subscription": expired.subscription}
        return render(request, "bulletins/subscribe_expired.html", context, status=410)
    except BulletinError as error:
        return render(request, "bulletins/subscribe_expired.html", {"sentence": str(error)}, status=410)
    if request.method == "POST":
        subscription = subscriptions.confirm(subscription)
    is_done = subscription.status == subscription.Status.ACTIVE
    context = {"subscription": subscription, "is_done": is_done, "reader": subscriptions.reader_token(subscription)}
    return render(request, "bulletins/subscribe_confirm.html", context)


@login_not_required
@require_POST
@limited("subscribe", "10/h")
def subscribe_again(request, token):
    """From the page of an expired link: one press, and a new one is on its way."""
    try:
        subscriptions.find_to_confirm(token)
    except subscriptions.LinkExpired as expired:
        subscriptions.ask_again(expired.subscription)
    except BulletinError as error:
        return render(request, "bulletins/subscribe_expired.html", {"sentence": str(error)}, status=410)
    return redirect("bulletins:subscribe_asked")


@login_not_required
@never_cache
def preferences(request, token):
    subscription = reader_of(token)
    initial = {"priorities": subscription.priorities.all()}
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        subscriptions.choose(subscription, priorities=form.cleaned_data["priorities"])
        messages.success(request, "Your choice is saved.")
        return redirect("bulletins:preferences", token=token)
    context = {"form": form, "subscription": subscription, "token": token}
    return render(request, "bulletins/preferences.html", context, status=422 if form.errors else 200)


# Exempt because a mail program posts here on its reader's behalf (RFC 8058) and holds no cookie of ours. The token in
# the address is the proof; forging this request needs the token, and with it one could as well open the page.
@csrf_exempt
@login_not_required
@never_cache
def unsubscribe(request, token):
    """GET asks, with the address masked; POST leaves, from the page's button or from the mail program."""
    subscription = reader_of(token)
    if request.method == "POST":
        subscription = subscriptions.stop(subscription)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse("Unsubscribed.", content_type="text/plain")
    is_done = subscription.status == subscription.Status.STOPPED
    context = {"subscription": subscription, "is_done": is_done, "token": token}
    return render(request, "bulletins/unsubscribe.html", context)


def reader_of(token: str):
    subscription = subscriptions.of_reader(token)
    if subscription is None:
        raise Http404
    return subscription
