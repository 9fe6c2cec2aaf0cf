//! The procedures an organisation runs, from the form to the end, with a clock that the test moves: each is a function
//! of an office, and runs on every store. Rules are cited by their numbers (T1, D2): `tests/PROCEDURES.md` has them all.

mod support;
mod units;

use domain::calendar::WorkCalendar;
use domain::catalog::{Catalog, RequestType};

use crate::router::office::Office;

macro_rules! on_every_store {
    ($($procedure:ident :: $story:ident)+) => {
        mod sqlite {
            $(#[test]
            fn $story() {
                super::$procedure::$story(&super::Office::with(super::configured));
            })+
        }

        mod emulated_dynamodb {
            $(#[test]
            fn $story() {
                super::$procedure::$story(&super::Office::on_dynamodb(super::configured));
            })+
        }
    };
}

on_every_store! {
    support::four_stages_a_breach_and_a_signature
    support::an_incident_found_while_checking_has_its_own_limits
    support::what_is_not_technical_goes_to_the_lead_of_the_right_desk
    units::rejected_completed_referred_answered_and_rated
}

/// The portal of the router's tests with what procedures.toml adds: all by configuration.
fn configured(catalog: &mut Catalog) {
    #[derive(serde::Deserialize)]
    struct More {
        request_types: std::collections::BTreeMap<domain::ids::RequestTypeId, RequestType>,
        calendars: std::collections::BTreeMap<domain::ids::CalendarId, WorkCalendar>,
    }
    let more: More =
        toml::from_str(include_str!("procedures/procedures.toml")).unwrap_or_else(|error| panic!("{error}"));
    catalog.request_types.extend(more.request_types);
    catalog.calendars.extend(more.calendars);
    for desk in catalog.desks.values_mut() {
        desk.calendar = domain::ids::CalendarId::parse("office").expect("a calendar's id");
    }
}
