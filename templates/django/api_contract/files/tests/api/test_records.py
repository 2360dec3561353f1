"""Records by the API: made, read, changed, deleted, refused."""

from typing import Any

from werkzeug.test import TestResponse

from api.program import Maker, Program, assert_problem
from records.resources import RESOURCES, Resource


def without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


def test_a_record_is_made_and_read_again(program: Program, make: Maker, resource: Resource) -> None:
    body = make.body(resource)

    made = program.send("POST", resource.path, body)

    assert made.status_code == 201, made.text
    record = made.get_json()
    assert {name: record[name] for name in body} == body
    assert made.headers["Location"].endswith(f"{resource.path}{record['id']}/")
    read = program.get(f"{resource.path}{record['id']}/")
    assert read.status_code == 200
    assert read.get_json() == record
    assert record["created_at"].endswith("Z")


def test_what_is_optional_may_be_left_out(program: Program, make: Maker, resource: Resource) -> None:
    body = make.body(resource)
    least = {name: value for name, value in body.items() if name in resource.required}

    made = program.send("POST", resource.path, least)

    assert made.status_code == 201, made.text
    assert {name: made.get_json()[name] for name in resource.optional} == dict.fromkeys(resource.optional)
    assert {name: made.get_json()[name] for name in resource.several} == {name: [] for name in resource.several}


def test_what_is_required_is_asked_for(program: Program, resource: Resource) -> None:
    if resource.required:
        assert_problem(program.send("POST", resource.path, {}), 422, *resource.required)
    else:
        assert program.send("POST", resource.path, {}).status_code == 201


def test_values_at_the_limits_are_taken(program: Program, make: Maker, resource: Resource) -> None:
    body = make.body(resource)

    for name, values in resource.inside.items():
        for value in values:
            record = program.send("POST", resource.path, body | {name: value}).get_json()
            assert record[name] == value
            assert program.get(f"{resource.path}{record['id']}/").get_json()[name] == value
            assert program.send("DELETE", f"{resource.path}{record['id']}/").status_code == 204


def test_values_beyond_the_limits_are_refused(program: Program, make: Maker, resource: Resource) -> None:
    record, body = make(resource), make.body(resource)
    place = f"{resource.path}{record['id']}/"

    for name, values in resource.outside.items():
        for value in values:
            assert_problem(program.send("POST", resource.path, body | {name: value}), 422, name)
            assert_problem(program.send("PATCH", place, {name: value}), 422, name)

    assert program.get(place).get_json() == record
    assert program.get(resource.path).get_json()["count"] == 1


def test_a_record_is_replaced_as_a_whole(program: Program, make: Maker, resource: Resource) -> None:
    record = make(resource)
    body = make.body(resource, **{name: record[name] for name in resource.fixed})
    place = f"{resource.path}{record['id']}/"

    replaced = program.send("PUT", place, without(body, *resource.optional))

    assert replaced.status_code == 200, replaced.text
    now = replaced.get_json()
    assert now == program.get(place).get_json()
    expected = body | dict.fromkeys(resource.optional)
    assert {name: now[name] for name in expected} == expected
    assert now["id"] == record["id"]
    assert now["created_at"] == record["created_at"]
    assert now["updated_at"] >= record["updated_at"]


def test_one_field_is_changed_and_the_rest_stays(program: Program, make: Maker, resource: Resource) -> None:
    record = make(resource)
    place = f"{resource.path}{record['id']}/"

    for name, values in resource.values.items():
        if name in resource.fixed:
            continue
        before = program.get(place).get_json()
        changed = program.send("PATCH", place, {name: values[-1]})
        assert changed.status_code == 200, changed.text
        assert without(changed.get_json(), "updated_at") == without(before, "updated_at") | {name: values[-1]}


def test_a_deleted_record_is_gone(program: Program, make: Maker, resource: Resource) -> None:
    place = f"{resource.path}{make(resource)['id']}/"

    assert program.send("DELETE", place).status_code == 204

    assert_problem(program.get(place), 404)
    assert_problem(program.send("DELETE", place), 404)


def test_fields_that_are_not_there_or_not_to_be_set_are_refused(
    program: Program, make: Maker, resource: Resource
) -> None:
    body, place = make.body(resource), f"{resource.path}{make(resource)['id']}/"

    for name in ("no_such_field", "id", "created_at", "updated_at", "owner"):
        assert_problem(program.send("POST", resource.path, body | {name: 1}), 422, name)
        assert_problem(program.send("PATCH", place, {name: 1}), 422, name)


def test_what_is_unique_is_taken_once(program: Program, make: Maker, resource: Resource) -> None:
    first = make(resource)

    for name in resource.unique:
        second = make(resource)
        again = make.body(resource, **{name: first[name]})
        assert_problem(program.send("POST", resource.path, again), 422, name)
        assert_problem(program.send("PATCH", f"{resource.path}{second['id']}/", {name: first[name]}), 422, name)
        assert program.send("PATCH", f"{resource.path}{first['id']}/", {name: first[name]}).status_code == 200


def test_references_lead_to_records_that_are_there(program: Program, make: Maker, resource: Resource) -> None:
    record = make(resource)
    place = f"{resource.path}{record['id']}/"

    for name, to in resource.refers.items():
        other = make(RESOURCES[to])["id"]
        assert program.send("PATCH", place, {name: other}).get_json()[name] == other
        for wrong in (999_999, "1", -1, [other]):
            assert_problem(program.send("PATCH", place, {name: wrong}), 422, name)
    for name, to in resource.several.items():
        others = sorted([make(RESOURCES[to])["id"], make(RESOURCES[to])["id"]])
        assert program.send("PATCH", place, {name: others[::-1]}).get_json()[name] == others
        assert program.send("PATCH", place, {name: []}).get_json()[name] == []
        for several in ([999_999], ["1"], 1, None):
            assert_problem(program.send("PATCH", place, {name: several}), 422, name)


def test_what_others_refer_to_is_kept(program: Program, make: Maker, resource: Resource) -> None:
    for name in (name for name in resource.protected if RESOURCES[resource.refers[name]].in_api):
        target = make(RESOURCES[resource.refers[name]])
        record = make(resource, **{name: target["id"]})
        place = f"{RESOURCES[resource.refers[name]].path}{target['id']}/"

        assert_problem(program.send("DELETE", place), 409)

        assert program.get(place).get_json() == target
        assert program.send("DELETE", f"{resource.path}{record['id']}/").status_code == 204
        assert program.send("DELETE", place).status_code == 204


def test_a_body_that_is_no_record_is_refused(program: Program, resource: Resource) -> None:
    def post(content_type: str, data: str) -> TestResponse:
        return program.client.post(resource.path, data=data, content_type=content_type, headers=program.headers)

    assert_problem(post("application/json", '{"a": '), 400)
    assert_problem(post("text/plain", "a=b"), 415)
    assert_problem(program.send("POST", resource.path, [1, 2]), 422)


def test_what_is_not_there_is_told_as_a_problem(program: Program, resource: Resource) -> None:
    assert_problem(program.get(f"{resource.path}999999/"), 404)
    assert_problem(program.get(f"{resource.path}x/"), 404)
    assert_problem(program.get("/api/v1/no-such-thing/"), 404)
    answer = program.send("DELETE", resource.path)
    assert_problem(answer, 405)
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
