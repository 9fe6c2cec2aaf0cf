//! What every store promises, kept by each of them: the same promises run on SQLite and on a DynamoDB emulator.
//!
//! A promise is a function of a store, in the module of its topic. `contract!` lists them all; one that is missing
//! there is never called, which the compiler reports.

mod alarms;
mod appending;
mod contacts;
mod creating;
mod effects;
mod emulated_budgets;
mod emulated_losses;
mod emulated_throttling;
mod limits;
mod log;
mod narrowing;
mod one_time_codes;
mod profiles;
mod queue;
pub mod samples;
mod search;
mod sessions;
mod signals;
pub mod stores;
mod unreachable;
mod writing;

macro_rules! contract {
    ($($topic:ident { $($promise:ident)+ })+) => {
        mod sqlite {
            $(mod $topic {
                $(#[tokio::test]
                async fn $promise() {
                    let kept = crate::store_contract::stores::Sqlite::new();
                    crate::store_contract::$topic::$promise(&kept.store).await;
                })+
            })+
        }

        mod emulated_dynamodb {
            $(mod $topic {
                $(#[tokio::test]
                async fn $promise() {
                    let kept = crate::store_contract::stores::Dynamo::new();
                    crate::store_contract::$topic::$promise(&kept.store).await;
                })+
            })+
        }
    };
}

contract! {
    creating {
        a_new_ticket_reads_back_as_it_was_written
        what_is_not_there_is_none
        the_same_sending_leads_to_the_same_ticket
        another_body_under_the_same_id_differs
        a_code_that_exists_is_a_conflict_and_leaves_no_trace
        of_many_sendings_at_once_one_creates
        a_thousand_sendings_of_one_form_are_one_ticket
    }
    log {
        every_kind_of_event_reads_back
        texts_read_back_to_the_last_character
        the_longest_text_fits
        a_log_can_be_read_from_any_place
        a_log_longer_than_a_page_is_whole
    }
    appending {
        appending_moves_the_head_and_the_log
        several_events_are_appended_together
        behind_the_version_nothing_is_written
        where_there_is_no_ticket_nothing_is_written
        of_many_at_once_one_appends
        sixty_four_who_write_at_once_lose_nothing
        what_was_erased_from_the_head_is_gone
        erasing_takes_what_is_personal_out_of_the_whole_log
        an_erasure_that_comes_too_late_erases_nothing
    }
    queue {
        an_empty_queue_is_one_empty_page
        what_is_due_comes_first_and_the_rest_by_age
        what_is_needed_before_it_is_due_comes_first
        pages_meet_without_gap_or_overlap
        a_page_that_ends_with_the_queue_is_the_last
        only_the_state_asked_for
        closed_tickets_leave_and_reopened_ones_come_back
        another_desk_sees_nothing
        a_page_goes_on_where_a_ticket_has_left
    }
    narrowing {
        every_way_of_narrowing_takes_its_own
        all_that_is_said_has_to_hold
        what_is_rare_is_found_at_the_end_of_a_long_queue
        figures_count_what_is_open_due_and_waiting
        nothing_is_counted_beyond_the_bound
    }
    search {
        a_ticket_is_found_by_its_title_and_by_who_sent_it
        the_latest_comes_first_and_pages_meet
        only_at_the_desks_asked_for
        a_ticket_that_moves_is_found_where_it_is
        whoever_was_erased_is_found_by_nothing
        a_ticket_made_findable_twice_is_found_once
    }
    contacts {
        whoever_sent_nothing_has_one_empty_page
        the_newest_comes_first_and_others_see_nothing_of_it
        pages_of_a_contact_meet_without_gap_or_overlap
        a_ticket_stays_its_contacts_until_they_are_erased
    }
    alarms {
        alarms_come_earliest_first_and_up_to_the_moment
        at_most_as_many_as_asked_for
        an_alarm_moves_with_its_ticket_and_goes_with_it
    }
    limits {
        uses_count_up_in_one_window
        looking_at_uses_counts_none
        the_next_window_starts_anew
        buckets_and_lengths_are_counted_apart
        no_use_of_many_at_once_is_lost
    }
    signals {
        a_signal_is_counted_by_day_and_name
        signals_come_by_day_and_name_and_no_more_than_asked_for
        a_phrase_reads_back_to_the_last_character
        days_before_the_time_counts_are_kept_are_not_looked_at
        no_signal_of_many_at_once_is_lost
    }
    one_time_codes {
        the_right_code_is_spent
        wrong_codes_use_up_the_tries
        a_code_ends_at_its_moment
        a_new_code_replaces_the_old_one
        of_many_right_tries_at_once_one_is_right
        many_wrong_tries_at_once_have_no_more_tries_than_one_after_the_other
    }
    profiles {
        what_a_member_says_reads_back
        what_is_said_later_takes_its_place
    }
    sessions {
        a_session_lasts_to_its_moment
        an_ended_session_is_gone
    }
    writing {
        whoever_writes_is_seen_until_the_moment
        several_write_to_one_ticket_and_none_to_another
    }
    effects {
        a_claimed_effect_is_busy_until_its_lease_is_over
        a_finished_effect_stays_finished
        a_released_effect_can_be_claimed_again
        of_many_claims_at_once_one_is_granted
    }
}
