//! What a desk promises for a request type: limits looked up in the catalog and put into moments.

use jiff::Timestamp;

use super::clock::{Clock, Patience, Promise, Stage};
use super::command::Refusal;
use super::state::Ticket;
use crate::calendar::WorkCalendar;
use crate::catalog::{Catalog, Desk, Priority, RequestType, SignOff, StageLimits};
use crate::ids::{DeskId, RequestTypeId};
use crate::working_time::{WorkingMinutes, WorkingSpan};

/// The stages a request goes through at a desk, in order.
pub(super) const ALL: [Stage; 4] = [Stage::Receive, Stage::Check, Stage::Handle, Stage::Report];

/// What holds for promises that start now.
pub(super) struct Terms<'a> {
    pub(super) definition: &'a RequestType,
    desk: &'a Desk,
    pub(super) calendar: &'a WorkCalendar,
    priority: Option<Priority>,
    now: Timestamp,
}

impl<'a> Terms<'a> {
    pub(super) fn of(
        catalog: &'a Catalog,
        request_type: &RequestTypeId,
        desk: &DeskId,
        priority: Option<Priority>,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let definition = catalog.request_types.get(request_type).ok_or(Refusal::RequestType)?;
        let desk = catalog.desks.get(desk).ok_or(Refusal::NoSuchDesk)?;
        let calendar = catalog.calendars.get(&desk.calendar).ok_or(Refusal::NoSuchDesk)?;
        Ok(Self { definition, desk, calendar, priority, now })
    }

    /// The terms of a ticket where it is.
    pub(super) fn for_ticket(catalog: &'a Catalog, ticket: &Ticket, now: Timestamp) -> Result<Self, Refusal> {
        Self::of(catalog, &ticket.request_type, &ticket.desk, ticket.priority, now)
    }

    fn limit(&self, stage: Stage) -> Option<WorkingSpan> {
        self.definition.limit(stage, self.priority, &self.desk.stages)
    }

    /// The clock of a stage that starts now; none when nothing is promised for it.
    pub(super) fn clock(&self, stage: Stage) -> Option<Clock> {
        let limit = self.limit(stage)?;
        Some(Clock::start(stage, limit, &self.desk.escalation, self.calendar, self.now))
    }

    /// The promise for a stage and those after it; none when there are no limits. Signing off counts where it is needed.
    pub(super) fn total(&self, from: Stage) -> Option<Promise> {
        let stages = ALL.into_iter().filter(|stage| *stage >= from);
        let stages = stages.filter(|stage| *stage != Stage::Report || self.needs_sign_off());
        let limits = stages.filter_map(|stage| self.limit(stage)).map(|limit| self.calendar.minutes(limit).0);
        let limit = limits.reduce(u32::saturating_add).map(WorkingMinutes)?;
        Some(Promise { limit, due_at: self.calendar.due_at(self.now, limit) })
    }

    pub(super) fn needs_sign_off(&self) -> bool {
        self.definition.sign_off == SignOff::Required
    }

    /// How long the requester may take to complete a rejected ticket.
    pub(super) fn patience_of_rejection(&self) -> Patience {
        Patience { remind_at: None, ends_at: self.moment(|limits| limits.give_up) }
    }

    /// How long the requester may take to answer a question.
    pub(super) fn patience_of_question(&self) -> Patience {
        let ends_at = self.moment(|limits| limits.give_up);
        let remind_at = self.moment(|limits| limits.reminder).filter(|at| ends_at.is_none_or(|end| *at < end));
        Patience { remind_at, ends_at }
    }

    /// How long the requester may take to confirm an answer.
    pub(super) fn patience_of_answer(&self) -> Patience {
        Patience { remind_at: None, ends_at: self.moment(|limits| limits.confirm) }
    }

    /// Until when a ticket that is closed now can be opened again.
    pub(super) fn reopen_until(&self) -> Option<Timestamp> {
        self.moment(|limits| limits.reopen)
    }

    fn moment(&self, look: impl Fn(&StageLimits) -> Option<WorkingSpan>) -> Option<Timestamp> {
        let span = self.definition.find(self.priority, &self.desk.stages, look)?;
        Some(self.calendar.due_at(self.now, self.calendar.minutes(span)))
    }
}
