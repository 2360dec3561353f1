from flask.testing import FlaskClient


def test_home_names_the_health_checks(client: FlaskClient) -> None:
    response = client.get("/")
    assert response.get_json()["links"] == {"live": "/health/live/", "ready": "/health/ready/"}


def test_errors_are_problem_details(client: FlaskClient) -> None:
    response = client.post("/")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.content_type == "application/problem+json"
    assert response.get_json()["title"] == "Method Not Allowed"
