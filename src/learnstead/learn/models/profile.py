"""What learners say of themselves, and what they looked at; only they see it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from learnstead.learn.models.resource import LearningResource
from learnstead.learn.models.taxonomy import Topic
from learnstead.people.models import User


class Goal(models.TextChoices):
    """What somebody learns for: codes of the production API."""

    ACADEMIC = "academic-excellence", "Do well in my studies"
    CAREER = "career-growth", "Get on in my work"
    LIFELONG = "lifelong-learning", "Learn for its own sake"


class CertificateWish(models.TextChoices):
    """Whether a certificate matters."""

    YES = "yes", "Yes, I want one"
    NO = "no", "No, I want to learn"
    NOT_SURE = "not-sure-yet", "I don't know yet"


class Education(models.TextChoices):
    """The highest education so far: values of the production API."""

    DOCTORATE = "Doctorate", "Doctorate"
    MASTERS = "Master's or professional degree", "Master's or professional degree"
    BACHELORS = "Bachelor's degree", "Bachelor's degree"
    ASSOCIATES = "Associate degree", "Associate degree"
    SECONDARY = "Secondary/high school", "Secondary or high school"
    JUNIOR_SECONDARY = "Junior secondary/junior high/middle school", "Middle school"
    NO_FORMAL = "No formal education", "No formal education"
    OTHER = "Other education", "Something else"


class TimePerWeek(models.TextChoices):
    """Hours a week for learning."""

    UP_TO_5 = "0-to-5-hours", "Less than 5 hours"
    UP_TO_10 = "5-to-10-hours", "5 to 10 hours"
    UP_TO_20 = "10-to-20-hours", "10 to 20 hours"
    UP_TO_30 = "20-to-30-hours", "20 to 30 hours"
    MORE = "30-plus-hours", "More than 30 hours"


class Delivery(models.TextChoices):
    """Where somebody wants to learn."""

    ONLINE = "online", "Online"
    HYBRID = "hybrid", "Online and in person"
    IN_PERSON = "in_person", "In person"
    OFFLINE = "offline", "Offline, with downloads"


class LearnerProfile(models.Model):
    """Interests and wishes, all of them optional.

    ``completed_onboarding`` says that the questions were answered or put aside; ``remembers_views`` that what is
    looked at while signed in may be used for recommendations.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="learner_profile")
    topic_interests = models.ManyToManyField(Topic, blank=True, related_name="+")
    goals = ArrayField(models.CharField(max_length=50, choices=Goal), default=list, blank=True)
    certificate_desired = models.CharField(max_length=50, choices=CertificateWish, blank=True)
    current_education = models.CharField(max_length=50, choices=Education, blank=True)
    time_commitment = models.CharField(max_length=50, choices=TimePerWeek, blank=True)
    delivery = ArrayField(models.CharField(max_length=50, choices=Delivery), default=list, blank=True)
    completed_onboarding = models.BooleanField(default=False)
    remembers_views = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        """Whose it is."""
        return f"{self.user_id}"


class RecentView(models.Model):
    """Somebody who was signed in looked at a resource, last at ``at``."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recent_views")
    resource = models.ForeignKey(LearningResource, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(name="one_view_per_resource", fields=["user", "resource"])]

    def __str__(self) -> str:
        """Who looked at what."""
        return f"{self.user_id}: {self.resource_id}"
