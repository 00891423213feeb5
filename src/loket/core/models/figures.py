"""Counters by difference and number series without gaps."""

from django.db import models

from loket.core.tenancy import TenantModel


class NumberSeries(TenantModel):
    """Numbers such as HRB0001167: a prefix and a width.

    `gapless` series are taken under a row lock that lasts until COMMIT, so that no number is
    lost; other series take from a database sequence, which may leave gaps and never waits.
    """

    key = models.CharField(max_length=40)
    prefix = models.CharField(max_length=10)
    width = models.PositiveSmallIntegerField(default=7)
    next = models.BigIntegerField(default=1)
    gapless = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "key"), name="series_key"),
            models.UniqueConstraint(fields=("organisation", "prefix"), name="series_prefix"),
        )

    def __str__(self) -> str:
        return self.key


class Counter(TenantModel):
    """How many, as known at the last folding; add the deltas to it."""

    key = models.CharField(max_length=80)
    total = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "key"), name="counter_key"),)

    def __str__(self) -> str:
        return self.key


class CounterDelta(TenantModel):
    """A difference that is not folded yet; inserted only, so that writers never wait."""

    key = models.CharField(max_length=80)
    delta = models.IntegerField()

    class Meta:
        indexes = (models.Index(fields=("organisation", "key"), name="counterdelta_key"),)

    def __str__(self) -> str:
        return f"{self.key} {self.delta:+}"
