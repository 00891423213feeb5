"""The rows of docs/security.md, each as tests against the whole product, named by its row."""
