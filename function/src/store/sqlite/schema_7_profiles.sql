-- What members of desks say of themselves.
CREATE TABLE profiles (
    email      TEXT PRIMARY KEY,
    signature  TEXT NOT NULL,
    -- The last day away, 2026-12-04.
    away_until TEXT
) STRICT, WITHOUT ROWID;
