# One image for every role: an agent under gunicorn, or the terminal. docker-compose.yml says which.
FROM python:3.11.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    SALES_DATA_DIR=/data

RUN useradd --create-home --uid 10001 shop && install -d -o shop -g shop /data

WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt

COPY commands/ ./commands/
COPY contracts/ ./contracts/
COPY agents/ ./agents/
COPY takeover/ ./takeover/
COPY rehearsal/ ./rehearsal/
COPY storefront/ ./storefront/
COPY sales_agent/ ./sales_agent/
COPY deploy/ ./deploy/
COPY main.py assembly.py tools.py ./
RUN python -m compileall -q commands contracts agents takeover sales_agent deploy main.py tools.py

USER shop
CMD ["python", "main.py", "chat"]
