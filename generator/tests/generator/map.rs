//! `tests/MAP.md` and `tests/PROCEDURES.md` name for every promise what shows it; nothing they name may be gone.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Whether something named in the table is there.
fn is_there(name: &str) -> bool {
    let root = root();
    if name.starts_with("DM") {
        return root.join("generator/tests/fixtures/diagnostics").join(name).join("expected.vi.txt").is_file();
    }
    let Some((place, test)) = name.split_once("::") else { return root.join(name).is_file() };
    let file = if place.contains('/') { place.to_owned() } else { format!("generator/tests/generator/{place}.rs") };
    let source = fs::read_to_string(root.join(&file)).unwrap_or_default();
    let script = Path::new(&file).extension().is_some_and(|ending| ending == "mjs");
    if script { source.contains(&format!("test('{test}'")) } else { source.contains(&format!("fn {test}(")) }
}

#[test]
fn everything_named_is_there() {
    let table = |name: &str| fs::read_to_string(root().join("tests").join(name)).expect("the table is there");
    let map = ["MAP.md", "PROCEDURES.md"].map(table).concat();
    let rows = map.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.rsplit_once(" | "));
    let mut shown = 0;
    for (promise, by) in rows.filter(|(_, by)| *by != "shown by") {
        let names: Vec<&str> = by.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "nothing shows {promise}");
        for name in names {
            assert!(is_there(name), "{promise}: there is no {name}");
            shown += 1;
        }
    }
    assert!(shown > 140, "the table was not understood: {shown}");
}

#[test]
fn every_key_of_an_article_is_in_the_table() {
    let map = fs::read_to_string(root().join("tests/MAP.md")).expect("the table is there");
    for key in generator::source::front_matter::KEYS {
        assert!(map.contains(&format!("`{key}`")) || map.contains(&format!("`[{key}]`")), "{key}");
    }
}
