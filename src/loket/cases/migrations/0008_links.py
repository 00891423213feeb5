"""Keep which cases belong together, and drafts that go on from a case, each in a table of its own."""

import django.db.models.deletion
import loket.core.tenancy
from loket.core.tenancy import Fence
from django.db import migrations, models


# Row by row of one organisation after the other: the fence lets nothing else through.
FILL = """
DO $$
DECLARE one bigint; before text := current_setting('loket.organisation', true);
BEGIN
    FOR one IN SELECT id FROM core_organisation LOOP
        PERFORM set_config('loket.organisation', one::text, true);
        INSERT INTO cases_caselink
            (organisation_id, case_id, other_id, kind, reason, made_by_id, made_at, end_reason)
        SELECT one, later.id, earlier.id, 'replaces', '', said.actor_id, said.occurred_at, ''
        FROM cases_case earlier
        CROSS JOIN LATERAL (
            SELECT * FROM core_event
            WHERE about_kind = 'cases.case' AND about_id = earlier.id
                AND kind = 'case.closed' AND data ? 'case'
            ORDER BY id DESC LIMIT 1
        ) said
        JOIN cases_case later ON later.id = (said.data ->> 'case')::bigint
        WHERE earlier.status = 'superseded';
        INSERT INTO cases_caselink
            (organisation_id, case_id, other_id, kind, reason, made_by_id, made_at, end_reason)
        SELECT one, later.id, later.follows_id, 'follows', '', later.submitted_by_id,
            later.created_at, ''
        FROM cases_case later
        WHERE later.follows_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM cases_caselink known
            WHERE known.case_id = later.id AND known.other_id = later.follows_id
        );
    END LOOP;
    PERFORM set_config('loket.organisation', coalesce(before, ''), true);
END $$;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_listed"),
        ("catalogue", "0005_draft_proofs"),
        ("core", "0005_organisation_statements"),
        ("people", "0004_codes_by_mark"),
    ]

    operations = [
        migrations.CreateModel(
            name="Continuation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("again", "Again"), ("question", "Question")], max_length=8
                    ),
                ),
                ("left", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="continuations",
                        to="cases.case",
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="continues",
                        to="catalogue.draft",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_default=loket.core.tenancy.CurrentOrganisation(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("follows", "Follows"),
                            ("again", "Again"),
                            ("replaces", "Replaces"),
                            ("question", "Question"),
                            ("split", "Split"),
                            ("related", "Related"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField(blank=True, default="")),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.TextField(blank=True, default="")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="cases.case",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_default=loket.core.tenancy.CurrentOrganisation(),
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="linked_by",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("case", models.F("other")), _negated=True),
                        name="caselink_two_cases",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("case", "other", "kind"),
                        name="caselink_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("kind", "replaces")),
                        fields=("other",),
                        name="caselink_one_successor",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="case",
            name="follows",
        ),
        Fence("cases_caselink", "cases_continuation"),
    ]
