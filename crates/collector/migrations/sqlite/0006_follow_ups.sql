-- What is being done about a response that needs somebody: written with the response, in one transaction.
CREATE TABLE follow_ups (
    response     TEXT    NOT NULL PRIMARY KEY REFERENCES responses (id) ON DELETE CASCADE,
    -- The response's mark: what is marked is in no inbox.
    mark         TEXT,
    -- 'contact' if the visitor asked to be contacted, 'detractor' otherwise
    reason       TEXT    NOT NULL,
    -- When it came in, in milliseconds since 1970 (UTC).
    since        INTEGER NOT NULL,
    -- 'open', 'in-progress', 'waiting', or how it ended: 'solved', 'not-solved', 'not-reached', 'no-action'
    status       TEXT    NOT NULL,
    -- Who takes care of it, as the audit log names them; NULL if nobody does.
    owner        TEXT,
    -- The last day on which it is in time, counted from 1970-01-01 in UTC.
    due          INTEGER,
    -- How often somebody changed it; 0 if nobody has touched it.
    version      INTEGER NOT NULL,
    -- When the first note was written, or the status became another than 'open' for the first time.
    contacted_at INTEGER,
    -- NULL if it hasn't ended.
    done_at      INTEGER
) STRICT, WITHOUT ROWID;

-- Begins with what is equal in all that haven't ended: otherwise SQLite prefers the other index.
CREATE INDEX follow_ups_open ON follow_ups (done_at, since, response, status, owner, reason, due) WHERE mark IS NULL;
CREATE INDEX follow_ups_since ON follow_ups (since, response, done_at, contacted_at) WHERE mark IS NULL;

-- What was changed: one row for each thing, and the same version for all that were changed together.
CREATE TABLE follow_up_events (
    response TEXT    NOT NULL REFERENCES follow_ups (response) ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    -- 'note', 'owner', 'status' or 'due'
    what     TEXT    NOT NULL,
    -- What it is from then on; of a note, its text, which is sealed where contact data is. Empty if it was taken away.
    value    TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    -- As the audit log names them; empty for the visitor.
    actor    TEXT    NOT NULL,
    PRIMARY KEY (response, version, what)
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_up_events_notes ON follow_up_events (response) WHERE what = 'note' AND value <> '';
