//! Width and height of a picture, from the first bytes of its file, so that pages do not jump while it loads.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Enough to pass a JPEG's embedded preview in nearly all photographs.
const HEAD: u64 = 256 * 1024;

/// The size in pixels of a PNG, JPEG, GIF or SVG; `None` when it does not tell.
pub fn size(path: &Path) -> Option<(u32, u32)> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    if !matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "svg") {
        return None;
    }
    let mut head = Vec::new();
    File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    let size = match ending.as_str() {
        "png" => png(&head),
        "gif" => gif(&head),
        "svg" => svg(&head),
        _ => jpeg(&head),
    };
    size.filter(|&(width, height)| width > 0 && height > 0)
}

fn png(head: &[u8]) -> Option<(u32, u32)> {
    let rest = head.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let number = |at: usize| Some(u32::from_be_bytes(rest.get(at..at + 4)?.try_into().ok()?));
    Some((number(8)?, number(12)?))
}

fn gif(head: &[u8]) -> Option<(u32, u32)> {
    let rest = head.strip_prefix(b"GIF8")?;
    let number = |at: usize| Some(u32::from(u16::from_le_bytes(rest.get(at..at + 2)?.try_into().ok()?)));
    Some((number(2)?, number(4)?))
}

/// Walks the markers up to the frame header, which carries the size.
fn jpeg(head: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u16::from_be_bytes(head.get(at..at + 2)?.try_into().ok()?));
    head.strip_prefix(b"\xff\xd8")?;
    let mut at = 2;
    loop {
        let (fence, marker) = (*head.get(at)?, *head.get(at + 1)?);
        if fence != 0xff {
            return None;
        }
        let frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if frame {
            return Some((u32::from(number(at + 7)?), u32::from(number(at + 5)?)));
        }
        at += 2 + usize::from(number(at + 2)?);
    }
}

/// Takes `width` and `height` of the root element, else its `viewBox`.
fn svg(head: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(head).ok()?;
    let root = &text[text.find("<svg")?..];
    let root = &root[..root.find('>')?];
    let attribute = |name: &str| {
        let value = &root[root.find(&format!(" {name}=\""))? + name.len() + 3..];
        value.split('"').next()
    };
    let whole = |text: &str| text.trim().trim_end_matches("px").split('.').next()?.parse::<u32>().ok();
    if let (Some(width), Some(height)) = (attribute("width").and_then(whole), attribute("height").and_then(whole)) {
        return Some((width, height));
    }
    let numbers: Vec<_> = attribute("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    Some((whole(numbers.get(2)?)?, whole(numbers.get(3)?)?))
}

#[cfg(test)]
mod tests {
    use super::{jpeg, png, svg};

    #[test]
    fn sizes_are_read_from_the_head() {
        assert_eq!(png(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0"), Some((640, 480)));
        assert_eq!(jpeg(b"\xff\xd8\xff\xe0\0\x04JF\xff\xc0\0\x11\x08\x01\xe0\x02\x80"), Some((640, 480)));
        assert_eq!(svg(br#"<svg xmlns="x" viewBox="0 0 320 200"><path/></svg>"#), Some((320, 200)));
        assert_eq!(svg(br#"<svg width="24" height="12px" viewBox="0 0 1 1">"#), Some((24, 12)));
        assert_eq!(jpeg(b"\xff\xd8\xff\xe0\0\0"), None);
        assert_eq!(png(b"\x89PNG"), None);
    }
}
