"""Without a region, as in nl-BE."""

from loket.config.formats.nl_BE.formats import *  # noqa: F403  the same in every name
