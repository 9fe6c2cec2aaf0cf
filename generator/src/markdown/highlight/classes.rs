//! From the many scopes of a syntax to the few classes a theme gives colours to.

use std::sync::LazyLock;

use syntect::parsing::Scope;

/// What a piece of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Comment,
    Text,
    Number,
    Keyword,
    Function,
    Variable,
    Type,
    Attribute,
}

impl Class {
    /// The class in HTML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comment => "hl-c",
            Self::Text => "hl-s",
            Self::Number => "hl-n",
            Self::Keyword => "hl-k",
            Self::Function => "hl-f",
            Self::Variable => "hl-v",
            Self::Type => "hl-t",
            Self::Attribute => "hl-a",
        }
    }
}

/// Scopes by their first words, the more exact before the more general. `None` ends the search: plain.
static SCOPES: LazyLock<Vec<(Scope, Option<Class>)>> = LazyLock::new(|| {
    let scopes = [
        ("comment", Some(Class::Comment)),
        ("meta.structure.dictionary.key", Some(Class::Attribute)),
        ("constant.character.escape", Some(Class::Text)),
        ("string", Some(Class::Text)),
        ("constant", Some(Class::Number)),
        ("keyword.operator.word", Some(Class::Keyword)),
        ("keyword.operator.logical.python", Some(Class::Keyword)),
        ("keyword.operator", None),
        ("keyword", Some(Class::Keyword)),
        ("storage", Some(Class::Keyword)),
        ("entity.name.function", Some(Class::Function)),
        ("support.function", Some(Class::Function)),
        ("variable.function", Some(Class::Function)),
        ("meta.function-call.arguments", None),
        ("entity.name.tag.yaml", Some(Class::Attribute)),
        ("entity.other.attribute-name", Some(Class::Attribute)),
        ("support.type.property-name", Some(Class::Attribute)),
        ("meta.object-literal.key", Some(Class::Attribute)),
        ("entity.name", Some(Class::Type)),
        ("entity.other.inherited-class", Some(Class::Type)),
        ("support", Some(Class::Type)),
        ("variable", Some(Class::Variable)),
        ("markup.inserted", Some(Class::Text)),
        ("markup.deleted", Some(Class::Keyword)),
        ("meta.diff.header", Some(Class::Comment)),
        ("meta.interpolation", None),
        ("meta.template.expression", None),
        ("source", None),
        ("text", None),
    ];
    scopes.iter().map(|(name, class)| (Scope::new(name).expect("short names are scopes"), *class)).collect()
});

/// The class of what has these scopes: the innermost that says something counts.
pub fn class_of(stack: &[Scope]) -> Option<Class> {
    for (depth, scope) in stack.iter().enumerate().rev() {
        let Some((_, class)) = SCOPES.iter().find(|(known, _)| known.is_prefix_of(*scope)) else { continue };
        // The key of an object is a string too, and reads better as a key.
        let around = depth.checked_sub(1).map(|depth| stack[depth]);
        let key = around.filter(|_| *class == Some(Class::Text)).map(|around| class_of(&[around]));
        return if key == Some(Some(Class::Attribute)) { Some(Class::Attribute) } else { *class };
    }
    None
}
