"""The paths of the panel."""

from django.contrib import admin

app_name = "admin"
urlpatterns = admin.site.get_urls()
