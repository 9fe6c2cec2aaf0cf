//! Posts with their day in the file's name, and pages that name the page above them (`parent`).

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::source::ArticleFile;
use crate::source::front_matter::FrontMatter;

/// Parents are followed this far; whoever names each other as parents is left where they lie.
const DEEPEST: usize = 8;

/// `news/_posts/2024-05-06-printers.md` → its path without the day, and the day.
pub fn post(rel: &str) -> Option<(String, Date)> {
    let (folder, name) = rel.rsplit_once('/')?;
    if !folder.split('/').any(|name| name == "_posts") {
        return None;
    }
    let (day, name) = name.split_at_checked(10)?;
    let (day, name) = (day.parse().ok()?, name.strip_prefix('-')?);
    let folder = folder.replace("_posts", "posts");
    Some((format!("{folder}/{name}"), day))
}

/// Whether a file waits in `_drafts`.
pub fn is_draft(rel: &str) -> bool {
    rel.split('/').any(|name| name == "_drafts")
}

/// Days since 1970.
pub fn days(day: Date) -> i32 {
    (day - jiff::civil::date(1970, 1, 1)).get_days()
}

/// Lists pages below the page they name as their parent. That page heads the section, as an `_index.md` does.
pub fn under_parents(articles: &mut [ArticleFile]) {
    let parents: Vec<Option<String>> = articles.iter().map(|article| named(&article.front, "parent")).collect();
    if parents.iter().all(Option::is_none) {
        return;
    }
    let mut titled: HashMap<&str, Vec<usize>> = HashMap::new();
    for (ix, article) in articles.iter().enumerate() {
        if let Some(title) = &article.front.title {
            titled.entry(title).or_default().push(ix);
        }
    }
    let parent_of = |ix: usize| -> Option<usize> {
        let candidates = titled.get(parents[ix].as_deref()?)?;
        let above = named(&articles[ix].front, "grand_parent");
        let fits = |candidate: &&usize| above.is_none() || parents[**candidate] == above;
        candidates.iter().find(fits).or(candidates.first()).copied()
    };
    let above: Vec<Option<usize>> = (0..articles.len()).map(parent_of).collect();
    let heads: HashSet<usize> = above.iter().flatten().copied().collect();
    let folders: Vec<Option<String>> = (0..articles.len()).map(|ix| folder(ix, articles, &above)).collect();
    for (ix, article) in articles.iter_mut().enumerate() {
        if let Some(parent) = above[ix].filter(|_| folders[ix].is_some()) {
            article.listed_in.clone_from(&folders[parent]);
        }
        if let Some(folder) = folders[ix].as_deref().filter(|_| heads.contains(&ix)) {
            article.path = format!("{folder}/_index.md");
            article.listed_in = Some(folder.to_owned());
        }
    }
}

/// The folder of what stands below a page; `None` when its parents go round in a circle.
fn folder(ix: usize, articles: &[ArticleFile], above: &[Option<usize>]) -> Option<String> {
    let (mut names, mut at) = (Vec::new(), ix);
    for _ in 0..DEEPEST {
        let path = articles[at].path.rsplit_once('.').map_or(articles[at].path.as_str(), |(stem, _)| stem);
        let path = path.strip_suffix("/_index").or_else(|| path.strip_suffix("/index")).unwrap_or(path);
        let Some(parent) = above[at] else {
            names.push(path);
            names.reverse();
            return Some(names.join("/"));
        };
        names.push(path.rsplit('/').next().unwrap_or(path));
        at = parent;
    }
    None
}

fn named(front: &FrontMatter, key: &str) -> Option<String> {
    front.extra.get(key)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::post;

    #[test]
    fn posts_have_their_day_in_front() {
        let path = |rel: &str| post(rel).map(|(path, day)| format!("{path} {day}"));
        assert_eq!(path("_posts/2024-05-06-news.md").as_deref(), Some("posts/news.md 2024-05-06"));
        assert_eq!(path("it/_posts/2024-05-06-a-b.md").as_deref(), Some("it/posts/a-b.md 2024-05-06"));
        assert_eq!(path("2024-05-06-news.md"), None);
        assert_eq!(path("_posts/2024-15-06-news.md"), None);
        assert_eq!(path("_posts/news.md"), None);
    }
}
