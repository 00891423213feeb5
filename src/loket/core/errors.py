"""The errors that a person gets to see: everything else is our fault and rises."""

LOST = "loket.body_lost"
"""Set by the web server in the environ of a request whose body it could not write down."""
ORGANISATION = "loket.organisation"
"""Where a page tells the web server whose it is."""
LEFT_OUT = "loket.files_left_out"
"""Set by the web server when it kept only the words of a form: the sizes of the files, in order."""


class RuleError(Exception):
    """A rule forbids it; the sentence is shown to the person as it stands.

    `code` names the rule for tests and logs, `params` are the values in the sentence.
    """

    def __init__(self, message: str, *, code: str = "", params: dict[str, object] | None = None):
        """Keep the sentence beside its code."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.params = params or {}


class ConflictError(RuleError):
    """Somebody else changed it first; nothing was written, and what was typed is kept."""
