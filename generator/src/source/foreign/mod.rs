//! Folders of other tools, read as they are.

mod keys;
