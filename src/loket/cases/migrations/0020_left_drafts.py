"""Let a draft know that it changed or corrected a case that ended meanwhile."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_seen_when_chosen")]
    operations = [
        migrations.AlterField(
            model_name="continuation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("again", "Again"),
                    ("question", "Question"),
                    ("change", "Change"),
                    ("correct", "Correction"),
                ],
                max_length=8,
            ),
        ),
    ]
