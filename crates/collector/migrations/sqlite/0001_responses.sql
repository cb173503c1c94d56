-- One row for each response, as of its highest revision.
CREATE TABLE responses (
    -- UUID of version 7, made by the visitor's browser.
    id             TEXT    NOT NULL PRIMARY KEY,
    revision       INTEGER NOT NULL,
    -- 'partial', 'complete' or 'abandoned'
    status         TEXT    NOT NULL,
    -- The survey's identifier and version.
    survey         TEXT    NOT NULL,
    survey_version INTEGER NOT NULL,
    -- 'relational', 'transactional' or 'rating'
    kind           TEXT    NOT NULL,
    -- 0 to 10; NULL if no score was given. The group follows from it: 'detractor', 'passive' or 'promoter'.
    score          INTEGER,
    "group"        TEXT,
    -- 'yes' or 'no'; NULL if nobody asked.
    helpful        TEXT,
    -- What the visitor wrote: the reason for the score, or what an article lacks.
    comment        TEXT,
    -- The article that was rated.
    topic          TEXT,
    locale         TEXT    NOT NULL,
    layout         TEXT    NOT NULL,
    -- The page's path, without host and query.
    page_path      TEXT    NOT NULL,
    -- The attributes as a JSON object.
    attributes     TEXT    NOT NULL,
    -- The whole response as JSON, as the schema askwell.response/1 has it.
    document       TEXT    NOT NULL,
    -- When it was answered, in milliseconds since 1970 (UTC): what reports and trends go by. Stays as it was with the
    -- first revision that arrived.
    counted_at     INTEGER NOT NULL,
    -- When this revision arrived, in milliseconds since 1970 (UTC).
    received_at    INTEGER NOT NULL
) STRICT;

-- Answers all that a report counts without touching the documents.
CREATE INDEX responses_counted ON responses (kind, counted_at, survey, score, helpful, topic);
CREATE INDEX responses_commented ON responses (kind, counted_at, id) WHERE comment IS NOT NULL;
