//! Pages that lead on: permanent links and former addresses.

use themes::ThemeError;
use themes::view::shell::Page as Meta;
use themes::view::site::RedirectView;

use super::Pages;
use crate::site::Lead;

impl Pages<'_> {
    pub(super) fn redirect(&self, lead: Lead) -> Result<Vec<u8>, ThemeError> {
        let site = &self.content.site;
        let (lang, title) = match lead {
            Lead::Page(ix) => (&site.page(ix).lang, &site.shown(site.page(ix)).title),
            Lead::Section(ix) => (&site.section(ix).lang, &site.section(ix).title),
        };
        let page = Meta::titled("redirect", title).noindex();
        self.html(lang, &RedirectView { shell: self.shell(lang), page, url: site.url(lead).to_owned() })
    }
}
