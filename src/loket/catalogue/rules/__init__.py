"""What a form means: the specification, its predicates and the one function `evaluate`.

Pure Python, no Django and no clock: whoever calls gives `today` in the `Context`.

- `parse.parse_spec` reads the canonical JSON of a version once into a frozen `FormSpec`.
- `evaluate.evaluate` says what counts, what is asked and what is wrong; there is no second truth.
- `clean.clean` reads what a person typed; `checked.problem_of` tests a canonical value.
- `lint.lint` says why a form may not be published; `client.client_rules` is what a browser needs.

Words: an *answer* is a canonical JSON value; a *slot* is one named document; a *key*
(`kinderen.ab12.naam`) names an answer for good, a *path* (`kinderen[0].naam`) names it in a message.
"""
