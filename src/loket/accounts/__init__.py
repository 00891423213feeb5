"""Ways to sign in, and the sessions that follow.

It owns the account (login, password, level of assurance) and the session. It knows no names and
no addresses: those belong to people. Words: account (User), session, level of assurance (loa).
Events: account.signed_in, account.signed_out, account.refused.
"""
