//! Tables: heads, cells and their alignment, without the style attributes a strict policy forbids.

use pulldown_cmark::Alignment;

/// Where the writer is inside a table.
#[derive(Debug)]
pub struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Whether the open cell heads something.
    is_heading: bool,
}

impl Table {
    /// At the start of a table.
    pub fn new(alignments: Vec<Alignment>) -> Self {
        Self { alignments, column: 0, in_head: false, is_heading: false }
    }

    /// Opens the head row.
    pub fn head(&mut self) -> &'static str {
        (self.in_head, self.column) = (true, 0);
        "<thead><tr>"
    }

    /// Closes the head row; the body follows.
    pub fn head_end(&mut self) -> &'static str {
        self.in_head = false;
        "</tr></thead>\n<tbody>\n"
    }

    /// Opens a row.
    pub fn row(&mut self) -> &'static str {
        self.column = 0;
        "<tr>"
    }

    /// Opens a cell. The corner above a column of names is often empty: a heading without words heads nothing.
    pub fn cell(&mut self, is_empty: bool) -> String {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-end\"",
            _ => "",
        };
        self.column += 1;
        self.is_heading = self.in_head && !is_empty;
        if self.is_heading { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") }
    }

    /// Closes a cell.
    pub fn cell_end(&self) -> &'static str {
        if self.is_heading { "</th>" } else { "</td>" }
    }
}
