//! What a file is, by what is in it, and whether such files are taken.
//!
//! Nothing here, and nothing behind it, opens an archive or decodes a picture: only heads are read.

/// A kind of file that is taken.
#[derive(Debug)]
pub struct Kind {
    /// The endings that such files have, in small letters.
    pub endings: &'static [&'static str],
    /// What it is served as.
    pub media_type: &'static str,
    /// Whether a file is one, by its content.
    is: fn(&[u8]) -> bool,
}

/// Everything that is taken: what people send to a desk, and nothing that a browser would run.
const KINDS: [Kind; 14] = [
    kind(&["pdf"], "application/pdf", |file| file.starts_with(b"%PDF-")),
    kind(&["png"], "image/png", |file| file.starts_with(b"\x89PNG\r\n\x1a\n")),
    kind(&["jpg", "jpeg", "jfif"], "image/jpeg", |file| file.starts_with(b"\xff\xd8\xff")),
    kind(&["gif"], "image/gif", |file| file.starts_with(b"GIF87a") || file.starts_with(b"GIF89a")),
    kind(&["webp"], "image/webp", |file| file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP")),
    kind(&["heic", "heif"], "image/heic", |file| brand(file).is_some_and(|brand| PICTURES.contains(&brand))),
    kind(&["mp4", "m4v", "mov"], "video/mp4", |file| brand(file).is_some_and(|brand| !PICTURES.contains(&brand))),
    kind(&["webm"], "video/webm", |file| file.starts_with(b"\x1a\x45\xdf\xa3")),
    kind(&["docx"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document", is_zip),
    kind(&["xlsx"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", is_zip),
    kind(&["pptx"], "application/vnd.openxmlformats-officedocument.presentationml.presentation", is_zip),
    kind(&["odt", "ods", "odp"], "application/vnd.oasis.opendocument", is_zip),
    kind(&["zip"], "application/zip", is_zip),
    kind(&["txt", "log", "csv"], "text/plain; charset=utf-8", is_text),
];

const fn kind(endings: &'static [&'static str], media_type: &'static str, is: fn(&[u8]) -> bool) -> Kind {
    Kind { endings, media_type, is }
}

/// The most pixels of a picture, as its head tells: twice what the best telephones take. Nothing here decodes one, but the
/// program that opens it would need four bytes for each.
const MOST_PIXELS: u64 = 100_000_000;

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// There is nothing in it.
    Empty,
    /// Files with this ending are not taken.
    Ending,
    /// What is in it is not what its ending says.
    Content,
    /// A picture that says it has more pixels than any camera takes.
    Pixels,
}

impl Kind {
    /// The kind of a file that may be taken: its ending is one of a kind, and so is its content.
    pub fn of(name: &str, file: &[u8]) -> Result<&'static Self, NotTaken> {
        if file.is_empty() {
            return Err(NotTaken::Empty);
        }
        let kind = Self::called(name).ok_or(NotTaken::Ending)?;
        if !(kind.is)(file) {
            return Err(NotTaken::Content);
        }
        if pixels(file).is_some_and(|pixels| pixels > MOST_PIXELS) {
            return Err(NotTaken::Pixels);
        }
        Ok(kind)
    }

    /// The kind that a name's ending says.
    pub fn called(name: &str) -> Option<&'static Self> {
        let (_, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        KINDS.iter().find(|kind| kind.endings.contains(&ending.as_str()))
    }
}

/// Every ending that is taken, as a form's `accept` names them: `.pdf,.png,…`.
pub fn accepted() -> String {
    let endings = KINDS.iter().flat_map(|kind| kind.endings);
    endings.map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(",")
}

/// Brands of still pictures among the files that begin as films do (ISO/IEC 23008-12, annex B).
const PICTURES: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"];

/// What a file of ISO's media format (ISO/IEC 14496-12, 4.3) says it is.
fn brand(file: &[u8]) -> Option<&[u8]> {
    (file.get(4..8)? == b"ftyp").then(|| file.get(8..12)).flatten()
}

fn is_zip(file: &[u8]) -> bool {
    file.starts_with(b"PK\x03\x04")
}

/// Text of UTF-8, or of UTF-16 as its first two bytes tell, without a null; and no page that a browser would draw.
fn is_text(file: &[u8]) -> bool {
    let text = match file {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => std::str::from_utf8(file).ok().map(str::to_owned),
    };
    text.is_some_and(|text| !text.contains('\0') && !is_markup(&text))
}

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks();
    let units = pairs.iter().map(|pair| read(*pair));
    rest.is_empty().then(|| char::decode_utf16(units).collect::<Result<_, _>>().ok()).flatten()
}

fn is_markup(text: &str) -> bool {
    let start: String = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).chars().take(16).collect();
    let start = start.to_ascii_lowercase();
    ["<!doctype", "<!--", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<iframe"]
        .iter()
        .any(|mark| start.starts_with(mark))
}

/// Width times height, where a picture's head tells.
fn pixels(file: &[u8]) -> Option<u64> {
    let (width, height) = match file {
        [0x89, b'P', b'N', b'G', ..] => (big(file, 16)?, big(file, 20)?),
        [b'G', b'I', b'F', ..] => (little(file, 6, 2)?, little(file, 8, 2)?),
        [0xff, 0xd8, ..] => jpeg(file)?,
        [b'R', b'I', b'F', b'F', ..] => webp(file)?,
        _ if brand(file).is_some() => heic(file)?,
        _ => return None,
    };
    Some(width.saturating_mul(height))
}

fn big(file: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(u32::from_be_bytes(*file.get(at..)?.first_chunk()?)))
}

fn little(file: &[u8], at: usize, bytes: usize) -> Option<u64> {
    let number = file.get(at..at.checked_add(bytes)?)?;
    Some(number.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// Walks the markers up to the frame's head, which has the size (ITU-T T.81, B.2.2).
fn jpeg(file: &[u8]) -> Option<(u64, u64)> {
    let short = |at: usize| Some(u16::from_be_bytes(*file.get(at..)?.first_chunk()?));
    let mut at = 2;
    loop {
        let [0xff, marker] = *file.get(at..)?.first_chunk()? else { return None };
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return Some((short(at + 7)?.into(), short(at + 5)?.into()));
        }
        at += match marker {
            // Filling, and markers without a length.
            0xff => 1,
            0x01 | 0xd0..=0xd8 => 2,
            _ => 2 + usize::from(short(at + 2)?),
        };
    }
}

/// One of three kinds of chunk comes first (RFC 9649, section 2).
fn webp(file: &[u8]) -> Option<(u64, u64)> {
    match file.get(12..16)? {
        b"VP8 " => Some((little(file, 26, 2)? & 0x3fff, little(file, 28, 2)? & 0x3fff)),
        b"VP8L" => {
            let bits = little(file, 21, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => Some((little(file, 24, 3)? + 1, little(file, 27, 3)? + 1)),
        _ => None,
    }
}

/// The largest size that any box `ispe` tells; they stand before the pictures, one for each tile (ISO/IEC 23008-12, 6.5.3).
fn heic(file: &[u8]) -> Option<(u64, u64)> {
    let head = &file[..file.len().min(64 * 1024)];
    let boxes = head.windows(4).enumerate().filter(|(_, name)| name == b"ispe");
    let sizes = boxes.filter_map(|(at, _)| Some((big(file, at + 8)?, big(file, at + 12)?)));
    sizes.max_by_key(|(width, height)| width.saturating_mul(*height))
}

#[cfg(test)]
mod tests {
    use super::{Kind, NotTaken, pixels};

    #[track_caller]
    fn check(name: &str, file: &[u8], expected: Result<&str, NotTaken>) {
        assert_eq!(Kind::of(name, file).map(|kind| kind.endings[0]), expected, "{name}");
    }

    #[test]
    fn a_file_is_what_both_its_ending_and_its_content_say() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0";
        check("màn hình.PNG", png, Ok("png"));
        check("a.jpg", png, Err(NotTaken::Content));
        check("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", Err(NotTaken::Content));
        check("a.pdf", b"%PDF-1.7\n1 0 obj<</S/JavaScript>>", Ok("pdf"));
        check("a.pdf.html", b"%PDF-1.7", Err(NotTaken::Ending));
        check("a.exe", b"MZ", Err(NotTaken::Ending));
        check("png", png, Err(NotTaken::Ending));
        check("a.docx", b"PK\x03\x04", Ok("docx"));
        check("a.docx", b"\xd0\xcf\x11\xe0", Err(NotTaken::Content));
        check("a.heic", b"\0\0\0\x18ftypheic", Ok("heic"));
        check("a.mp4", b"\0\0\0\x18ftypisom", Ok("mp4"));
        check("a.mp4", b"\0\0\0\x18ftypheic", Err(NotTaken::Content));
        check("a.webm", b"\x1a\x45\xdf\xa3", Ok("webm"));
        check("a.txt", b"", Err(NotTaken::Empty));
    }

    #[test]
    fn text_is_text_in_either_encoding() {
        check("a.log", "\u{feff}Lỗi 0x80\r\n".as_bytes(), Ok("txt"));
        check("a.csv", b"\xff\xfea\0;\0", Ok("txt"));
        check("a.csv", b"\xfe\xff\0a\0;", Ok("txt"));
        check("a.txt", b"\xff\xfea\0;", Err(NotTaken::Content));
        check("a.txt", b"\xff\xfe\0\xd8", Err(NotTaken::Content));
        check("a.txt", b"a\0b", Err(NotTaken::Content));
        check("a.txt", b"L\xe9 An", Err(NotTaken::Content));
        check("a.txt", b"\n <ScRiPt>alert(1)</script>", Err(NotTaken::Content));
        check("a.log", b"<13>Nov 28 kernel: a syslog begins so", Ok("txt"));
    }

    #[test]
    fn a_picture_of_more_pixels_than_any_camera_takes_is_told_by_its_head() {
        let png = |side: u32| {
            let side = side.to_be_bytes();
            [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &side, &side].concat()
        };
        check("a.png", &png(50_000), Err(NotTaken::Pixels));
        check("a.png", &png(u32::MAX), Err(NotTaken::Pixels));
        check("a.png", &png(10_000), Ok("png"));
        assert_eq!(pixels(b"\xff\xd8\xff\xe0\0\x04JF\xff\xff\xc0\0\x11\x08\x01\xe0\x02\x80"), Some(640 * 480));
        assert_eq!(pixels(b"\xff\xd8\xff\xe0\0\0"), None);
        assert_eq!(pixels(b"GIF89a\x80\x02\xe0\x01"), Some(640 * 480));
        assert_eq!(pixels(b"RIFF....WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\x02"), None, "cut short");
        assert_eq!(pixels(b"RIFF....WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0"), Some(640 * 480));
        assert_eq!(pixels(b"RIFF....WEBPVP8L....\x2f\x7f\xc2\x77\0"), Some(640 * 480));
        assert_eq!(pixels(b"\0\0\0\x18ftypheic\0\0\0\x14ispe\0\0\0\0\0\0\x02\x80\0\0\x01\xe0"), Some(640 * 480));
    }
}
