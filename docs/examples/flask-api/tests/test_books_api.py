from flask.testing import FlaskClient

URL = "/api/v1/books/"
BOOK = {"title": "Emma", "isbn": "9780141439629", "published": "2026-01-24", "price": "190.00", "author": 1}


def test_book_is_created_changed_and_deleted(client: FlaskClient, writer: dict[str, str]) -> None:
    response = client.post(URL, json=BOOK, headers=writer)
    assert response.status_code == 201, response.get_json()
    assert response.get_json().items() >= BOOK.items()
    url = response.headers["Location"]
    assert client.get(url, headers=writer).get_json() == response.get_json()
    changed = client.patch(url, json=BOOK, headers=writer).get_json()
    assert changed == response.get_json() | {"updated_at": changed["updated_at"]}
    assert client.put(url, json=BOOK, headers=writer).status_code == 200
    assert client.delete(url, headers=writer).status_code == 204
    assert client.get(url, headers=writer).status_code == 404


def test_isbn_is_unique(client: FlaskClient, writer: dict[str, str]) -> None:
    assert client.post(URL, json=BOOK, headers=writer).status_code == 201
    assert client.post(URL, json=BOOK, headers=writer).status_code == 409


def test_invalid_book_is_refused(client: FlaskClient, writer: dict[str, str]) -> None:
    response = client.post(URL, json=BOOK | {"id": 7, "unknown": 1}, headers=writer)
    assert response.status_code == 422
    assert set(response.get_json()["detail"]["json"]) == {"id", "unknown"}


def test_books_are_listed_in_pages(client: FlaskClient, writer: dict[str, str]) -> None:
    page = client.get(f"{URL}?page_size=1&ordering=-id", headers=writer).get_json()
    assert len(page["results"]) <= 1
    assert page["previous"] is None
    assert client.get(f"{URL}?page=999", headers=writer).status_code == 404
    assert client.get(f"{URL}?ordering=unknown", headers=writer).status_code == 422
