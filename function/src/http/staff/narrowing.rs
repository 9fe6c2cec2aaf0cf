//! What a member narrows a queue to: as its address says it, as the form above the queue offers it, as the store is
//! asked for it.

use std::collections::HashMap;

use domain::catalog::{Catalog, Choice, Priority, RequestType};
use domain::ids::{DeskId, FieldId, RequestTypeId};
use domain::lang::Text;
use domain::ticket::State as TicketState;
use jiff::{Timestamp, ToSpan};
use themes::view::desk::Filter;
use themes::view::inputs::InputOption;
use themes::view::narrowing::{Chosen, Narrowing, NarrowingSelect, QueueFigure};

use super::super::pages::escaped;
use super::command::workers;
use super::export::may_export;
use super::session::Member;
use crate::desk::Desk;
use crate::keys::Keys;
use crate::store::{Figure, Figures, Handler, Narrowed};

const STATE: &str = "state";
const DUE: &str = "due";
const TYPE: &str = "type";
const PRIORITY: &str = "priority";
const ASSIGNEE: &str = "assignee";
const NATURE: &str = "nature";
const GROUP: &str = "group";
/// What an address may name, in the order it does. All but the state, which has tabs of its own, are in the form.
const NAMES: [&str; 7] = [STATE, DUE, TYPE, PRIORITY, ASSIGNEE, NATURE, GROUP];

const OVERDUE: &str = "overdue";
const TODAY: &str = "today";
const MINE: &str = "mine";
const NOBODY: &str = "nobody";

/// States a queue can be narrowed to.
const OPEN: [TicketState; 6] = [
    TicketState::New,
    TicketState::Classified,
    TicketState::InProgress,
    TicketState::Waiting,
    TicketState::Rejected,
    TicketState::Answered,
];
/// As people look for them.
const MOST_URGENT_FIRST: [Priority; 4] = [Priority::Urgent, Priority::High, Priority::Medium, Priority::Low];

/// Tickets a figure counts: more of them are "100+".
pub(super) const COUNTED: u32 = 100;

/// Whose queue it is, who looks at it, and when.
#[derive(Clone, Copy)]
pub(super) struct Looking<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) keys: &'a Keys,
    pub(super) member: &'a Member,
    pub(super) desk: &'a DeskId,
    pub(super) now: Timestamp,
}

/// What was chosen, each a value that is offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::http) struct Choices(Vec<(&'static str, String)>);

impl Choices {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(chosen, _)| *chosen == name).map(|(_, value)| value.as_str())
    }

    /// The same with another value for one of them.
    fn with(&self, name: &'static str, value: Option<&str>) -> Self {
        let value = |known| if known == name { value } else { self.get(known) };
        Self(NAMES.into_iter().filter_map(|known| Some((known, value(known)?.to_owned()))).collect())
    }

    /// Only this one.
    fn only(name: &'static str, value: &str) -> Self {
        Self(vec![(name, value.to_owned())])
    }

    /// The path of a desk's queue with these.
    pub(in crate::http) fn path(&self, desk: &DeskId) -> String {
        self.under(format!("/desk/q/{desk}"))
    }

    /// The path of the same as a table.
    pub(super) fn export_path(&self, desk: &DeskId) -> String {
        self.under(format!("/desk/q/{desk}/export.csv"))
    }

    fn under(&self, mut path: String) -> String {
        for (at, (name, value)) in self.0.iter().enumerate() {
            let join = if at == 0 { '?' } else { '&' };
            path = format!("{path}{join}{name}={}", escaped(value));
        }
        path
    }
}

impl<'a> Looking<'a> {
    /// Reads what an address asks for. `None` when that is not offered here.
    pub(super) fn read(self, asked: &HashMap<String, String>) -> Option<Choices> {
        let asked = |name: &'static str| asked.get(name).filter(|value| !value.is_empty()).map(|value| (name, value));
        let read = |(name, value): (&'static str, &String)| {
            let is_offered = self.offered(name).iter().any(|option| option.value == *value);
            is_offered.then(|| (name, value.clone()))
        };
        NAMES.into_iter().filter_map(asked).map(read).collect::<Option<_>>().map(Choices)
    }

    /// What the store is asked for.
    pub(super) fn narrowed(self, choices: &Choices) -> Narrowed {
        let member = |value: &str| match value {
            MINE => Handler::Member(self.member.name.clone()),
            NOBODY => Handler::Nobody,
            named => {
                let found = workers(self.catalog, self.desk).find(|worker| self.named(&worker.email) == named);
                found.map_or(Handler::Nobody, |worker| Handler::Member(worker.name.clone()))
            }
        };
        Narrowed {
            state: choices.get(STATE).and_then(TicketState::parse),
            request_type: choices.get(TYPE).and_then(|id| RequestTypeId::parse(id).ok()),
            priority: choices.get(PRIORITY).and_then(Priority::parse),
            handler: choices.get(ASSIGNEE).map(member),
            nature: choices.get(NATURE).and_then(|id| FieldId::parse(id).ok()),
            audience: choices.get(GROUP).and_then(|id| FieldId::parse(id).ok()),
            due: choices.get(DUE).map(|due| match due {
                TODAY => self.today(),
                _ => Timestamp::UNIX_EPOCH..self.now,
            }),
        }
    }

    /// From now until midnight where the desk is.
    pub(super) fn today(self) -> std::ops::Range<Timestamp> {
        let here = self.now.to_zoned(self.catalog.zone_of(self.desk));
        let midnight = here.date().saturating_add(1.day()).to_zoned(here.time_zone().clone());
        self.now..midnight.map_or(Timestamp::MAX, |midnight| midnight.timestamp())
    }

    /// What can be chosen under a name.
    fn offered(self, name: &str) -> Vec<InputOption> {
        match name {
            STATE => OPEN.map(|state| InputOption::keyed(state.as_str(), format!("state-{}", state.as_str()))).to_vec(),
            DUE => [OVERDUE, TODAY].map(|due| InputOption::keyed(due, format!("figure-{due}"))).to_vec(),
            TYPE => {
                let types = self.types().into_iter();
                types.map(|(id, listed)| InputOption::labelled(id.as_str(), self.text(&listed.label))).collect()
            }
            PRIORITY => MOST_URGENT_FIRST
                .map(|priority| InputOption::keyed(priority.as_str(), format!("priority-short-{}", priority.as_str())))
                .to_vec(),
            ASSIGNEE => {
                let colleagues = workers(self.catalog, self.desk).filter(|worker| worker.name != self.member.name);
                let colleagues =
                    colleagues.map(|worker| InputOption::labelled(&self.named(&worker.email), worker.name.as_str()));
                let first = [InputOption::keyed(MINE, "filter-mine"), InputOption::keyed(NOBODY, "nobody")];
                first.into_iter().chain(colleagues).collect()
            }
            NATURE => self.choices(|listed| &listed.natures),
            _ => self.choices(|listed| &listed.audience),
        }
    }

    /// The desk's own types of request; behind them the others, which may have been passed on to it.
    fn types(self) -> Vec<(&'a RequestTypeId, &'a RequestType)> {
        let (mut own, others): (Vec<_>, Vec<_>) =
            self.catalog.request_types.iter().partition(|(_, listed)| listed.desk == *self.desk);
        own.sort_by_key(|(_, listed)| listed.weight);
        own.into_iter().chain(others).collect()
    }

    /// The choices of all types, each once.
    fn choices(self, of: fn(&RequestType) -> &Vec<Choice>) -> Vec<InputOption> {
        let mut choices: Vec<InputOption> = Vec::new();
        for choice in self.types().into_iter().flat_map(|(_, listed)| of(listed)) {
            if !choices.iter().any(|known| known.value == choice.value.as_str()) {
                choices.push(InputOption::labelled(choice.value.as_str(), self.text(&choice.label)));
            }
        }
        choices
    }

    fn text(self, text: &'a Text) -> &'a str {
        self.catalog.text(text, &self.member.lang)
    }

    /// What a colleague is called in an address: the address of a page tells nobody's own.
    fn named(self, email: &str) -> String {
        let mut name = self.keys.pseudonym(email);
        name.truncate(10);
        name
    }

    /// The form above the queue.
    pub(super) fn form(self, choices: &Choices) -> Narrowing {
        let select = |name: &'static str| {
            let chosen = choices.get(name).unwrap_or_default();
            let options = self.offered(name).into_iter().map(|option| option.chosen_if(chosen));
            NarrowingSelect { name, options: options.collect() }
        };
        let selects: Vec<_> = NAMES[1..].iter().map(|name| select(name)).collect();
        let chosen = |select: &NarrowingSelect| {
            let option = select.options.iter().find(|option| option.selected)?.clone();
            Some(Chosen { name: select.name, option, url: choices.with(select.name, None).path(self.desk) })
        };
        Narrowing {
            action: Choices::default().path(self.desk),
            state: choices.get(STATE).unwrap_or_default().to_owned(),
            chosen: selects.iter().filter_map(chosen).collect(),
            selects: selects.into_iter().filter(|select| !select.options.is_empty()).collect(),
            export_url: self
                .member
                .role_at(self.desk)
                .filter(|role| may_export(*role))
                .map(|_| choices.export_path(self.desk)),
            clear_url: Choices(choices.0.iter().filter(|(name, _)| *name == STATE).cloned().collect()).path(self.desk),
        }
    }

    /// The tabs of states; what else is chosen stays.
    pub(super) fn tabs(self, choices: &Choices) -> Vec<Filter> {
        let tab = |name: &str, state: Option<&str>| Filter {
            state: name.to_owned(),
            url: choices.with(STATE, state).path(self.desk),
            current: choices.get(STATE) == state,
        };
        let states = OPEN.into_iter().map(|state| tab(state.as_str(), Some(state.as_str())));
        std::iter::once(tab("all", None)).chain(states).collect()
    }

    /// The figures, each with the way to what it counts.
    pub(super) fn figures(self, choices: &Choices, figures: &Figures) -> Vec<QueueFigure> {
        let one = |name, figure: Figure, counted: Choices| QueueFigure {
            name,
            count: format!("{}{}", figure.count, if figure.more { "+" } else { "" }),
            url: counted.path(self.desk),
            current: counted == *choices,
        };
        vec![
            one("open", figures.open, Choices::default()),
            one("new", figures.new, Choices::only(STATE, TicketState::New.as_str())),
            one(OVERDUE, figures.overdue, Choices::only(DUE, OVERDUE)),
            one(TODAY, figures.due_today, Choices::only(DUE, TODAY)),
            one("waiting", figures.waiting, Choices::only(STATE, TicketState::Waiting.as_str())),
        ]
    }
}

/// How a desk's queue stands.
pub(super) async fn figures(desk: &Desk, looking: Looking<'_>) -> crate::store::Result<Figures> {
    desk.store().figures(looking.desk, looking.today(), COUNTED).await
}
