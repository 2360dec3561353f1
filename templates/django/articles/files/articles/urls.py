from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.generic import TemplateView

from articles import views
from articles.feeds import ArticleFeed
from articles.sitemaps import SITEMAPS

article_patterns = [
    path("", views.ArticleListView.as_view(), name="list"),
    path("feed.xml", ArticleFeed(), name="feed"),
    path("<slug:slug>/", views.ArticleDetailView.as_view(), name="detail"),
]

urlpatterns = [
    path("articles/", include((article_patterns, "articles"))),
    path("robots.txt", TemplateView.as_view(template_name="articles/robots.txt", content_type="text/plain")),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
