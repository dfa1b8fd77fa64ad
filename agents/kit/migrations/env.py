"""What Alembic runs for each of its commands; `steps` hands it the connection and the plan."""

from alembic import context

context.configure(**context.config.attributes["options"])
with context.begin_transaction():
    context.run_migrations()
