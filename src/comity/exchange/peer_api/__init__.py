"""The endpoints for peers: few plain views, no session, no cookie, nothing read before it is paid for.

`POST /peer/v1/envelopes` · `HEAD|PUT /peer/v1/items/{sha256}` · `POST /peer/v1/envelopes/{message_id}/complete` ·
`POST /peer/v1/receipts` · `GET /peer/v1/outbox` · `GET /peer/v1/items/{sha256}` · `POST /peer/v1/heads`.
Written down in `docs/wire/peer-endpoints.md`.
"""
