-- Who is writing an answer to a ticket, for their colleagues to see.
CREATE TABLE writing (
    code    TEXT NOT NULL,
    email   TEXT NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (code, email)
) STRICT, WITHOUT ROWID;
