"""The oldest job of each organisation is found without reading those of the others."""

from django.db import migrations

UP = """
CREATE INDEX loket_jobs_by_turns ON procrastinate_jobs
  ((args ->> 'organisation_id'), queue_name, id)
  WHERE status = 'todo' AND priority >= 0 AND lock IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_hold_mails"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL(UP, "DROP INDEX loket_jobs_by_turns")]
