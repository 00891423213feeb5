"""The law of a case without a database: statuses, transitions, tasks, terms and approvers."""
