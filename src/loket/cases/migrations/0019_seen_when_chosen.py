"""Keep how a case stood when it was chosen for a batch; of those chosen before nobody knows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_way_along_absences")]
    operations = [
        migrations.AddField(
            model_name="batchitem",
            name="seen",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
    ]
