CREATE TABLE notices (
    "key"      TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    document   TEXT   NOT NULL
);
