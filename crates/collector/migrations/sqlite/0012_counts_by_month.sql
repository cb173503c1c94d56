-- What the table counts has of segments, by month: the day is the month's first.
CREATE TABLE counts_by_month (
    mark           TEXT    NOT NULL,
    scope          TEXT    NOT NULL,
    survey         TEXT    NOT NULL,
    day            INTEGER NOT NULL,
    value          TEXT    NOT NULL,
    question       TEXT    NOT NULL,
    answer         TEXT    NOT NULL,
    "group"        TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    survey_version INTEGER NOT NULL,
    shard          INTEGER NOT NULL,
    responses      INTEGER NOT NULL,
    PRIMARY KEY (mark, scope, survey, day, value, question, answer, "group", kind, survey_version, shard)
) STRICT, WITHOUT ROWID;
INSERT INTO counts_by_month
SELECT mark, scope, survey, CAST(strftime('%s', day * 86400, 'unixepoch', 'start of month') AS INTEGER) / 86400,
    value, question, answer, "group", kind, survey_version, 0, SUM(responses)
FROM counts WHERE scope NOT IN ('total', 'answers', 'joint')
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

-- The latest words of a survey, whatever kind it is of.
DROP INDEX responses_surveyed;
CREATE INDEX responses_surveyed ON responses (survey, counted_at, id) WHERE mark IS NULL;
