"""Let a term be of calendar days too: one column for every term in days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_numbers_and_moments")]
    operations = [
        migrations.AddField(
            model_name="clock",
            name="target_term",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        # The fence hides all rows of a table from its own migration, so it is opened for a moment.
        migrations.RunSQL(
            "ALTER TABLE core_clock NO FORCE ROW LEVEL SECURITY;"
            "UPDATE core_clock SET target_term = target_days || 'wd' WHERE target_days IS NOT NULL;"
            "ALTER TABLE core_clock FORCE ROW LEVEL SECURITY;",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveConstraint(model_name="clock", name="clock_one_target"),
        migrations.RemoveField(model_name="clock", name="target_days"),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(target_term="") | models.Q(target_minutes=None),
                name="clock_one_target",
            ),
        ),
    ]
