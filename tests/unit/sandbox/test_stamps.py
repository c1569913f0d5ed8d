"""Each answer is noted when its bytes come out, with what it answered."""

from sgdesk.sandbox.faults import Point
from sgdesk.sandbox.stamps import STAMPS_LIMIT, Stamps
from tests.unit.sandbox.connections import a_connection


def test_answer_is_noted_when_its_bytes_come_out_and_not_before() -> None:
    stamps, connection = Stamps(), a_connection(7)
    stamps.expect(connection, Point.AUTH, 100)
    assert stamps.to_json() == []

    (said,) = connection.on_answer
    said(250)
    assert stamps.to_json() == [
        {
            "point": Point.AUTH,
            "path": "smtp",
            "listener": "smtp587",
            "connection": 7,
            "asked_ns": 100,
            "answered_ns": 250,
        }
    ]
    stamps.clear()
    assert stamps.to_json() == []


def test_the_last_answers_are_kept() -> None:
    stamps, connection = Stamps(), a_connection()
    for asked_ns in range(STAMPS_LIMIT + 1):
        stamps.expect(connection, Point.AUTH, asked_ns)
    for said in connection.on_answer:
        said(0)

    assert [each["asked_ns"] for each in stamps.to_json()] == list(range(1, STAMPS_LIMIT + 1))
