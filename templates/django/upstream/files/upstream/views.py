"""Items of the upstream: an example to replace."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from pydantic import BaseModel

from upstream import client


class Item(BaseModel):
    id: int
    name: str


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    limit = request.GET.get("limit", "20")
    if not limit.isdecimal() or not 1 <= int(limit) <= 100:
        return HttpResponse(status=422)
    try:
        items = client.get("/items", list[Item], limit=int(limit))
    except client.UpstreamError as error:
        return HttpResponse(status=error.status)
    return JsonResponse({"results": [item.model_dump(mode="json") for item in items]})
