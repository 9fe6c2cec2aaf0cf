//! The static doors to the desk: request catalogue, forms, status look-up.

use domain::catalog::RequestType;
use domain::ids::RequestTypeId;
use domain::lang::Lang;
use themes::ThemeError;
use themes::view::form::{FormValues, FormView};
use themes::view::shell::Page as Meta;
use themes::view::site::{CatalogueView, RequestLink};
use themes::view::ticket::LookupView;

use super::Pages;

impl Pages<'_> {
    /// What people can ask for, in the order of their weight.
    pub(super) fn requests(&self, lang: &Lang) -> Vec<RequestLink> {
        let catalog = &self.content.site.catalog;
        let mut types: Vec<(&RequestTypeId, &RequestType)> = catalog.request_types.iter().collect();
        types.sort_by_key(|(id, request)| (request.weight, *id));
        let link = |(id, request): (&RequestTypeId, &RequestType)| {
            let (_, desk, _) = catalog.request_type(id)?;
            Some(RequestLink {
                label: catalog.text(&request.label, lang).to_owned(),
                summary: catalog.text(&request.summary, lang).to_owned(),
                url: format!("/{lang}/ask/{id}/"),
                desk: catalog.text(&desk.name, lang).to_owned(),
            })
        };
        types.into_iter().filter_map(link).collect()
    }

    pub(super) fn catalogue(&self, lang: &Lang) -> Result<Vec<u8>, ThemeError> {
        let mut page = Meta::named("catalogue", "ask-title");
        page.path = Some(format!("/{lang}/ask/"));
        self.html(lang, &CatalogueView { shell: self.shell_at(lang, "ask/"), page, requests: self.requests(lang) })
    }

    /// The same form the desk shows again with its errors; only the frame differs.
    pub(super) fn form(&self, lang: &Lang, id: &RequestTypeId) -> Result<Vec<u8>, ThemeError> {
        let catalog = &self.content.site.catalog;
        let hash = catalog.request_types[id].form_hash();
        let Some(mut view) = FormView::new(catalog, id, lang, hash, &FormValues::default(), &[]) else {
            // Its desk is missing, which has been reported: the reader is told that requests are not taken.
            return self.catalogue(lang);
        };
        view.shell = self.shell_at(lang, &format!("ask/{id}/"));
        view.page.path = Some(format!("/{lang}/ask/{id}/"));
        self.html(lang, &view)
    }

    pub(super) fn lookup(&self, lang: &Lang) -> Result<Vec<u8>, ThemeError> {
        let mut page = Meta::named("lookup", "lookup-title");
        page.path = Some(format!("/{lang}/status/"));
        self.html(lang, &LookupView { shell: self.shell_at(lang, "status/"), page, code: String::new(), error: None })
    }
}
