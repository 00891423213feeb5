"""Count what was handed in with each version of a form before it was counted at handing in."""

from django.db import migrations

# One organisation after the other: the fence lets nothing else through.
COUNT = """
DO $$
DECLARE one bigint; before text := current_setting('loket.organisation', true);
BEGIN
    FOR one IN SELECT id FROM core_organisation LOOP
        PERFORM set_config('loket.organisation', one::text, true);
        INSERT INTO core_counter (organisation_id, key, total)
        SELECT one, format('version:%s:handed_in', version_id), count(*)
        FROM cases_case WHERE organisation_id = one GROUP BY version_id
        ON CONFLICT (organisation_id, key) DO NOTHING;
    END LOOP;
    PERFORM set_config('loket.organisation', coalesce(before, ''), true);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_absences"), ("core", "0001_initial")]
    operations = [migrations.RunSQL(COUNT, migrations.RunSQL.noop)]
