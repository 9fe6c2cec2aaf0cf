//! Templates by room. A room is a folder of `templates/`: what is in it is made of the templates in it and of those that
//! are in no folder. So a function that shows tickets never reads what the site is made of.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use domain::lang::Lang;
use include_dir::{Dir, include_dir};
use tera::{ErrorKind, Tera};

use crate::assets::{self, Assets};
use crate::filters;
use crate::strings::Strings;
use crate::template_error::{TemplateError, TemplateProblem};
use crate::theme::{Overrides, ThemeError, embedded, text};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Before the name of a template of the theme, so that what replaces it can extend it.
const ORIGINAL: &str = "default/";

/// The room of what belongs to all.
const SHARED: &str = "";

/// The room of messages, which share nothing with pages.
const MAIL: &str = "mail";

/// All templates by name: the theme's own, what a portal puts in their place, and then the originals.
type Texts = BTreeMap<String, Cow<'static, str>>;

/// Every room in every language.
pub(crate) struct Rooms {
    texts: OnceLock<Texts>,
    /// A room with the words of a language is made when somebody reads a page of it: a function starts without those
    /// nobody does.
    made: BTreeMap<Lang, BTreeMap<String, OnceLock<Tera>>>,
    strings: Arc<Strings>,
    assets: Arc<Assets>,
}

impl Rooms {
    /// The theme's templates with those of a portal, which are tried here: once this has gone well, every room can be made.
    pub(crate) fn new(strings: &Arc<Strings>, assets: &Arc<Assets>) -> Result<Self, ThemeError> {
        let overrides = assets.overrides();
        let own = TEMPLATES.dirs().map(|room| assets::slashed(room.path()));
        let names = own.chain(replacing(overrides).map(|name| room_of(name).to_owned())).chain([SHARED.to_owned()]);
        let rooms: BTreeMap<_, _> = names.map(|room| (room, OnceLock::new())).collect();
        let made = strings.languages().map(|lang| (lang.clone(), rooms.clone())).collect();
        let rooms = Self { texts: OnceLock::new(), made, strings: Arc::clone(strings), assets: Arc::clone(assets) };
        if replacing(overrides).next().is_some() {
            drop(rooms.texts.set(texts(overrides)?));
            rooms.try_all()?;
        }
        Ok(rooms)
    }

    /// What renders a template, with the words of one of the theme's languages.
    pub(crate) fn environment(&self, template: &str, lang: &Lang) -> &Tera {
        let room = room_of(template);
        self.made[lang][room].get_or_init(|| {
            self.make(room, lang)
                .expect("a portal's templates were tried, and tests render every page of the theme's own")
        })
    }

    fn make(&self, room: &str, lang: &Lang) -> Result<Tera, tera::Error> {
        let mut tera = Tera::new();
        filters::register(&mut tera, &self.strings, lang, &self.assets);
        let here = |name: &str| room_of(name) == room || (room != MAIL && room_of(name) == SHARED);
        tera.add_raw_templates(self.texts().iter().filter(|(name, _)| here(name)))?;
        Ok(tera)
    }

    fn texts(&self) -> &Texts {
        self.texts
            .get_or_init(|| embedded(&TEMPLATES).into_iter().map(|(name, text)| (name, Cow::Borrowed(text))).collect())
    }

    fn try_all(&self) -> Result<(), TemplateError> {
        let lang = self.strings.fallback();
        let mut problems = Vec::new();
        for (room, made) in &self.made[lang] {
            match self.make(room, lang) {
                Ok(tera) => drop(made.set(tera)),
                Err(error) => {
                    let found = TemplateError::from(error).problems.into_iter();
                    problems.extend(found.map(|problem| self.saying_where_it_is(problem)));
                }
            }
        }
        // What is wrong with what belongs to all is wrong in every room.
        problems.sort();
        problems.dedup();
        if problems.is_empty() { Ok(()) } else { Err(TemplateError { problems }) }
    }

    /// What a template names and cannot use may well be there, in another room.
    fn saying_where_it_is(&self, mut problem: TemplateProblem) -> TemplateProblem {
        let named = problem.reason.split('`').nth(1).unwrap_or_default();
        let component = format!("{{% component {named}(");
        if self.texts().contains_key(named) || self.texts().values().any(|text| text.contains(&component)) {
            problem.reason += ": it is in another folder, and a template is made of those in its own and those in none";
        }
        problem
    }
}

fn room_of(template: &str) -> &str {
    let name = template.strip_prefix(ORIGINAL).unwrap_or(template);
    name.split_once('/').map_or(SHARED, |(room, _)| room)
}

/// The templates of a portal, by name.
fn replacing(overrides: &Overrides) -> impl Iterator<Item = &str> {
    overrides.keys().filter_map(|path| path.strip_prefix("templates/"))
}

/// The theme's own, what replaces them, and the originals.
fn texts(overrides: &Overrides) -> Result<Texts, ThemeError> {
    let mut texts = Texts::new();
    for (name, text) in embedded(&TEMPLATES) {
        // A component is named once in all templates, so that a file of them has no second life.
        if !text.contains("{% component ") {
            texts.insert(format!("{ORIGINAL}{name}"), Cow::Borrowed(text));
        }
        texts.insert(name, Cow::Borrowed(text));
    }
    let mut problems = Vec::new();
    for (path, bytes) in overrides {
        let Some(name) = path.strip_prefix("templates/") else { continue };
        let text = text(path, bytes)?;
        // Alone it lacks what it refers to; only mistakes in its own words count here, so that all files are judged.
        if let Err(error) = Tera::new().add_raw_template(name, text)
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            problems.extend(TemplateError::from(error).problems);
        }
        texts.insert(name.to_owned(), Cow::Owned(text.to_owned()));
    }
    if problems.is_empty() { Ok(texts) } else { Err(TemplateError { problems }.into()) }
}
