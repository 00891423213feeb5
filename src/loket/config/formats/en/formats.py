"""Without a region, as in en-GB."""

from loket.config.formats.en_GB.formats import *  # noqa: F403  the same in every name
