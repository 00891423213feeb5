"""Put row-level security around the tables of this module."""

from django.db import migrations

from loket.core.tenancy import Fence


class Migration(migrations.Migration):
    dependencies = [("routing", "0001_initial")]
    operations = [
        Fence(
            "routing_queue",
        ),
    ]
