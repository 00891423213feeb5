"""What a shell shows around a page: the menu, and who is signed in.

The context processors of portal and desk fill two variables: `menu` (a Menu) and `counters`
(a mapping from MenuItem.key to a figure). A page without them still renders.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One place to go to; `key` is also its key in `counters`."""

    key: str
    label: str
    url: str
    icon: str
    current: bool = False
    hotkey: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu of the portal or the desk for this person; empty texts are left out.

    `tasks` stands apart in the portal (Mijn taken). `other` leads to the other side: a handler
    is an employee too. Without `person` the menu shows the way to sign in.
    """

    items: tuple[MenuItem, ...] = ()
    tasks: MenuItem | None = None
    other: MenuItem | None = None
    home_url: str = "/"
    search_url: str = ""
    suggest_url: str = ""
    sign_in_url: str = ""
    sign_out_url: str = ""
    profile_url: str = ""
    person: str = ""
    avatar_url: str = ""
