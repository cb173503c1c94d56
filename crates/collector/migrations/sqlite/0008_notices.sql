-- What people are told by e-mail and chat.
CREATE TABLE notices (
    "key"      TEXT    NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    -- The notice as JSON: it has no contact data and nothing that a visitor wrote.
    document   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
