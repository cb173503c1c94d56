-- What people are told by e-mail and chat.
CREATE TABLE notices (
    "key"      TEXT    NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    -- The notice as JSON: it has no contact data and nothing that a visitor wrote.
    document   TEXT    NOT NULL,
    -- When it was known to whom it goes; NULL before.
    spread_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_to_spread ON notices (created_at) WHERE spread_at IS NULL;

-- To whom they go.
CREATE TABLE notice_deliveries (
    notice    TEXT    NOT NULL REFERENCES notices ("key") ON DELETE CASCADE,
    -- channel:NAME or user:NAME
    recipient TEXT    NOT NULL,
    tries     INTEGER NOT NULL,
    -- When it is tried next; NULL once it has arrived or failed.
    due       INTEGER,
    sent_at   INTEGER,
    failed_at INTEGER,
    -- Why the last try failed. No address and no secret is in it.
    error     TEXT,
    PRIMARY KEY (notice, recipient)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_deliveries_due ON notice_deliveries (due) WHERE due IS NOT NULL;

-- Where a user gets notices, and how often a digest: 'none', 'weekly' or 'monthly'.
ALTER TABLE users ADD COLUMN email TEXT;
ALTER TABLE users ADD COLUMN digest TEXT NOT NULL DEFAULT 'none';
