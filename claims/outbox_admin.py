"""The outbox as whoever keeps the house sees it: what waits, what failed, what was given up."""

from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils import timezone

from articles.people import name_of

from . import outbox
from .models import Mail

STATES = {
    "waiting": {"next_attempt__isnull": False},
    "failing": {"next_attempt__isnull": False, "attempts__gt": 0},
    "given_up": {"given_up_at__isnull": False},
    "sent": {"sent_at__isnull": False},
}


class State(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(name, name.replace("_", " ")) for name in STATES]

    def queryset(self, request, queryset):
        wanted = STATES.get(self.value())
        return queryset if wanted is None else queryset.filter(**wanted)


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin):
    """A list to read: mails say what they say in claims.letters, and nobody reads another's."""

    list_display = ["to", "sort", "created", "attempts", "state", "last_error"]
    list_display_links = None
    list_filter = [State]
    list_select_related = ["person"]
    list_per_page = 50
    actions = ["try_again"]

    def changelist_view(self, request, extra_context=None):
        _keep_mails(request)
        return super().changelist_view(request, {"title": "Outbox", **(extra_context or {})})

    @admin.display(description="to")
    def to(self, mail):
        return name_of(mail.person)

    @admin.display(description="sort")
    def sort(self, mail):
        return f"daily, of {mail.day.isoformat()}" if mail.day else "at once"

    @admin.display(description="state")
    def state(self, mail):
        if mail.sent_at:
            return f"sent {_moment(mail.sent_at)}"
        if mail.given_up_at:
            return f"given up {_moment(mail.given_up_at)}"
        return f"waits until {_moment(mail.next_attempt)}"

    @admin.action(description="Try again what was given up", permissions=["view"])
    def try_again(self, request, mails):
        count = outbox.try_again(Mail.objects.filter(pk__in=[mail.pk for mail in mails]))
        one = "1 mail is" if count == 1 else f"{count} mails are"
        messages.success(request, f"{one} back in the outbox.")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _keep_mails(request):
    """Leave out of a selection what can be no mail's key: the database would refuse them all."""
    chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
    if any(not _is_key(key) for key in chosen):
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, [key for key in chosen if _is_key(key)])
        messages.warning(request, "Part of what was selected is no mail and was left out.")


def _is_key(words):
    try:
        UUID(words)
    except ValueError:
        return False
    return True


def _moment(when):
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M")
