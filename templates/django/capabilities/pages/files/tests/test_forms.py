"""What happens to forms that did not come from a page of ours."""

from werkzeug.test import Client


def test_a_form_without_its_token_is_refused_in_the_look_of_the_site(http: Client) -> None:
    response = http.post("/")

    assert response.status_code == 403
    assert response.mimetype == "text/html"
    assert '<h1 class="h2">You may not see this</h1>' in response.text
    assert "bootstrap.min.css" in response.text
