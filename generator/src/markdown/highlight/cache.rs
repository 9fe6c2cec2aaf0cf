//! Blocks that were written before: `serve` renders the same texts again at every change.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

/// Bytes kept before all are forgotten.
const MOST: usize = 32 * 1024 * 1024;

/// Blocks by language and text.
#[derive(Default)]
struct Cache {
    blocks: HashMap<(String, String), Option<Arc<str>>>,
    size: usize,
}

static CACHE: LazyLock<RwLock<Cache>> = LazyLock::new(RwLock::default);

/// The HTML of a block, written now when it is not known.
pub fn get_or(language: &str, code: &str, write: impl FnOnce() -> Option<String>) -> Option<Arc<str>> {
    let key = (language.to_owned(), code.to_owned());
    if let Some(known) = CACHE.read().unwrap_or_else(PoisonError::into_inner).blocks.get(&key) {
        return known.clone();
    }
    let html: Option<Arc<str>> = write().map(Into::into);
    let mut cache = CACHE.write().unwrap_or_else(PoisonError::into_inner);
    let size = language.len() + code.len() + html.as_ref().map_or(0, |html| html.len());
    if cache.size + size > MOST {
        *cache = Cache::default();
    }
    cache.size += size;
    cache.blocks.insert(key, html.clone());
    html
}
