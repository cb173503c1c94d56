CREATE TABLE alerts (
    id              TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    kind            TEXT   NOT NULL,
    subject         TEXT   COLLATE "C" NOT NULL,
    segment_name    TEXT   COLLATE "C" NOT NULL,
    segment_value   TEXT   COLLATE "C" NOT NULL,
    since           BIGINT NOT NULL,
    found_at        BIGINT NOT NULL,
    ended_at        BIGINT,
    figures         TEXT   NOT NULL,
    acknowledged_by TEXT,
    acknowledged_at BIGINT
);
CREATE UNIQUE INDEX alerts_going_on ON alerts (kind, subject, segment_name, segment_value) WHERE ended_at IS NULL;
CREATE INDEX alerts_found ON alerts (found_at);
