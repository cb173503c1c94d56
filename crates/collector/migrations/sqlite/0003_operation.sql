-- Marks the file as the collector's: 'AskW'. Files of other programs are refused.
PRAGMA application_id = 1098083159;

-- Why a response stays out of scores: 'test' or 'spam'; NULL if it counts.
ALTER TABLE responses ADD COLUMN mark TEXT;
-- Who answered, as the site knows them: `person.id`. By this, responses are exported and erased.
ALTER TABLE responses ADD COLUMN person TEXT;
-- A keyed hash of the e-mail address that was left, by which it can be found and not be read.
ALTER TABLE responses ADD COLUMN email TEXT;
-- Whether the document says anything of who answered: 1 or 0. What isn't known counts as 1.
ALTER TABLE responses ADD COLUMN personal INTEGER NOT NULL DEFAULT 1;

-- Reports count what isn't marked, and touch no document for it.
DROP INDEX responses_counted;
DROP INDEX responses_commented;
CREATE INDEX responses_counted ON responses (kind, counted_at, survey, score, helpful, topic) WHERE mark IS NULL;
CREATE INDEX responses_commented ON responses (kind, counted_at, id) WHERE comment IS NOT NULL AND mark IS NULL;
CREATE INDEX responses_surveyed ON responses (survey, kind, counted_at, id, score) WHERE mark IS NULL;
CREATE INDEX responses_marked ON responses (mark, counted_at) WHERE mark IS NOT NULL;
CREATE INDEX responses_person ON responses (person) WHERE person IS NOT NULL;
CREATE INDEX responses_email ON responses (email) WHERE email IS NOT NULL;

-- What is still to be forwarded to the endpoints of `serve --endpoints`: one row for each response and endpoint, written
-- with the response in one transaction. What has arrived has no row. Neither what is sent nor where to is in here: both
-- follow from the response and the file of endpoints at the moment of sending.
CREATE TABLE forwards (
    response      TEXT    NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    -- The endpoint's name in the file. Never its address, which may be secret.
    endpoint      TEXT    NOT NULL,
    revision      INTEGER NOT NULL,
    -- Since when this revision waits, in milliseconds since 1970 (UTC).
    since         INTEGER NOT NULL,
    -- How often it was tried in vain.
    tries         INTEGER NOT NULL,
    -- When it is tried next, in milliseconds since 1970 (UTC). Whoever tries it puts this off first, beyond the end of
    -- the attempt: meanwhile nobody else does, and should the attempt never end, somebody will.
    due           INTEGER NOT NULL,
    -- When it failed for good; NULL while it waits.
    failed_at     INTEGER,
    -- The status that the endpoint refused it with; NULL if it became too old, or can't be read.
    failed_status INTEGER,
    PRIMARY KEY (response, endpoint)
) STRICT, WITHOUT ROWID;
INSERT INTO forwards SELECT response, endpoint, revision, since, tries, due, failed_at, failed_status FROM handovers;
DROP TABLE handovers;
CREATE INDEX forwards_due ON forwards (endpoint, due) WHERE failed_at IS NULL;
CREATE INDEX forwards_failed ON forwards (endpoint) WHERE failed_at IS NOT NULL;

-- What there is one of.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys that were made by `askwell-collector keys`. A key itself is shown once and stored nowhere.
CREATE TABLE access_keys (
    id         TEXT    NOT NULL PRIMARY KEY,
    -- What it is for, in the operator's words.
    label      TEXT    NOT NULL,
    -- 'write' or 'read'
    scope      TEXT    NOT NULL,
    -- SHA-256 of the key, as hexadecimal digits.
    hash       TEXT    NOT NULL UNIQUE,
    -- The sites whose pages may post with it, separated by spaces; empty for those of the configuration.
    origins    TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    -- To a minute.
    used_at    INTEGER,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;

-- Who may sign in by name.
CREATE TABLE users (
    name       TEXT    NOT NULL PRIMARY KEY,
    -- 'viewer' or 'admin'
    role       TEXT    NOT NULL,
    -- Argon2id, in the PHC format.
    password   TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who is signed in.
CREATE TABLE sessions (
    -- SHA-256 of the cookie's token, as hexadecimal digits.
    hash       TEXT    NOT NULL PRIMARY KEY,
    -- The user; NULL if it was opened by a read key.
    account    TEXT REFERENCES users (name) ON DELETE CASCADE,
    -- A digest of the read key that opened it: it ends with the key.
    key_digest TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who did what: keys, users, exports, erasures.
CREATE TABLE audit (
    at     INTEGER NOT NULL,
    -- 'command line', or the user
    actor  TEXT    NOT NULL,
    action TEXT    NOT NULL,
    detail TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_at ON audit (at);
