//! Pages that lead on: permanent links and former addresses.

use themes::ThemeError;
use themes::view::shell::Page as Meta;
use themes::view::site::RedirectView;

use super::Pages;
use crate::site::PageIx;

impl Pages<'_> {
    pub(super) fn redirect(&self, ix: PageIx) -> Result<Vec<u8>, ThemeError> {
        let page = self.content.site.page(ix);
        let article = self.content.site.shown(page);
        let meta = Meta::titled("redirect", &article.title).noindex();
        self.html(&page.lang, &RedirectView { shell: self.shell(&page.lang), page: meta, url: page.url.clone() })
    }
}
