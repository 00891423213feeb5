"""Keep with which answers and documents a change begins; those begun before do not know."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_use_of_forms")]
    operations = [
        migrations.AddField(
            model_name="changeset", name="places", field=models.JSONField(null=True)
        ),
    ]
