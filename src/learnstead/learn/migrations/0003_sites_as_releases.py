"""Sites of this installation come as releases of the source ``ocw`` now.

What was read of them before keeps its rows and addresses; their files are read anew with the next release, which
``flows.look_again_at_sites`` asks for.
"""

from django.db import migrations


class Migration(migrations.Migration):
    """One owner for each record."""

    dependencies = [("learn", "0002_sources")]

    operations = [
        migrations.RunSQL("DELETE FROM learn_contentfile WHERE source = ''", migrations.RunSQL.noop),
        migrations.RunSQL(
            "UPDATE learn_learningresource SET source = 'ocw' WHERE source = '' AND site <> ''", migrations.RunSQL.noop
        ),
    ]
