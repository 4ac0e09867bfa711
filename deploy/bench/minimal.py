"""The yardstick: the least that a Flask + SQLAlchemy service can do for one read and one write."""

from __future__ import annotations

import json
import os
import uuid

import sqlalchemy as sa
from flask import Flask, Response, jsonify, request

metadata = sa.MetaData()
entry = sa.Table(
    "entry",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
outbox = sa.Table(
    "outbox", metadata, sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True), sa.Column("body", sa.LargeBinary, nullable=False)
)


def create_app() -> Flask:
    app = Flask(__name__)
    engine = sa.create_engine(os.environ["MINIMAL_DATABASE_URL"], pool_size=4)

    @app.get("/entry/<uuid:entry_id>")
    def read(entry_id: uuid.UUID) -> Response:
        with engine.begin() as connection:
            row = connection.execute(sa.select(entry).where(entry.c.id == entry_id)).one()
        return jsonify(id=str(row.id), title=row.title, body=row.body)

    @app.post("/entry")
    def write() -> Response:
        sent = request.get_json()
        row = {"id": uuid.uuid4(), "title": sent["title"], "body": sent["body"]}
        with engine.begin() as connection:
            connection.execute(sa.insert(entry), row)
            connection.execute(sa.insert(outbox), {"body": json.dumps(row, default=str).encode()})
        return jsonify(id=str(row["id"]))

    return app
