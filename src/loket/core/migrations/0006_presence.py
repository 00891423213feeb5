"""Let those who handle a case see who else looks at it."""

from django.db import migrations, models
from django.db.models import deletion

from loket.core.tenancy import CurrentOrganisation, Fence


class Migration(migrations.Migration):
    dependencies = [("core", "0005_organisation_statements")]
    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=60)),
                ("person_id", models.BigIntegerField()),
                ("seen_at", models.DateTimeField()),
                ("wrote_at", models.DateTimeField(null=True)),
                ("organisation", models.ForeignKey(db_default=CurrentOrganisation(), editable=False, on_delete=deletion.PROTECT, related_name="+", to="core.organisation")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organisation", "topic", "person_id"), name="presence_once")],
            },
        ),
        migrations.RunSQL("ALTER TABLE core_presence SET UNLOGGED", "ALTER TABLE core_presence SET LOGGED"),
        Fence("core_presence"),
    ]
