from django.db import migrations, models


def _fields(to):
    return [
        ("collection", "view_groups", "watched_collections", to),
        ("collection", "admin_groups", "run_collections", to),
        ("video", "view_groups", "watched_videos", to),
    ]


class Migration(migrations.Migration):
    """Groups are people's own, which know the identity provider they come from; Django's are no longer used."""

    dependencies = [
        ("people", "0004_groups"),
        ("video", "0001_initial"),
    ]

    operations = [
        operation
        for model, name, related, to in _fields("people.group")
        for operation in (
            migrations.RemoveField(model_name=model, name=name),
            migrations.AddField(
                model_name=model, name=name, field=models.ManyToManyField(blank=True, related_name=related, to=to)
            ),
        )
    ]
