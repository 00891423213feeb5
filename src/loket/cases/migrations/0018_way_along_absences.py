"""Remember in which order absences gave a case away, so that it comes back along them."""

from django.db import migrations, models

# One organisation after the other: the fence lets nothing else through.
NUMBER_THE_STEPS = """
DO $$
DECLARE one bigint; before text := current_setting('loket.organisation', true);
BEGIN
    FOR one IN SELECT id FROM core_organisation LOOP
        PERFORM set_config('loket.organisation', one::text, true);
        UPDATE cases_handedover SET place = step.place
        FROM (
            SELECT id, row_number() OVER (PARTITION BY case_id, task_id ORDER BY id) AS place
            FROM cases_handedover WHERE state IN ('given', 'returning', 'stayed')
        ) step
        WHERE cases_handedover.id = step.id AND organisation_id = one;
    END LOOP;
    PERFORM set_config('loket.organisation', coalesce(before, ''), true);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_let_drafts_go")]

    operations = [
        migrations.AddField("handedover", "place", models.PositiveIntegerField(default=0)),
        migrations.RunSQL(NUMBER_THE_STEPS, migrations.RunSQL.noop),
    ]
