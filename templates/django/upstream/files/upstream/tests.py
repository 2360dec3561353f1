from collections.abc import Callable
from typing import Any
from unittest import mock

import httpx
from django.test import SimpleTestCase
from django.urls import reverse

from upstream import client

ITEM = {"id": 1, "name": "Lamp"}


class UpstreamTests(SimpleTestCase):
    def get(self, answer: Callable[[httpx.Request], httpx.Response], **params: int) -> Any:
        """Return the response to a request while the upstream gives this answer."""
        upstream = httpx.Client(base_url="http://upstream", transport=httpx.MockTransport(answer))
        with mock.patch.object(client, "get_client", return_value=upstream):
            return self.client.get(reverse("upstream:index"), params)

    def test_items_of_the_upstream_are_returned(self) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            self.assertEqual(request.url, "http://upstream/items?limit=5")
            return httpx.Response(200, json=[ITEM])

        self.assertJSONEqual(self.get(answer, limit=5).content, {"results": [ITEM]})

    def test_an_invalid_limit_is_refused(self) -> None:
        for limit in (0, 101):
            self.assertEqual(self.get(lambda _: httpx.Response(200, json=[]), limit=limit).status_code, 422)

    def test_a_failing_upstream_is_a_bad_gateway(self) -> None:
        for response in (httpx.Response(500), httpx.Response(302), httpx.Response(200, json=[{"id": "one"}])):
            with self.subTest(response=response), self.assertLogs("upstream.client"):
                self.assertEqual(self.get(lambda _, response=response: response).status_code, 502)  # type: ignore[misc]

    def test_a_silent_upstream_is_a_gateway_timeout(self) -> None:
        def answer(request: httpx.Request) -> httpx.Response:
            raise httpx.ReadTimeout("too slow")

        with self.assertLogs("upstream.client"):
            self.assertEqual(self.get(answer).status_code, 504)

    def test_not_ready_while_the_upstream_fails(self) -> None:
        with mock.patch.object(client, "is_reachable", return_value=False):
            self.assertEqual(self.client.get("/health/ready/").status_code, 503)
