-- What tickets are found by: their desk, and their words as `domain::words` gives them, each once. `rowid` is the
-- position of the ticket's first event, so that later tickets have higher ones.
-- The words are split and folded already: whatever is not ASCII is a letter here.
CREATE VIRTUAL TABLE findable USING fts5 (
    code UNINDEXED,
    desk,
    words,
    tokenize = "ascii tokenchars '-'",
    detail = column
);

-- What was erased is written over here as well.
INSERT INTO findable (findable, rank) VALUES ('secure-delete', 1);
