-- A ticket's head: a cache of the fold of its events.
CREATE TABLE tickets (
    code      TEXT PRIMARY KEY,
    version   INTEGER NOT NULL,
    desk      TEXT NOT NULL,
    state     TEXT NOT NULL,
    -- Sorts a desk's open tickets; NULL once closed.
    queue_key TEXT,
    -- Microseconds since 1970; NULL when the clock has nothing to do.
    alarm_at  INTEGER,
    head      TEXT NOT NULL,
    -- Who asks, and about what: erased without touching the rest.
    personal  TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX tickets_by_queue ON tickets (desk, queue_key) WHERE queue_key IS NOT NULL;
CREATE INDEX tickets_by_state ON tickets (desk, state, queue_key) WHERE queue_key IS NOT NULL;
CREATE INDEX tickets_by_alarm ON tickets (alarm_at) WHERE alarm_at IS NOT NULL;

-- Effects follow the log by `position`, which is never used twice.
CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    code     TEXT NOT NULL REFERENCES tickets (code),
    seq      INTEGER NOT NULL,
    envelope TEXT NOT NULL,
    personal TEXT,
    UNIQUE (code, seq)
) STRICT;

CREATE TABLE submissions (
    id   TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
    bucket  TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    period  INTEGER NOT NULL,
    uses    INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (bucket, seconds, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE one_time_codes (
    id      TEXT PRIMARY KEY,
    digest  BLOB NOT NULL,
    email   TEXT NOT NULL,
    tries   INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    id      BLOB PRIMARY KEY,
    email   TEXT NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE effects (
    key         TEXT PRIMARY KEY,
    done        INTEGER NOT NULL,
    lease_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far the local worker has followed the log.
CREATE TABLE followed (
    worker   TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
