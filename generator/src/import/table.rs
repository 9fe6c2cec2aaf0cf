//! Tables. Markdown has one line a row and no merged cells.

use scraper::ElementRef;

use super::blocks::{BLOCKS, Body, Piece, pieces};

impl Body<'_> {
    pub(super) fn table(&mut self, table: ElementRef<'_>, depth: usize, out: &mut Vec<String>) {
        let mut rows: Vec<ElementRef<'_>> = Vec::new();
        for part in table.child_elements() {
            match part.value().name() {
                "thead" | "tbody" | "tfoot" => {
                    rows.extend(part.child_elements().filter(|row| row.value().name() == "tr"));
                }
                "tr" => rows.push(part),
                "caption" => out.extend(self.blocks(&pieces(part), depth + 1)),
                _ => {}
            }
        }
        let rows: Vec<Vec<ElementRef<'_>>> = rows.into_iter().map(cells).filter(|row| !row.is_empty()).collect();
        // A table of one cell is a frame around a text.
        if let [row] = rows.as_slice()
            && let [cell] = row.as_slice()
        {
            return out.extend(self.blocks(&pieces(*cell), depth + 1));
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return;
        }
        if rows.iter().flatten().any(|cell| !is_simple(*cell)) {
            self.losses.tables += 1;
        }
        let mut lines = Vec::new();
        for (ix, row) in rows.iter().enumerate() {
            let mut line = String::from("|");
            for at in 0..width {
                let text = row.get(at).map_or_else(String::new, |cell| self.cell(*cell, depth));
                line.push_str(&format!(" {text} |").replace("  |", " |"));
            }
            lines.push(line);
            if ix == 0 {
                lines.push(format!("|{}", "---|".repeat(width)));
            }
        }
        out.push(lines.join("\n"));
    }

    fn cell(&mut self, cell: ElementRef<'_>, depth: usize) -> String {
        self.attributes(cell);
        let blocks = self.blocks(&pieces(cell), depth + 1).join("\n");
        blocks.replace("\\\n", "<br>").replace('\n', "<br>").replace('|', "\\|")
    }
}

fn cells(row: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    row.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th")).collect()
}

fn is_simple(cell: ElementRef<'_>) -> bool {
    let merged = |name: &str| cell.attr(name).is_some_and(|span| span.trim() != "1");
    let blocks = pieces(cell).into_iter().any(|piece| match piece {
        Piece::Element(inner) => {
            let names = inner.descendent_elements().map(|element| element.value().name());
            names.into_iter().any(|name| BLOCKS.contains(&name) && !matches!(name, "p" | "div"))
        }
        Piece::Text(_) => false,
    });
    !merged("colspan") && !merged("rowspan") && !blocks
}
