-- What customers are worth, as somebody imported it: one row for each revenue, order, repeat purchase and churn.
CREATE TABLE customer_values (
    -- SHA-256 of the identifier in the file, or else of the row itself: what is imported twice is stored once.
    id         TEXT    NOT NULL PRIMARY KEY,
    import_id  TEXT    NOT NULL,
    -- As in `responses`: `person.id`, or its keyed hash where contact data is encrypted.
    person     TEXT,
    -- The company, as responses name it.
    account    TEXT,
    -- Counted from 1970-01-01, in UTC.
    day        INTEGER NOT NULL,
    -- 'revenue', 'order', 'repeat-purchase' or 'churn'
    kind       TEXT    NOT NULL,
    -- In hundredths of the currency; NULL for churn, as is the currency.
    amount     INTEGER,
    currency   TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_values_import ON customer_values (import_id);
CREATE INDEX customer_values_person ON customer_values (person, day) WHERE person IS NOT NULL;
CREATE INDEX customer_values_account ON customer_values (account, day) WHERE account IS NOT NULL;

-- Files that these rows are from.
CREATE TABLE value_imports (
    id         TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    -- As the audit log names them.
    actor      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Days on which something changed, as somebody marked them.
CREATE TABLE annotations (
    id         TEXT    NOT NULL PRIMARY KEY,
    -- Such as 2026-11-21.
    day        TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    -- The survey it is about; empty for all.
    survey     TEXT    NOT NULL,
    -- The segment it concerns: its name and its value; both empty if it concerns everybody.
    segment    TEXT    NOT NULL,
    value      TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
