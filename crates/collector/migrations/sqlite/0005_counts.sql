-- What the response adds to the counts, as JSON: what was added is taken away again when it is answered further, marked
-- or erased, whatever a later version counts. NULL if it was stored by a version without counts, and isn't counted yet.
ALTER TABLE responses ADD COLUMN counted TEXT;
CREATE INDEX responses_uncounted ON responses (id) WHERE counted IS NULL;

-- How many responses there are of each sort. Kept with every change of a response, in the same transaction.
CREATE TABLE counts (
    -- The responses' mark; empty for those that count.
    mark           TEXT    NOT NULL,
    -- What is counted: 'total' for responses and scores, 'answers' for answers to each question, or the name of a segment,
    -- such as 'attributes.team', for the scores and ratings in it.
    scope          TEXT    NOT NULL,
    survey         TEXT    NOT NULL,
    -- Counted from 1970-01-01, in UTC.
    day            INTEGER NOT NULL,
    -- The segment's value; empty if it isn't one.
    value          TEXT    NOT NULL,
    -- The question; empty for responses and their scores.
    question       TEXT    NOT NULL,
    -- The answer; empty for responses.
    answer         TEXT    NOT NULL,
    -- Of answers, the group of the response's score; empty without a score.
    "group"        TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    survey_version INTEGER NOT NULL,
    -- Writers at the same time add to different rows.
    shard          INTEGER NOT NULL,
    responses      INTEGER NOT NULL,
    PRIMARY KEY (mark, scope, survey, day, value, question, answer, "group", kind, survey_version, shard)
) STRICT, WITHOUT ROWID;

-- Definitions that were registered, by version.
CREATE TABLE surveys (
    id            TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    definition    TEXT    NOT NULL,
    registered_at INTEGER NOT NULL,
    PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;
