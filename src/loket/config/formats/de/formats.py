"""Without a region, as in de-BE."""

from loket.config.formats.de_BE.formats import *  # noqa: F403  the same in every name
