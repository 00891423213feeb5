"""Find a form by the words that a person has for it, in any language, typing errors included."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet

from loket.catalogue.models import Service
from loket.catalogue.words import normalise, words_of

CLOSE = 0.45
"""From this likeness on a text counts as meant (1 is the same)."""
LONGEST_QUERY = 120
MOST = 20
NEAR_THE_BEST = 0.4
"""What scores less than this part of the best hit is noise."""

# Words that say nothing about what is asked: without them "ik wil 4/5 werken" finds its form.
EMPTY_WORDS = frozenset(
    words_of(
        "aan aanvraag aanvragen als bij dat de den der des die dit een en er het hoe i ik in is "
        "je jij kan kunnen mag mijn moet naar nemen of om ook op over per u uit van voor wat we "
        "wil willen wij worden zich zijn formulier formulaire formular form "
        "a au aux avec ce comment demande demander du et la le les l ma mes mon pour qui "
        "souhaite un une veux vous voudrais "
        "antrag auf beantragen das dem ein eine für ich kann mein meine mit möchte oder und von "
        "was wie will wir zu zum zur "
        "an and ask at by can do for how like my request the to want with would"
    )
)


def find_services(text: str, services: QuerySet[Service]) -> list[Service]:
    """The forms that fit these words, the best first."""
    query = normalise(text[:LONGEST_QUERY])
    if not query:
        return []
    words = telling_words(query)
    fits = Q(likeness__gte=CLOSE)
    for word in words:
        fits |= Q(search__contains=word)
    likeness = TrigramWordSimilarity(query, "search")
    found = services.annotate(likeness=likeness).filter(fits)
    scored = [(score_of(one, query, words) + one.likeness, one) for one in found]
    scored.sort(key=lambda pair: (-pair[0], pair[1].slug))
    least = scored[0][0] * NEAR_THE_BEST if scored else 0
    return [service for score, service in scored[:MOST] if score >= least]


def telling_words(query: str) -> list[str]:
    """The words that say what is asked; all of them when none does."""
    words = words_of(query)
    return [word for word in words if word not in EMPTY_WORDS] or words


def score_of(service: Service, query: str, words: list[str]) -> float:
    """How well a form fits: its title counts most, then its keywords, then its other words."""
    titles = [normalise(title) for title in service.texts["title"].values()]
    score = max((_title_score(title, query) for title in titles), default=0)
    lines = service.search.split("\n")
    if query in lines:
        score = max(score, 8)  # a keyword, word for word
    elif query in service.search:
        score = max(score, 5)
    return score + 4 * sum(word in service.search for word in words) / len(words)


def _title_score(title: str, query: str) -> float:
    if title == query:
        return 10
    if title.startswith(query):
        return 8
    return 6 if query in title else 0
