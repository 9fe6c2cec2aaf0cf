//! Turns a folder of Markdown into a help centre and the configuration of its desk.
