"""The tagging surface: the article as readers see it, and every deed that needs its words.

One page and five addresses under it that answer with JSON. An answer carries what it has to say
and the parts of the page as they are now (newsroom.surface_parts); a refusal carries its sentence,
its status, and where something was typed the form with all of it.
"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator

from articles.admin import NO_ROLE
from articles.errors import Conflict, DeskError
from claims.tagging import TAG

from . import surface_deeds, surface_parts

PAGE = "admin/newsroom/surface.html"
SAFE = ("GET", "HEAD")
OTHER_METHOD = "This address cannot be used in this way. Go back to the claims in the text."
GONE = "This is not here any more. Copy what you typed, and go back to the list of articles."


def only(*methods):
    """Decorate a view so that it answers other methods with 405, and a sentence as JSON."""

    def decorated(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            if request.method in methods:
                return view(request, *args, **kwargs)
            allowed = {"Allow": ", ".join(methods)}
            return JsonResponse({"said": OTHER_METHOD}, status=405, headers=allowed)

        return answer

    return decorated


class TaggingSurface:
    """Part of the ModelAdmin of articles (articles.admin): the pages of the surface."""

    def surface_urls(self):
        pages = [
            ("", self.surface_view, "claims"),
            ("selection/", self.selection_view, "selection"),
            ("tag/", self.tag_selection_view, "tag_selection"),
            ("<int:claim_id>/", self.claim_view, "claim"),
            ("<int:claim_id>/place/", self.place_view, "claim_place"),
            ("<int:claim_id>/steps/", self.claim_step_view, "claim_steps"),
        ]
        return [
            path(
                f"<int:pk>/claims/{route}",
                self.admin_site.admin_view(view),
                name=f"articles_article_{name}",
            )
            for route, view, name in pages
        ]

    def article_with_claims(self, request, pk):
        if not request.user.has_perm("claims.view_claim"):
            raise PermissionDenied(NO_ROLE)
        return self.article_of(request, pk)

    @method_decorator(only(*SAFE))
    def surface_view(self, request, pk):
        article = self.article_with_claims(request, pk)
        parts = surface_parts.parts(article, request.user)
        statuses, kinds = surface_parts.filters()
        return self.render(
            request,
            PAGE,
            article,
            title="Claims in the text",
            parts={name.removeprefix("surface-"): part for name, part in parts.items()},
            may_tag=request.user.has_perm(TAG),
            statuses=statuses,
            kinds=kinds,
        )

    @method_decorator(only("POST"))
    def selection_view(self, request, pk):
        """Answer with the form for the selected words: to tag them, or to put a claim there."""
        return self._answer(request, pk, surface_deeds.form_for)

    @method_decorator(only("POST"))
    def tag_selection_view(self, request, pk):
        return self._answer(request, pk, surface_deeds.tag)

    @method_decorator(only(*SAFE))
    def claim_view(self, request, pk, claim_id):
        """Answer with what may be done with one claim here."""
        return self._answer(request, pk, surface_deeds.details, claim_id)

    @method_decorator(only("POST"))
    def place_view(self, request, pk, claim_id):
        return self._answer(request, pk, surface_deeds.place, claim_id)

    @method_decorator(only("POST"))
    def claim_step_view(self, request, pk, claim_id):
        return self._answer(request, pk, surface_deeds.step, claim_id)

    def _answer(self, request, pk, deed, *claim_id):
        """Return what `deed` answers as JSON, or its refusal under the status of that.

        Somebody who was too late is shown how things are now.
        """
        article = None
        try:
            article = self.article_with_claims(request, pk)
            answer, status = deed(request, article, *claim_id), 200
        except Http404:
            answer, status = {"said": GONE}, 404
        except PermissionDenied as refusal:
            answer, status = {"said": str(refusal)}, 403
        except surface_deeds.Refused as refusal:
            answer, status = {"said": str(refusal), "form": refusal.form}, refusal.status
        except DeskError as error:
            answer, status = {"said": str(error)}, error.status
        if article is not None and status == Conflict.status:
            answer |= surface_deeds.as_it_is_now(article, request.user)
        return JsonResponse(answer, status=status)
