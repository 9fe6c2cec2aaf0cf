//! What templates can call: `t`, `icon`, `asset` and the filter `num`.

use std::sync::Arc;

use domain::lang::Lang;
use fluent_bundle::{FluentArgs, FluentValue};
use tera::{Function, Kwargs, State, Tera, TeraResult, Value};

use crate::assets::Assets;
use crate::dates::digits;
use crate::strings::Strings;

/// Icons that point along the line of reading, and so turn round in right-to-left pages.
const DIRECTIONAL: [&str; 2] = ["arrow-forward", "arrow-back"];

/// Gives an environment the functions of one language.
pub(crate) fn register(tera: &mut Tera, strings: &Arc<Strings>, lang: &Lang, assets: &Arc<Assets>) {
    tera.register_function("t", Translate { strings: Arc::clone(strings), lang: lang.clone() });
    tera.register_function("icon", Icon { assets: Arc::clone(assets) });
    let assets = Arc::clone(assets);
    tera.register_function("asset", move |args: Kwargs, _: &State| -> TeraResult<String> {
        Ok(format!("{}/{}", assets.base(), args.must_get::<&str>("path")?))
    });
    let number_lang = lang.clone();
    tera.register_filter("num", move |value: Value, _: Kwargs, _: &State| digits(&value.to_string(), &number_lang));
}

/// `{{ t(key="ask-title") }}`: a sentence of the language, with every other argument (and those in the map `args`) to mention.
struct Translate {
    strings: Arc<Strings>,
    lang: Lang,
}

impl Function<TeraResult<String>> for Translate {
    fn call(&self, kwargs: Kwargs, _: &State) -> TeraResult<String> {
        let key = kwargs.must_get::<&str>("key")?;
        let mut args = FluentArgs::new();
        for (name, value) in kwargs.iter() {
            match (name.as_str(), value.as_map()) {
                (Some("key") | None, _) => {}
                (Some("args"), Some(map)) => {
                    for (name, value) in map {
                        if let Some(name) = name.as_str() {
                            args.set(name.to_owned(), fluent(value));
                        }
                    }
                }
                (Some(name), _) => args.set(name.to_owned(), fluent(value)),
            }
        }
        Ok(self.strings.format(&self.lang, key, &args))
    }
}

fn fluent(value: &Value) -> FluentValue<'static> {
    if let Some(number) = value.as_i128().and_then(|number| i64::try_from(number).ok()) {
        return number.into();
    }
    value.as_str().map_or_else(|| value.to_string(), str::to_owned).into()
}

struct Icon {
    assets: Arc<Assets>,
}

impl Function<TeraResult<String>> for Icon {
    fn call(&self, kwargs: Kwargs, _: &State) -> TeraResult<String> {
        Ok(icon(self.assets.base(), kwargs.must_get::<&str>("name")?))
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// An icon of the sprite as HTML.
pub(crate) fn icon(base: &str, name: &str) -> String {
    let turn = if DIRECTIONAL.contains(&name) { " icon-turn" } else { "" };
    format!(
        "<svg class=\"icon{turn}\" width=\"20\" height=\"20\" aria-hidden=\"true\" focusable=\"false\">\
         <use href=\"{base}/icons.svg#{name}\"></use></svg>"
    )
}
