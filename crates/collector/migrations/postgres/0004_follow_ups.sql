-- As in `migrations/sqlite/0006_follow_ups.sql`, where each column is described.
CREATE TABLE follow_ups (
    response     TEXT   COLLATE "C" NOT NULL PRIMARY KEY REFERENCES responses (id) ON DELETE CASCADE,
    mark         TEXT,
    reason       TEXT   NOT NULL,
    since        BIGINT NOT NULL,
    status       TEXT   NOT NULL,
    owner        TEXT,
    due          BIGINT,
    version      BIGINT NOT NULL,
    contacted_at BIGINT,
    done_at      BIGINT
);

CREATE INDEX follow_ups_open ON follow_ups (since, response, status, owner, reason, due)
    WHERE mark IS NULL AND done_at IS NULL;
CREATE INDEX follow_ups_since ON follow_ups (since, response, done_at, contacted_at) WHERE mark IS NULL;

CREATE TABLE follow_up_events (
    response TEXT   COLLATE "C" NOT NULL REFERENCES follow_ups (response) ON DELETE CASCADE,
    version  BIGINT NOT NULL,
    what     TEXT   COLLATE "C" NOT NULL,
    value    TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    actor    TEXT   NOT NULL,
    PRIMARY KEY (response, version, what)
);
CREATE INDEX follow_up_events_notes ON follow_up_events (response) WHERE what = 'note' AND value <> '';
