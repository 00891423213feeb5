"""Count failed sign-ins for known and unknown logins alike."""

import django.db.models.deletion
import loket.core.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_fence'),
        ('core', '0002_fence'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='user',
            name='failed_count',
        ),
        migrations.RemoveField(
            model_name='user',
            name='locked_until',
        ),
        migrations.CreateModel(
            name='FailedSignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('login_hash', models.BinaryField(max_length=32)),
                ('count', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField()),
                ('locked_until', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(db_default=loket.core.tenancy.CurrentOrganisation(), editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'last_at'], name='failedsignin_last')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'login_hash'), name='failedsignin_login')],
            },
        ),
        loket.core.tenancy.Fence("accounts_failedsignin"),
    ]
