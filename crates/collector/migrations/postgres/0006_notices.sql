CREATE TABLE notices (
    "key"      TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    document   TEXT   NOT NULL,
    spread_at  BIGINT
);
CREATE INDEX notices_to_spread ON notices (created_at) WHERE spread_at IS NULL;

CREATE TABLE notice_deliveries (
    notice    TEXT   COLLATE "C" NOT NULL REFERENCES notices ("key") ON DELETE CASCADE,
    recipient TEXT   COLLATE "C" NOT NULL,
    tries     BIGINT NOT NULL,
    due       BIGINT,
    sent_at   BIGINT,
    failed_at BIGINT,
    error     TEXT,
    PRIMARY KEY (notice, recipient)
);
CREATE INDEX notice_deliveries_due ON notice_deliveries (due) WHERE due IS NOT NULL;

ALTER TABLE users ADD COLUMN email TEXT;
ALTER TABLE users ADD COLUMN digest TEXT NOT NULL DEFAULT 'none';
