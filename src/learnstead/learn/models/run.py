"""When a course was given, and by whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from learnstead.learn.models.resource import LearningResource


class Instructor(models.Model):
    """A person who teaches, known by the full name."""

    full_name = models.CharField(max_length=300, unique=True)

    class Meta:
        ordering = ["full_name"]

    def __str__(self) -> str:
        """The full name."""
        return self.full_name


class LearningResourceRun(models.Model):
    """One time a course was given. Published course sites have exactly one."""

    resource = models.ForeignKey(LearningResource, on_delete=models.CASCADE, related_name="runs")
    run_id = models.CharField(max_length=128)
    semester = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    level = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    instructors = models.ManyToManyField(Instructor, through="RunInstructor", related_name="runs")
    published = models.BooleanField(default=True)

    class Meta:
        ordering = ["-year", "run_id"]
        constraints = [models.UniqueConstraint(name="one_run_per_id", fields=["resource", "run_id"])]

    def __str__(self) -> str:
        """The term, as in "Fall 2010"."""
        return self.term or self.run_id

    @property
    def term(self) -> str:
        """Semester and year, as far as they are known."""
        return " ".join(filter(None, [self.semester, str(self.year or "")]))


class RunInstructor(models.Model):
    """Who teaches a run, in the order the course names them."""

    run = models.ForeignKey(LearningResourceRun, on_delete=models.CASCADE)
    instructor = models.ForeignKey(Instructor, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="an_instructor_teaches_a_run_once", fields=["run", "instructor"])]

    def __str__(self) -> str:
        """Who teaches what."""
        return f"{self.instructor} ({self.run})"
