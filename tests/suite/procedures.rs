//! The procedures that `content/` configures, from the form to the end, with a clock that the test moves: each is a
//! function of an office, and runs on every store. Rules are cited by their numbers (T1, D2): `tests/PROCEDURES.md` has
//! them all.

pub mod campus;
mod courses;
mod departments;
mod support;
mod tehran;
mod tiers;
mod units;

use crate::router::office::Office;

/// Offices in which something has happened: each is on SQLite, and one of these procedures went through it.
pub fn lived_in() -> [Office; 4] {
    let stories: [fn(&Office); 4] = [
        support::four_stages_a_breach_and_a_signature,
        departments::a_contract_is_reviewed_by_its_deadline,
        tehran::a_unit_works_in_persian_by_its_own_calendar,
        units::rejected_completed_referred_answered_and_rated,
    ];
    stories.map(|story| {
        let office = Office::with(campus::published);
        story(&office);
        office
    })
}

macro_rules! on_every_store {
    ($($procedure:ident :: $story:ident)+) => {
        mod sqlite {
            $(#[test]
            fn $story() {
                super::$procedure::$story(&super::Office::with(super::campus::published));
            })+
        }

        mod emulated_dynamodb {
            $(#[test]
            fn $story() {
                let office = super::Office::on_dynamodb(super::campus::published);
                super::$procedure::$story(&office);
                let metered = office.metered();
                assert!(metered.count("TransactWriteItems") > 0, "{metered:?}");
                assert_eq!(metered.count("Scan"), 0, "no request, effect or sweep goes through a whole table");
            })+
        }
    };
}

on_every_store! {
    support::four_stages_a_breach_and_a_signature
    support::an_incident_found_while_checking_has_its_own_limits
    support::what_is_not_technical_goes_to_the_lead_of_the_right_desk
    departments::a_technical_request_asks_what_its_kind_needs_and_comes_back_until_it_is_solved
    departments::a_contract_is_reviewed_by_its_deadline
    tiers::what_one_person_cannot_solve_is_handed_up
    tiers::what_is_late_is_told_to_the_next_tier
    units::rejected_completed_referred_answered_and_rated
    tehran::a_unit_works_in_persian_by_its_own_calendar
    courses::a_course_is_asked_for_in_time_planned_and_agreed
    courses::a_day_that_is_too_near_is_flagged_or_refused
}
