-- What is still to be handed on to the endpoints of `serve --endpoints`: one row for each response and endpoint, written
-- with the response in one transaction. What has arrived has no row. Neither what is sent nor where to is in here: both
-- follow from the response and the file of endpoints at the moment of sending.
CREATE TABLE handovers (
    response      TEXT    NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    -- The endpoint's name in the file. Never its address, which may be secret.
    endpoint      TEXT    NOT NULL,
    revision      INTEGER NOT NULL,
    -- When this revision came to wait, in milliseconds since 1970 (UTC).
    since         INTEGER NOT NULL,
    -- How often it was tried in vain.
    tries         INTEGER NOT NULL,
    -- When it is tried next, in milliseconds since 1970 (UTC). Whoever tries it puts this off first, beyond the end of
    -- the attempt: meanwhile nobody else does, and should the attempt never end, somebody will.
    due           INTEGER NOT NULL,
    -- When it was given up; NULL while it waits.
    failed_at     INTEGER,
    -- The status that the endpoint refused it with; NULL if it was given up for its age.
    failed_status INTEGER,
    PRIMARY KEY (response, endpoint)
) STRICT;

CREATE INDEX handovers_due ON handovers (endpoint, due) WHERE failed_at IS NULL;
