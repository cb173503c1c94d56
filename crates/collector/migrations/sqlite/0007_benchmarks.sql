-- What a score is compared with: goals, competitors, industries.
CREATE TABLE benchmarks (
    id         TEXT    NOT NULL PRIMARY KEY,
    -- 'goal', 'competitor' or 'industry'
    sort       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    -- The survey it is about, or the kind of survey; the other is empty.
    survey     TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    -- What is measured: 'score', or a share: 'csat', 'ces', 'yes', 'helpful'.
    measure    TEXT    NOT NULL,
    -- In tenths: of a point, or of a percentage point.
    value      INTEGER NOT NULL,
    -- Where the value is from, in the words of whoever entered it.
    source     TEXT    NOT NULL,
    -- The day it is of, such as 2026-11-21.
    day        TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
