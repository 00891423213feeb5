"""Without a region, as in fr-BE."""

from loket.config.formats.fr_BE.formats import *  # noqa: F403  the same in every name
