"""The page of customers and jobs: who owes what, and the way to their invoices."""
