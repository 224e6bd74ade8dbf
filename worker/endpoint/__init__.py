"""The HTTP endpoint: articles in, and what Prometheus and load balancers ask. Off unless it is configured."""
