"""Where work goes: queues and the teams behind them.

Words: queue, team, term. Events: none of its own.
"""
