"""Keep the batches: one thing done with many cases; and the day on which a case comes back."""

import django.db.models.deletion
import loket.core.tenancy
from django.db import migrations, models

from loket.core.tenancy import Fence


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_given_before'),
        ('core', '0005_organisation_statements'),
        ('people', '0004_codes_by_mark'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='returns_on',
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=36)),
                ('back', models.CharField(max_length=1000)),
                ('kind', models.CharField(blank=True, choices=[('assign', 'Assign'), ('put_off', 'Put Off'), ('priority', 'Priority'), ('message', 'Message'), ('close', 'Close')], default='', max_length=8)),
                ('text', models.TextField(blank=True, default='')),
                ('priority', models.PositiveSmallIntegerField(null=True)),
                ('returns_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('undo_started_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('colleague', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('organisation', models.ForeignKey(db_default=loket.core.tenancy.CurrentOrganisation(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='BatchItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('refused', 'Refused')], default='waiting', max_length=8)),
                ('code', models.CharField(blank=True, default='', max_length=40)),
                ('before', models.JSONField(default=dict)),
                ('undo', models.CharField(blank=True, choices=[('waiting', 'Waiting'), ('done', 'Done'), ('refused', 'Refused')], default='', max_length=8)),
                ('undo_code', models.CharField(blank=True, default='', max_length=40)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='cases.batch')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(db_default=loket.core.tenancy.CurrentOrganisation(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation')),
            ],
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(fields=('person', 'key'), name='batch_once'),
        ),
        migrations.AddConstraint(
            model_name='batchitem',
            constraint=models.UniqueConstraint(fields=('batch', 'case'), name='batch_case_once'),
        ),
        Fence("cases_batch", "cases_batchitem"),
    ]
