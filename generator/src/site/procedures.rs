//! The procedures of each language, in the order of their codes.

use std::collections::BTreeMap;

use domain::lang::Lang;

use super::{Article, Page, PageIx, SortKey, sort_key};
use crate::source::front_matter::Kind;

/// Pages of procedures by language. A language without procedures of its own is left out; others list what stands in too.
pub fn gather(articles: &[Article], pages: &[Page]) -> BTreeMap<Lang, Vec<PageIx>> {
    let mut registers: BTreeMap<Lang, Vec<PageIx>> = BTreeMap::new();
    let is_procedure = |article: &Article| article.kind == Kind::Procedure && article.front.control.is_some();
    for (ix, page) in pages.iter().enumerate() {
        if is_procedure(&articles[page.article.0]) {
            registers.entry(page.lang.clone()).or_default().push(PageIx(ix));
        }
    }
    registers.retain(|lang, register| register.iter().any(|ix| articles[pages[ix.0].article.0].lang == *lang));
    for (lang, register) in &mut registers {
        register.sort_by_cached_key(|ix| {
            let page = &pages[ix.0];
            let article = &articles[page.article.0];
            let code = article.front.control.as_ref().map_or("", |control| control.code.as_str());
            (by_number(lang, code), page.url.clone())
        });
    }
    registers
}

/// Codes as people count them: `ĐTTT.8` before `ĐTTT.10`.
fn by_number(lang: &Lang, code: &str) -> Vec<(SortKey, u64)> {
    let mut parts = Vec::new();
    let mut rest = code;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let digits = rest[words..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |len| words + len);
        parts.push((sort_key(lang, &rest[..words]), rest[words..digits].parse().unwrap_or(0)));
        rest = &rest[digits..];
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_counted() {
        let lang = Lang::parse("vi").expect("a tag");
        let mut codes = ["ĐTTT.10", "ĐTTT.8", "DV.2", "ĐTTT.8a", "7"];
        codes.sort_by_key(|code| by_number(&lang, code));
        assert_eq!(codes, ["7", "DV.2", "ĐTTT.8", "ĐTTT.8a", "ĐTTT.10"]);
    }
}
