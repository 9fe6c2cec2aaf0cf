-- What readers tell without writing, counted by day.
CREATE TABLE signals (
    -- 2026-11-23, in UTC.
    day     TEXT NOT NULL,
    name    TEXT NOT NULL,
    uses    INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (day, name)
) STRICT, WITHOUT ROWID;
