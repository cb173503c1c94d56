-- What the collector noticed by itself.
CREATE TABLE alerts (
    id              TEXT    NOT NULL PRIMARY KEY,
    -- 'change', 'surge', 'silence' or 'endpoint'
    kind            TEXT    NOT NULL,
    -- The survey it is about, or the endpoint.
    subject         TEXT    NOT NULL,
    -- A segment, if it is about one; otherwise empty.
    segment_name    TEXT    NOT NULL,
    segment_value   TEXT    NOT NULL,
    -- Since when it is so.
    since           INTEGER NOT NULL,
    found_at        INTEGER NOT NULL,
    -- NULL while it is so.
    ended_at        INTEGER,
    -- As JSON.
    figures         TEXT    NOT NULL,
    -- Who has seen it; NULL while nobody has.
    acknowledged_by TEXT,
    acknowledged_at INTEGER
) STRICT, WITHOUT ROWID;
-- Of several collectors that find the same, one stores it.
CREATE UNIQUE INDEX alerts_going_on ON alerts (kind, subject, segment_name, segment_value) WHERE ended_at IS NULL;
CREATE INDEX alerts_found ON alerts (found_at);
