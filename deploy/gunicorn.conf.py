"""How an agent is served in a container; the command line adds the app and its port."""

worker_class = "gthread"
workers = 2
threads = 16

# Longer than the agents' clients keep a connection idle, so that none writes to a closed one.
keepalive = 75

# A worker's start counts too, and it may wait a minute for another that makes the store's tables.
timeout = 120

# Within the ten seconds that an engine waits before it kills.
graceful_timeout = 8

# Its file would lie in a home directory that a read-only container does not have.
control_socket_disable = True
