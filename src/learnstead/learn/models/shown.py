"""What is kept ready to be shown."""

from django.db import models

from learnstead.learn.models.resource import LearningResource


class ShownResource(models.Model):
    """A resource as the API shows it, in JSON. ``version`` tells of which state of its row, and who wrote it down."""

    resource = models.OneToOneField(LearningResource, on_delete=models.CASCADE, primary_key=True, related_name="+")
    version = models.CharField(max_length=120)
    body = models.TextField()

    def __str__(self) -> str:
        """Its version."""
        return self.version
