"""Let go of the drafts of changes that were never sent and whose case ended."""

from django.db import migrations

# One organisation after the other: the fence lets nothing else through.
LET_GO = """
DO $$
DECLARE one bigint; before text := current_setting('loket.organisation', true);
BEGIN
    FOR one IN SELECT id FROM core_organisation LOOP
        PERFORM set_config('loket.organisation', one::text, true);
        DELETE FROM cases_changeset
        WHERE organisation_id = one AND state = 'dropped' AND sent_at IS NULL;
    END LOOP;
    PERFORM set_config('loket.organisation', coalesce(before, ''), true);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_papers_of_corrections")]
    operations = [migrations.RunSQL(LET_GO, migrations.RunSQL.noop)]
