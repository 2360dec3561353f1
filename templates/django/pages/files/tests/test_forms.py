"""What happens to forms that did not come from a page of ours."""

from werkzeug.test import Client

from test_contract import assert_protected


def test_a_form_without_its_token_is_refused_in_the_look_of_the_site(http: Client) -> None:
    response = http.post("/form/")

    assert response.status_code in {400, 403}
    assert response.mimetype == "text/html"
    assert "bootstrap.min.css" in response.text
    assert_protected(response)


def test_no_route_takes_a_form_without_its_token(http: Client, unsafe_routes: list[tuple[str, str]]) -> None:
    for method, path in unsafe_routes:
        assert http.open(path, method=method).status_code in {400, 403}, path
