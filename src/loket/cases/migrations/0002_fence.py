"""Put row-level security around the tables of this module."""

from django.db import migrations

from loket.core.tenancy import Fence


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        Fence(
            "cases_approval",
            "cases_assignment",
            "cases_case",
            "cases_casefile",
            "cases_casemessage",
            "cases_note",
            "cases_task",
        ),
    ]
