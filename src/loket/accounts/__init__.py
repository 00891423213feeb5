"""Ways to sign in, and the sessions that follow.

It owns the account (login, password, level of assurance), the session, and how often signing in
failed. It knows no names and no addresses: those belong to people. Words: account (User), session,
level of assurance (loa). Events (all for the audit): account.made, account.signed_in,
account.signed_out, account.refused, account.changed, account.password_changed.
"""
