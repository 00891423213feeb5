"""Put row-level security around the tables of this module."""

from django.db import migrations

from loket.core.tenancy import Fence


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]
    operations = [
        Fence(
            "contacts_contact",
            "contacts_message",
            "contacts_messagedraft",
            "contacts_messagefile",
            "contacts_notification",
            "contacts_outgoingmail",
        ),
    ]
