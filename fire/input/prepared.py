"""A process from which others are made: it knows Django, and no test ever worked in it."""

import django

django.setup()
