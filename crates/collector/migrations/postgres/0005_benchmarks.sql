CREATE TABLE benchmarks (
    id         TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    sort       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    survey     TEXT   COLLATE "C" NOT NULL,
    kind       TEXT   NOT NULL,
    measure    TEXT   NOT NULL,
    value      BIGINT NOT NULL,
    source     TEXT   NOT NULL,
    day        TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
