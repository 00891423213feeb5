"""A monitor asks whether Loket works."""

import pytest
from django.db import connection
from django.test import Client


@pytest.mark.django_db
def test_the_health_page_says_that_the_database_answers(client: Client) -> None:
    answer = client.get("/gezondheid/")

    assert answer.status_code == 200
    assert answer.content == b"goed\n"


@pytest.mark.django_db
def test_the_tests_are_under_the_same_fences_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("loket_app", False, False)
