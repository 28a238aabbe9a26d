from django.db import migrations, models


def plan_anew(apps, schema_editor):
    """Pieces of before don't say what they made; jobs without any are planned anew by whoever looks next."""
    apps.get_model('video', 'TranscodePiece').objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('video', '0010_turns_are_locks'),
    ]

    operations = [
        migrations.RunPython(plan_anew, migrations.RunPython.noop),
        migrations.AddField(
            model_name='transcodepiece',
            name='made',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='transcodepiece',
            name='kind',
            field=models.CharField(choices=[('sound', 'Sound'), ('copy', 'Copy'), ('quick', 'Quick'), ('stills', 'Stills'), ('chunk', 'Chunk'), ('finish', 'Finish')], max_length=8),
        ),
    ]
