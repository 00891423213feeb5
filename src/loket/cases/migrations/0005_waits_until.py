"""Keep with a case until when each of whom it waits on has, also for the cases that are there."""

from django.db import migrations, models

# Row by row of one organisation after the other: the fence lets nothing else through.
FILL = """
DO $$
DECLARE one bigint; before text := current_setting('loket.organisation', true);
BEGIN
    FOR one IN SELECT id FROM core_organisation LOOP
        PERFORM set_config('loket.organisation', one::text, true);
        UPDATE cases_case SET waits_until = waiting.dates FROM (
            SELECT case_id, jsonb_object_agg(
                party, to_char(first AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')
            ) AS dates
            FROM (
                SELECT case_id, party, min(due_at) AS first FROM cases_task
                WHERE done_at IS NULL AND blocks AND due_at IS NOT NULL GROUP BY case_id, party
            ) AS tasks GROUP BY case_id
        ) AS waiting
        WHERE cases_case.id = waiting.case_id AND cases_case.waits_on <> '';
    END LOOP;
    PERFORM set_config('loket.organisation', coalesce(before, ''), true);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_remove_case_reasons")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="waits_until",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
