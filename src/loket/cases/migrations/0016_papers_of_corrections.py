"""Put in each correction that is being typed what came on its case since the first handing in."""

from django.db import migrations

# One organisation after the other: the fence lets nothing else through.
FILL = """
DO $$
DECLARE one bigint; before text := current_setting('loket.organisation', true);
BEGIN
    FOR one IN SELECT id FROM core_organisation LOOP
        PERFORM set_config('loket.organisation', one::text, true);
        INSERT INTO catalogue_draftfile (organisation_id, draft_id, file_id, slot, item, position)
        SELECT one, draft.id, paper.file_id, paper.slot, paper.item, 0
        FROM cases_case kase
        JOIN catalogue_draft draft ON draft.id = kase.correction_id
        JOIN cases_casefile paper ON paper.case_id = kase.id
        WHERE kase.organisation_id = one AND draft.submitted_at IS NULL
            AND paper.state IN ('given', 'checked') AND paper.slot <> ''
            AND paper.via NOT IN ('submit', 'house') AND paper.added_at <= draft.created_at
        ON CONFLICT (draft_id, file_id) DO NOTHING;
    END LOOP;
    PERFORM set_config('loket.organisation', coalesce(before, ''), true);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_begun_with"), ("catalogue", "0007_given_before")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
