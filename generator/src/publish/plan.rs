//! What a publication does, decided from what is built and what is there: no network, no clock.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::render::is_hashed;
use crate::site::percent_encode;

/// Files made of their content stay this long after the last page that needs them: pages are open in browsers, and a
/// desk may go back to an earlier bundle.
const GRACE_DAYS: i64 = 30;
/// As many bundles stay, for going back.
pub const BUNDLES_KEPT: usize = 10;
/// More addresses than these are refreshed as one, `/*`: the first thousand a month are free, and it counts as one.
const ADDRESSES_AT_MOST: usize = 15;

/// An object of the bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The MD5 of its content, when it was sent whole.
    pub etag: String,
    /// When it was sent.
    pub modified: Timestamp,
}

/// The bucket's objects below `public/` and `desk/`, by their keys.
pub type Objects = BTreeMap<String, Object>;

/// What one publication leaves for the next, in the bucket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// Keys that have changed and whose addresses are not refreshed yet: that publication was cut short.
    pub stale: BTreeSet<String>,
    /// Files made of their content that no page needs any more, and since when.
    pub gone: BTreeMap<String, Date>,
}

/// What is to be done, in this order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Keys to send, all of a stage before the first of the next: what pages need, new pages, changed pages, and what
    /// lists the pages.
    pub stages: [Vec<String>; 4],
    /// The bundle that the desk is pointed to.
    pub pointer: Option<String>,
    /// Keys to remove.
    pub removals: Vec<String>,
    /// What the next publication has to know.
    pub memory: Memory,
}

impl Plan {
    /// Compares `etags`, what is built, with `there`, what is in the bucket, and `pointer`, the bundle of its desk.
    pub fn new(
        etags: &BTreeMap<&str, &str>,
        bundle: Option<&str>,
        there: &Objects,
        pointer: Option<&str>,
        former: Memory,
        today: Date,
    ) -> Self {
        let mut plan = Self { memory: former, ..Self::default() };
        for (key, etag) in etags {
            let known = there.get(*key);
            if known.is_none_or(|object| object.etag != *etag) {
                plan.stages[stage(key, known.is_some())].push((*key).to_owned());
                if known.is_some() {
                    plan.memory.stale.insert((*key).to_owned());
                }
            }
        }
        plan.memory.gone.retain(|key, _| there.contains_key(key) && !etags.contains_key(key.as_str()));
        for key in there.keys().filter(|key| key.starts_with("public/") && !etags.contains_key(key.as_str())) {
            if is_hashed(key.trim_start_matches("public")) {
                let since = *plan.memory.gone.entry(key.clone()).or_insert(today);
                if since.saturating_add(GRACE_DAYS.days()) > today {
                    continue;
                }
                plan.memory.gone.remove(key);
            }
            plan.memory.stale.insert(key.clone());
            plan.removals.push(key.clone());
        }
        plan.pointer = bundle.filter(|bundle| pointer != Some(*bundle)).map(str::to_owned);
        let current = bundle.or(pointer);
        for (bundle, _) in bundles(there).into_iter().skip(BUNDLES_KEPT) {
            if Some(bundle.as_str()) != current && Some(bundle.as_str()) != pointer {
                plan.removals.extend(files_of(there, &bundle));
            }
        }
        plan
    }

    /// Whether everything is as it should be already, refreshed addresses included.
    pub fn is_empty(&self) -> bool {
        self.uploads() == 0 && self.pointer.is_none() && self.removals.is_empty() && self.memory.stale.is_empty()
    }

    /// Files to send.
    pub fn uploads(&self) -> usize {
        self.stages.iter().map(Vec::len).sum()
    }

    /// What `CloudFront` may have kept that is no longer so. A page is at two addresses: as browsers ask for it, and as
    /// the distribution's function rewrites that.
    pub fn refreshed(&self) -> Vec<String> {
        let mut addresses = BTreeSet::new();
        for key in &self.memory.stale {
            let Some(address) = key.strip_prefix("public") else { continue };
            addresses.insert(percent_encode(address));
            if let Some(folder) = address.strip_suffix("index.html") {
                addresses.insert(percent_encode(folder));
            }
        }
        if addresses.len() > ADDRESSES_AT_MOST {
            return vec!["/*".to_owned()];
        }
        addresses.into_iter().collect()
    }
}

/// When a file is sent: 0 what pages need, 1 pages that are new, 2 pages that others may lead to already, 3 what
/// lists pages. A bundle is in nobody's sight until it is pointed to.
fn stage(key: &str, is_known: bool) -> usize {
    let Some(path) = key.strip_prefix("public/") else { return 0 };
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" if is_known => 2,
        "html" => 1,
        "xml" | "json" | "txt" if !is_hashed(path) && !path.starts_with("assets/") => 3,
        _ => 0,
    }
}

/// The bundles of a bucket, the newest first, with when each was sent.
pub fn bundles(there: &Objects) -> Vec<(String, Timestamp)> {
    let catalogs = there.iter().filter_map(|(key, object)| {
        let name = key.strip_prefix("desk/")?.strip_suffix("/catalog.json")?;
        Some((name.to_owned(), object.modified))
    });
    let mut bundles: Vec<_> = catalogs.collect();
    bundles.sort_by_key(|(_, sent)| std::cmp::Reverse(*sent));
    bundles
}

fn files_of(there: &Objects, bundle: &str) -> Vec<String> {
    let folder = format!("desk/{bundle}/");
    there.keys().filter(|key| key.starts_with(&folder)).cloned().collect()
}

#[cfg(test)]
mod tests;
