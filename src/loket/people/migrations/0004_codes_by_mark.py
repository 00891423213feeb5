"""Find the code of an address by its keyed hash; codes that are on their way are asked again."""

import django.db.models.deletion
import loket.core.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0005_organisation_statements'),
        ('people', '0003_address_codes'),
    ]

    operations = [
        migrations.DeleteModel(name='AddressCode'),
        migrations.CreateModel(
            name='AddressCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.BinaryField(max_length=32)),
                ('sealed', models.BinaryField()),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('asked', models.PositiveSmallIntegerField(default=1)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('organisation', models.ForeignKey(db_default=loket.core.tenancy.CurrentOrganisation(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='people.party')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('party', 'mark'), name='addresscode_once_a_party')],
            },
        ),
        loket.core.tenancy.Fence("people_addresscode"),
    ]
