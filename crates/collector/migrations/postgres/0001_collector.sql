-- The same tables as in `migrations/sqlite`, where each column is described. Moments are milliseconds since 1970 (UTC).

-- Divided by months. An identifier is a UUID of version 7, which begins with the moment it was made: as text in the
-- order of bytes, a month is a range. Identifiers of clocks that are wrong lie in the partition for the rest.
CREATE TABLE responses (
    id             TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    revision       BIGINT NOT NULL,
    status         TEXT   NOT NULL,
    survey         TEXT   COLLATE "C" NOT NULL,
    survey_version BIGINT NOT NULL,
    kind           TEXT   COLLATE "C" NOT NULL,
    score          BIGINT,
    "group"        TEXT,
    helpful        TEXT,
    comment        TEXT,
    topic          TEXT   COLLATE "C",
    locale         TEXT   NOT NULL,
    layout         TEXT   NOT NULL,
    page_path      TEXT   NOT NULL,
    attributes     TEXT   NOT NULL,
    document       TEXT   NOT NULL,
    counted_at     BIGINT NOT NULL,
    received_at    BIGINT NOT NULL,
    mark           TEXT,
    person         TEXT,
    email          TEXT,
    personal       BIGINT NOT NULL DEFAULT 1
) PARTITION BY RANGE (id);
CREATE TABLE responses_rest PARTITION OF responses DEFAULT;

CREATE INDEX responses_counted ON responses (kind, counted_at, survey, score, helpful, topic) WHERE mark IS NULL;
CREATE INDEX responses_commented ON responses (kind, counted_at, id) WHERE comment IS NOT NULL AND mark IS NULL;
CREATE INDEX responses_surveyed ON responses (survey, kind, counted_at, id, score) WHERE mark IS NULL;
CREATE INDEX responses_marked ON responses (mark, counted_at) WHERE mark IS NOT NULL;
CREATE INDEX responses_person ON responses (person) WHERE person IS NOT NULL;
CREATE INDEX responses_email ON responses (email) WHERE email IS NOT NULL;

CREATE TABLE forwards (
    response      TEXT   COLLATE "C" NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    endpoint      TEXT   COLLATE "C" NOT NULL,
    revision      BIGINT NOT NULL,
    since         BIGINT NOT NULL,
    tries         BIGINT NOT NULL,
    due           BIGINT NOT NULL,
    failed_at     BIGINT,
    failed_status BIGINT,
    PRIMARY KEY (response, endpoint)
);
CREATE INDEX forwards_due ON forwards (endpoint, due) WHERE failed_at IS NULL;
CREATE INDEX forwards_failed ON forwards (endpoint) WHERE failed_at IS NOT NULL;

CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE access_keys (
    id         TEXT   NOT NULL PRIMARY KEY,
    label      TEXT   NOT NULL,
    scope      TEXT   NOT NULL,
    hash       TEXT   NOT NULL UNIQUE,
    origins    TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    used_at    BIGINT,
    revoked_at BIGINT
);

CREATE TABLE users (
    name       TEXT   NOT NULL PRIMARY KEY,
    role       TEXT   NOT NULL,
    password   TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    hash       TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   REFERENCES users (name) ON DELETE CASCADE,
    key_digest TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE audit (at BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL);
CREATE INDEX audit_at ON audit (at);
