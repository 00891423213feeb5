"""Put row-level security around the tables of this module."""

from django.db import migrations

from loket.core.tenancy import Fence


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        Fence(
            "people_address",
            "people_employment",
            "people_identifier",
            "people_membership",
            "people_party",
            "people_person",
            "people_preference",
            "people_rolegrant",
            "people_unit",
        ),
    ]
