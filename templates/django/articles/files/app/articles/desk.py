"""The desk, at which staff write articles and look at what is not public yet."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from app.articles.forms import ArticleForm
from app.articles.markup import html_of
from app.articles.models import Article
from app.articles.public import page_of
from app.articles.publishing import move
from app.articles.states import ARROWS, State, arrows_from, may_write
from users.views import AuthenticatedHttpRequest

ARTICLES_PER_PAGE = 20

View = TypeVar("View", bound=Callable[..., HttpResponse])


def for_writers(view: View) -> View:
    """A view for those who may write, whose pages no cache keeps."""
    return never_cache(login_required(permission_required("articles.change_article", raise_exception=True)(view)))


def may_publish(request: HttpRequest) -> bool:
    """Whether the visitor decides what is public."""
    return request.user.has_perm("articles.publish_article")


def article_to_write(request: HttpRequest, number: int) -> Article:
    """An article, for somebody who may change its text; `PermissionDenied` for others."""
    article = get_object_or_404(Article, pk=number)
    if not may_write(article.state, may_publish=may_publish(request)):
        raise PermissionDenied
    return article


@require_safe
@for_writers
def index(request: HttpRequest) -> HttpResponse:
    """All articles, those that were changed last first."""
    state = request.GET.get("state", "")
    found = Article.objects.order_by("-updated_at", "-pk").select_related("author")
    if state in set(State):
        found = found.filter(state=state)
    context = {"articles": page_of(found, request, ARTICLES_PER_PAGE), "state": state, "states": list(State)}
    return render(request, "desk/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """A new draft."""
    return write(request, Article(author=request.user, state=State.DRAFT))


@require_safe
@for_writers
def article(request: HttpRequest, number: int) -> HttpResponse:
    """An article as it will be seen, what can be done with it, and the steps that it took."""
    found = get_object_or_404(Article, pk=number)
    context = {
        "article": found,
        "html": html_of(found.body),
        "arrows": arrows_from(found.state, may_publish=may_publish(request)),
        "may_write": may_write(found.state, may_publish=may_publish(request)),
        "steps": found.steps.order_by("pk").select_related("person"),
    }
    return render(request, "desk/article.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """The form of an article."""
    return write(request, article_to_write(request, number))


def write(request: HttpRequest, article: Article) -> HttpResponse:
    """The form of an article, and the way to what came of it."""
    form = ArticleForm(article, request.POST if request.method == "POST" else None)
    if form.is_valid() and form.save():
        messages.success(request, "The article is saved.")
        return redirect("desk:article", article.pk)
    status = 422 if form.is_bound else 200
    return render(request, "desk/form.html", {"form": form, "article": article}, status=status)


@require_POST
@for_writers
def take_step(request: AuthenticatedHttpRequest, number: int) -> HttpResponse:
    """Take an article along an arrow."""
    found = get_object_or_404(Article, pk=number)
    arrow = ARROWS.get(request.POST.get("arrow", ""))
    if arrow is None:
        raise BadRequest
    if arrow.takes_publisher and not may_publish(request):
        raise PermissionDenied
    if move(found, arrow, request.user):
        messages.success(request, arrow.told)
    else:
        messages.error(request, "Nothing was done: the article is in another state by now.")
    return redirect("desk:article", number)


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """An article, deleted for good."""
    found = article_to_write(request, number)
    if request.method == "POST":
        found.delete()
        messages.success(request, "The article is deleted.")
        return redirect("desk:index")
    return render(request, "desk/delete.html", {"article": found})


app_name = "desk"
urlpatterns = [
    path("", index, name="index"),
    path("new/", new, name="new"),
    path("<int:number>/", article, name="article"),
    path("<int:number>/edit/", edit, name="edit"),
    path("<int:number>/move/", take_step, name="move"),
    path("<int:number>/delete/", delete, name="delete"),
]
