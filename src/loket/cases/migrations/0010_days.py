"""Keep with a case the days that it is about."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_consults'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='ends_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='starts_on',
            field=models.DateField(null=True),
        ),
    ]
