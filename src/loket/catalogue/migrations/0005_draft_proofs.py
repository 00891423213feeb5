"""Keep which addresses were proven while a draft was filled in."""

import django.db.models.deletion
import loket.core.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_draft_lasting'),
        ('core', '0005_organisation_statements'),
    ]

    operations = [
        migrations.CreateModel(
            name='DraftProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.BinaryField(max_length=32)),
                ('proven_at', models.DateTimeField()),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to='catalogue.draft')),
                ('organisation', models.ForeignKey(db_default=loket.core.tenancy.CurrentOrganisation(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draft', 'mark'), name='draftproof_once_a_draft')],
            },
        ),
        loket.core.tenancy.Fence("catalogue_draftproof"),
    ]
