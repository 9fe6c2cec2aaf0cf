//! Controlled documents: the block on a procedure's page, and the register of a language.

use domain::lang::Lang;
use themes::ThemeError;
use themes::dates;
use themes::view::procedure::{ControlBlock, ProcedureRow, ProceduresView, RevisionRow};
use themes::view::shell::{LanguageTarget, Page as Meta};

use super::Pages;
use crate::site::{Article, Page};

impl Pages<'_> {
    pub(super) fn procedures(&self, lang: &Lang) -> Result<Vec<u8>, ThemeError> {
        let site = &self.content.site;
        let shell = self.shell(lang).linking(|code| {
            let there = site.procedures.contains_key(code);
            let rest = if there { "procedures/" } else { "" };
            LanguageTarget { url: format!("/{code}/{rest}"), fallback: !there }
        });
        let mut page = Meta::named("procedures", "procedures-title");
        page.path = Some(format!("/{lang}/procedures/"));
        let pages = site.procedures.get(lang).into_iter().flatten();
        let procedures = pages.filter_map(|ix| self.procedure_row(site.page(*ix))).collect();
        self.html(lang, &ProceduresView { shell, page, procedures })
    }

    fn procedure_row(&self, page: &Page) -> Option<ProcedureRow> {
        let article = self.content.site.shown(page);
        let control = article.front.control.as_ref()?;
        let due = article.review_due();
        Some(ProcedureRow {
            article: self.article_link(page),
            code: control.code.clone(),
            issue: control.issue.clone(),
            effective: dates::day(control.effective, &page.lang),
            owner: control.owner.clone(),
            next_review: due.map(|due| dates::day(due, &page.lang)),
            review_overdue: due.is_some_and(|due| due < self.content.site.today),
        })
    }
}

/// The block on the page of a procedure, in the words of a language.
pub(super) fn control_block(article: &Article, lang: &Lang) -> Option<ControlBlock> {
    let control = article.front.control.as_ref()?;
    let row = |revision: &crate::source::control::Revision| RevisionRow {
        issue: revision.issue.clone(),
        date: dates::day(revision.date, lang),
        change: revision.change.clone(),
    };
    Some(ControlBlock {
        code: control.code.clone(),
        issue: control.issue.clone(),
        effective: dates::day(control.effective, lang),
        next_review: article.review_due().map(|due| dates::day(due, lang)),
        legal_basis: control.legal_basis.clone(),
        owner: control.owner.clone(),
        checked_by: control.checked_by.clone(),
        approved_by: control.approved_by.clone(),
        revisions: control.revisions.iter().map(row).collect(),
    })
}
