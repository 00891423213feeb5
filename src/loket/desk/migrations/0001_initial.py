"""Lists that are saved under a name."""

import django.db.models.deletion
import loket.core.keys
import loket.core.tenancy
from django.db import migrations, models

from loket.core.tenancy import Fence


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0005_organisation_statements'),
        ('people', '0004_codes_by_mark'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=loket.core.keys.new_key, max_length=36, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('queue', models.CharField(max_length=60)),
                ('view', models.CharField(max_length=12)),
                ('query', models.CharField(blank=True, default='', max_length=1000)),
                ('created_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(db_default=loket.core.tenancy.CurrentOrganisation(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_lists', to='people.person')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='FirstList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(db_default=loket.core.tenancy.CurrentOrganisation(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('saved', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.savedlist')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='savedlist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('owner', None), ('team__isnull', False)), models.Q(('owner__isnull', False), ('team', None)), _connector='OR'), name='saved_list_of_one'),
        ),
        Fence("desk_savedlist", "desk_firstlist"),
    ]
