//! Lists: steps, tasks and plain ones.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::Event;

use super::writer::Writer;

/// An open list.
#[derive(Debug)]
pub struct List {
    /// What closes it.
    pub close: &'static str,
    /// How deep the content of its items is.
    pub item_depth: usize,
    items: Items,
}

/// What the items of a list are.
#[derive(Debug)]
enum Items {
    Plain,
    Tasks,
    /// Steps: what their numbers start with, and how many there were.
    Steps(String, usize),
}

impl Writer<'_> {
    pub(super) fn list(&mut self, first: Option<u64>, span: &Range<usize>) {
        let event = |ahead: usize| self.events.get(self.at + ahead).map(|(event, _)| event);
        let is_tasks =
            matches!((event(1), event(2)), (Some(Event::TaskListMarker(_)), _) | (_, Some(Event::TaskListMarker(_))));
        let steps = first.filter(|_| self.depth == 0).and_then(|_| self.steps());
        if self.depth == 0 && first.is_some() && steps.is_none() {
            self.open_block(span);
        }
        let close = if first.is_some() { "</ol>\n" } else { "</ul>\n" };
        let items = match (first, steps) {
            (_, Some(prefix)) => {
                self.out.push_str("<ol class=\"steps\">\n");
                Items::Steps(prefix, 0)
            }
            (Some(1), _) => {
                self.out.push_str("<ol>\n");
                Items::Plain
            }
            (Some(number), _) => {
                let _ = writeln!(self.out, "<ol start=\"{number}\">");
                Items::Plain
            }
            (None, _) if is_tasks => {
                self.out.push_str("<ul class=\"tasks\">\n");
                Items::Tasks
            }
            (None, _) => {
                self.out.push_str("<ul>\n");
                Items::Plain
            }
        };
        self.lists.push(List { close, items, item_depth: self.depth + 2 });
    }

    /// What the numbers of steps start with, when the list that starts now is one: the first of the text or the variant.
    fn steps(&mut self) -> Option<String> {
        if !self.context.has_steps {
            return None;
        }
        let (done, prefix) = match self.variants.open() {
            Some(variant) => (&mut variant.steps_done, variant.prefix.clone()),
            None => (&mut self.steps_done, String::new()),
        };
        (!std::mem::replace(done, true)).then_some(prefix)
    }

    pub(super) fn list_end(&mut self) -> &'static str {
        let Some(list) = self.lists.pop() else { return "" };
        if matches!(list.items, Items::Steps(..)) {
            self.open_passage(None);
        }
        list.close
    }

    pub(super) fn item(&mut self, span: &Range<usize>) {
        match self.lists.last_mut().map(|list| &mut list.items) {
            Some(Items::Steps(prefix, count)) => {
                *count += 1;
                let number = format!("{prefix}{count}");
                let id = format!("step-{number}");
                self.open_block(span);
                let _ = write!(self.out, "<li class=\"step\" id=\"{id}\">");
                self.anchor_block(&id, Some(&number));
                self.open_passage(Some((&id, &number)));
                self.mark_here();
                self.done.steps.push(number);
                self.done.ids.push(id);
            }
            Some(Items::Tasks) => self.out.push_str("<li class=\"task\">"),
            _ => self.out.push_str("<li>"),
        }
    }
}
