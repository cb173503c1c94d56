-- What responses are about, in the words of those who read them.
CREATE TABLE tags (
    -- The name, as names are compared: in small letters, with single spaces.
    "key"      TEXT    NOT NULL PRIMARY KEY,
    -- As it was written first.
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    -- As the audit log names them; of a rule, 'rule: ' and its name.
    actor      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE response_tags (
    response TEXT    NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    -- The tag's key. No reference: whoever stores a response waits for nobody who tidies up tags.
    tag      TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (response, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX response_tags_tag ON response_tags (tag, response);

-- What is done about responses as they come in.
CREATE TABLE rules (
    id         TEXT    NOT NULL PRIMARY KEY,
    -- Rules act in this order.
    place      INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    -- Conditions and actions, as JSON.
    document   TEXT    NOT NULL,
    -- 1 if it acts, 0 if it is switched off.
    enabled    INTEGER NOT NULL,
    -- How often it was changed.
    version    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- When it was deleted; NULL if it wasn't.
    deleted_at INTEGER,
    -- The stored response after which it is applied next; NULL if it isn't being applied.
    applying   TEXT,
    -- How many stored responses it fitted when it was last applied to them.
    applied    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Which rules have acted on which responses: each acts once.
CREATE TABLE rule_matches (
    response TEXT    NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    rule     TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (response, rule)
) STRICT, WITHOUT ROWID;
CREATE INDEX rule_matches_rule ON rule_matches (rule);

-- The rule that put a response into the inbox; NULL if none did.
ALTER TABLE follow_ups ADD COLUMN rule TEXT;

-- Promoters who agreed to be contacted have a list of their own; what somebody works on stays where it is.
UPDATE follow_ups SET reason = 'promoter', due = NULL
    WHERE reason = 'contact' AND version = 0 AND response IN (SELECT id FROM responses WHERE "group" = 'promoter');

-- Figures are by list, reason and owner.
DROP INDEX follow_ups_since;
CREATE INDEX follow_ups_since ON follow_ups (since, response, reason, owner, done_at, contacted_at) WHERE mark IS NULL;
