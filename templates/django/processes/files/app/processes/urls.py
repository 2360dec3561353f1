"""The paths of the requests, and of the departments."""

from django.urls import path

from app.processes import departments, views

urlpatterns = [
    path("", views.index, name="requests"),
    path("<int:id>/", views.detail, name="request"),
    path("<int:id>/decide/", views.decide, name="decide"),
    path("<int:id>/edit/", views.edit, name="edit_request"),
    path("<int:id>/submit/", views.submit, name="submit"),
    path("departments/", departments.index, name="departments"),
    path("departments/<int:id>/", departments.edit, name="department"),
    path("departments/<int:id>/people/", departments.people, name="department_people"),
    path("departments/new/", departments.new, name="new_department"),
    path("export/", views.export, name="export_requests"),
    path("import/", views.upload, name="import_requests"),
    path("new/", views.new, name="new_request"),
]
