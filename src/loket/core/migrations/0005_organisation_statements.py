"""Let an organisation account for what it does on pages of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_clock_terms")]
    operations = [
        migrations.AddField(
            model_name="organisation",
            name="statements",
            field=models.JSONField(default=dict),
        ),
    ]
