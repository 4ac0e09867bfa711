"""The audit trail: rows written with the change they tell of, chained into signed blocks a second later, verified by anybody with the public key."""
