"""Live pages: what happens is told to the pages that are open, without a thread for each of them.

`hearing` says who hears what (pure), `reading` reads events in the order in which they settled,
`hub` tells them to the streams of one process, `stream` is a stream on its way to a browser.
"""
