CREATE TABLE customer_values (
    id         TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    import_id  TEXT   COLLATE "C" NOT NULL,
    person     TEXT   COLLATE "C",
    account    TEXT   COLLATE "C",
    day        BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    amount     BIGINT,
    currency   TEXT
);
CREATE INDEX customer_values_import ON customer_values (import_id);
CREATE INDEX customer_values_person ON customer_values (person, day) WHERE person IS NOT NULL;
CREATE INDEX customer_values_account ON customer_values (account, day) WHERE account IS NOT NULL;

CREATE TABLE value_imports (
    id         TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    actor      TEXT   NOT NULL
);

CREATE TABLE annotations (
    id         TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    day        TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    survey     TEXT   COLLATE "C" NOT NULL,
    segment    TEXT   COLLATE "C" NOT NULL,
    value      TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
