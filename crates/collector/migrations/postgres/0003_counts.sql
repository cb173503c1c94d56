ALTER TABLE responses ADD COLUMN counted TEXT;
CREATE INDEX responses_uncounted ON responses (id) WHERE counted IS NULL;

CREATE TABLE counts (
    mark           TEXT   COLLATE "C" NOT NULL,
    scope          TEXT   COLLATE "C" NOT NULL,
    survey         TEXT   COLLATE "C" NOT NULL,
    day            BIGINT NOT NULL,
    value          TEXT   COLLATE "C" NOT NULL,
    question       TEXT   COLLATE "C" NOT NULL,
    answer         TEXT   COLLATE "C" NOT NULL,
    "group"        TEXT   COLLATE "C" NOT NULL,
    kind           TEXT   COLLATE "C" NOT NULL,
    survey_version BIGINT NOT NULL,
    shard          BIGINT NOT NULL,
    responses      BIGINT NOT NULL,
    PRIMARY KEY (mark, scope, survey, day, value, question, answer, "group", kind, survey_version, shard)
);

CREATE TABLE surveys (
    id            TEXT   COLLATE "C" NOT NULL,
    version       BIGINT NOT NULL,
    definition    TEXT   NOT NULL,
    registered_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
