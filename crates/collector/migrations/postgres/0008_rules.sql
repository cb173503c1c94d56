-- As in `migrations/sqlite/0010_rules.sql`, where each column is described.
CREATE TABLE tags (
    "key"      TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    actor      TEXT   NOT NULL
);

CREATE TABLE response_tags (
    response TEXT   COLLATE "C" NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    tag      TEXT   COLLATE "C" NOT NULL,
    actor    TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (response, tag)
);
CREATE INDEX response_tags_tag ON response_tags (tag, response);

CREATE TABLE rules (
    id         TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    place      BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    document   TEXT   NOT NULL,
    enabled    BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT,
    applying   TEXT   COLLATE "C",
    applied    BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE rule_matches (
    response TEXT   COLLATE "C" NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    rule     TEXT   COLLATE "C" NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (response, rule)
);
CREATE INDEX rule_matches_rule ON rule_matches (rule);

ALTER TABLE follow_ups ADD COLUMN rule TEXT;

UPDATE follow_ups SET reason = 'promoter', due = NULL
    WHERE reason = 'contact' AND version = 0 AND response IN (SELECT id FROM responses WHERE "group" = 'promoter');

-- Figures are by list, reason and owner.
DROP INDEX follow_ups_since;
CREATE INDEX follow_ups_since ON follow_ups (since, response, reason, owner, done_at, contacted_at) WHERE mark IS NULL;
