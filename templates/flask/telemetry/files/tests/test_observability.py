from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import Status, StatusCode

from app.observability import hide_private


def test_traces_have_no_query_strings_no_tokens_and_no_messages_of_exceptions() -> None:
    target = f"/reset/{'token' * 10}/?email=ada@example.org"
    status = Status(StatusCode.ERROR, "ValueError: ada@example.org")
    span = hide_private(ReadableSpan("GET", attributes={"http.target": target}, status=status))
    assert span.attributes == {"http.target": "/reset//"}
    assert span.status.description is None
