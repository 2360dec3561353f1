from django.test import SimpleTestCase
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import Status, StatusCode

from config.observability import hide_private


class ObservabilityTests(SimpleTestCase):
    def test_traces_have_no_query_strings_no_tokens_and_no_messages_of_exceptions(self) -> None:
        target = f"/reset/{'token' * 10}/?email=ada@example.org"
        status = Status(StatusCode.ERROR, "ValueError: ada@example.org")
        span = hide_private(ReadableSpan("GET", attributes={"http.target": target}, status=status))
        self.assertEqual(span.attributes, {"http.target": "/reset//"})
        self.assertIsNone(span.status.description)
