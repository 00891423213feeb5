"""Give each address a key for its URL, and let it be proven by a mailed code."""

import django.db.models.deletion
import loket.core.keys
import loket.core.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_fence'),
        ('people', '0002_fence'),
    ]

    operations = [
        migrations.AddField(
            model_name='address',
            name='key',
            field=models.CharField(default=loket.core.keys.new_key, max_length=22, unique=True),
        ),
        migrations.CreateModel(
            name='AddressCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('address', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='code', to='people.address')),
                ('organisation', models.ForeignKey(db_default=loket.core.tenancy.CurrentOrganisation(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        loket.core.tenancy.Fence("people_addresscode"),
    ]
