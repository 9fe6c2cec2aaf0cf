//! Reviews that are due: nobody has looked at the article for as long as it says somebody should.

use crate::content::Content;
use crate::diagnostics::{Code, Diagnostic};
use crate::say;

pub fn check(content: &Content) -> Vec<Diagnostic> {
    let today = content.site.today;
    let due = content.site.articles.iter().filter_map(|article| Some((article, article.review_due()?)));
    due.filter(|(_, due)| *due < today)
        .map(|(article, due)| {
            let problem = Diagnostic::warning(Code::ReviewDue, say!("review-due", due = due.to_string()));
            let problem = problem.at(&article.file, article.front.span("review_every"));
            problem.help(say!("review-due-help", today = today.to_string()))
        })
        .collect()
}
