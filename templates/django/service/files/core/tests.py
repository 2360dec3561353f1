from django.test import SimpleTestCase
from django.urls import reverse


class ServiceTests(SimpleTestCase):
    def test_the_front_page_links_to_the_health_checks(self) -> None:
        links = self.client.get(reverse("core:index")).json()["links"]
        self.assertEqual(self.client.get(links["live"]).status_code, 200)

    def test_errors_are_problem_details(self) -> None:
        response = self.client.get("/missing/")
        self.assertEqual(response.headers["Content-Type"], "application/problem+json")
        self.assertEqual(response.json(), {"title": "Not Found", "status": 404})
