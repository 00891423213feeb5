"""Keep with a case where its requester worked, and with the order of a list what it filters by."""

import django.db.models.deletion
from django.db import migrations, models

# Row by row of one organisation after the other: the fence lets nothing else through.
FILL = """
DO $$
DECLARE one bigint; before text := current_setting('loket.organisation', true);
BEGIN
    FOR one IN SELECT id FROM core_organisation LOOP
        PERFORM set_config('loket.organisation', one::text, true);
        UPDATE cases_case SET requester_unit_id = work.unit_id FROM people_employment AS work
        WHERE cases_case.requester_id = work.person_id AND cases_case.closed_at IS NULL
            AND work.starts_on <= cases_case.created_at::date
            AND (work.ends_on IS NULL OR work.ends_on >= cases_case.created_at::date);
    END LOOP;
    PERFORM set_config('loket.organisation', coalesce(before, ''), true);
END $$
"""

# Open cases are few and have other statuses than all cases together; a planner that does not know
# this expects nothing behind a filter and sorts a heap.
KNOW = """
CREATE STATISTICS case_open (mcv)
ON closed_at, status, waits_on, is_late, language, priority FROM cases_case
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_changes'),
        ('catalogue', '0005_draft_proofs'),
        ('core', '0005_organisation_statements'),
        ('people', '0004_codes_by_mark'),
        ('routing', '0003_alert'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='case_team',
        ),
        migrations.AddField(
            model_name='case',
            name='requester_unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['queue', 'due_at', 'id', 'status', 'waits_on', 'assignee', 'priority', 'version', 'requester_unit', 'language', 'is_late', 'created_at'], name='case_team'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['queue', 'created_at', 'id', 'status', 'waits_on', 'assignee', 'priority', 'version', 'requester_unit', 'language', 'is_late', 'due_at'], name='case_received'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['queue', '-priority', 'due_at', 'id', 'status', 'waits_on', 'assignee', 'version', 'requester_unit', 'language', 'is_late', 'created_at'], name='case_priority'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['assignee', 'created_at', 'id'], name='case_mine_received'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['assignee', '-priority', 'due_at', 'id'], name='case_mine_priority'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(KNOW, "DROP STATISTICS case_open"),
    ]
