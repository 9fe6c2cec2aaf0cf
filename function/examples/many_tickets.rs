//! Fills a data folder with tickets of the sample portal, for measuring (`tests/bench/desk.py`):
//!
//! ```sh
//! cargo run --release -p function --example many_tickets -- DIR OPEN CLOSED
//! ```
//!
//! The same numbers make the same tickets. `DIR/tickets.txt` names some of them: their state, code and version.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use domain::catalog::{Priority, Role};
use domain::code::TicketCode;
use domain::contact::{Email, Phone};
use domain::ids::{DeskId, FieldId, RequestTypeId};
use domain::lang::Lang;
use domain::ticket::{
    Actor, Channel, Clock, Event, EventKind, Outcome, Patience, Personal, Stage, Submission, Ticket, evolve,
};
use domain::working_time::WorkingMinutes;
use function::store::sqlite::SqliteStore;
use function::store::{SubmissionId, Submitted};
use jiff::{SignedDuration, Timestamp};

/// Tickets of one transaction.
const AT_ONCE: u64 = 2_000;
/// Tickets named in `tickets.txt`, of each kind.
const NAMED: usize = 1_000;
/// Of ten tickets, so many are the first desk's.
const OF_THE_FIRST_DESK: u64 = 8;
const DESKS: [(&str, &str, [&str; 2]); 2] = [
    ("it", "it-incident", ["Trịnh Đăng Khôi", "Lương Hạ My"]),
    ("training", "training-request", ["Phòng Đào tạo", "Phòng Đào tạo"]),
];
const GIVEN: [&str; 12] = ["An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Minh", "Ngọc", "Phúc", "Quỳnh"];
const FAMILY: [&str; 10] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đỗ", "Vũ", "Bùi", "Đặng", "Võ"];
const WORDS: [&str; 40] = [
    "mạng", "máy", "in", "chiếu", "phòng", "mật", "khẩu", "đăng", "nhập", "không", "được", "email", "tài", "khoản",
    "thư", "viện", "học", "phần", "lịch", "thi", "điểm", "giấy", "xác", "nhận", "cáp", "nguồn", "màn", "hình", "loa",
    "micro", "phần", "mềm", "cài", "đặt", "khóa", "lỗi", "chậm", "wifi", "VPN", "LMS",
];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let (Some(folder), Some(open), Some(closed), None) = (args.next(), args.next(), args.next(), args.next()) else {
        bail!("many_tickets DIR OPEN CLOSED");
    };
    let (open, closed) = (open.parse::<u64>()?, closed.parse::<u64>()?);
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).context("the data folder cannot be made")?;
    let file = folder.join("tickets.sqlite");
    ensure!(!file.exists(), "{} is there already", file.display());
    let store = SqliteStore::open(&file)?;

    let now = Timestamp::now();
    let mut named: Vec<(&str, TicketCode, u32)> = Vec::new();
    let total = open + closed;
    let mut number = 0;
    while number < total {
        let lives: Vec<_> =
            (number..total.min(number + AT_ONCE)).map(|number| life(number, open, total, now)).collect();
        number += lives.len() as u64;
        let ids: Vec<_> = lives.iter().map(|(head, _)| SubmissionId(format!("of-{}", head.code))).collect();
        let many: Vec<_> =
            lives.iter().zip(&ids).map(|((head, events), id)| Submitted { id, body: &[0; 32], head, events }).collect();
        store.create_all(&many).await?;
        for (head, _) in &lives {
            let state = head.state.as_str();
            if head.desk.as_str() == DESKS[0].0 && named.iter().filter(|(known, ..)| *known == state).count() < NAMED {
                named.push((state, head.code, head.version));
            }
        }
    }
    // Nobody is to be written to about them.
    let mut last = 0;
    while let Some(logged) = store.events_after(last, 50_000).await?.last() {
        last = logged.position;
    }
    store.set_followed(function::effects::worker::NAME, last).await?;
    let lines = named.iter().fold(String::new(), |mut lines, (state, code, version)| {
        // Writing to a string cannot fail.
        let _ = writeln!(lines, "{state} {code} {version}");
        lines
    });
    std::fs::write(folder.join("tickets.txt"), lines)?;
    Ok(())
}

/// Numbers that look drawn, the same every time (Steele and others, "Fast splittable pseudorandom number generators").
fn drawn(seed: u64) -> u64 {
    let mut drawn = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    drawn ^ (drawn >> 31)
}

fn pick<'a>(from: &[&'a str], seed: u64) -> &'a str {
    from[usize::try_from(drawn(seed) % from.len() as u64).expect("a place in a list")]
}

/// A ticket as it stands, and its log. Open ones are spread among the closed, as they are when some wait for long.
fn life(number: u64, open: u64, total: u64, now: Timestamp) -> (Ticket, Vec<Event>) {
    let is_open = (number + 1) * open / total != number * open / total;
    let (desk, request_type, members) = DESKS[usize::from(drawn(number) % 10 >= OF_THE_FIRST_DESK)];
    let member = pick(&members, number ^ 0x11);
    // The last ticket was sent just now, the first three years ago.
    let back = SignedDuration::from_secs(i64::try_from((total - number) * 94_608_000 / total).unwrap_or(0));
    let sent = now - back;
    let mut log =
        Log { code: TicketCode::from_random(drawn(number ^ 0xC0DE)), head: None, events: Vec::new(), at: sent };
    let due = |stage, hours| Clock {
        stage,
        started_at: sent,
        limit: WorkingMinutes(240),
        warn_at: None,
        due_at: now + SignedDuration::from_mins(hours),
        rungs: Vec::new(),
    };
    // From a day late to a month ahead; what is late has been told.
    let minutes = i64::try_from(drawn(number ^ 0xD0E) % 44_640).unwrap_or(0) - 1_440;
    log.add(Actor::Requester, sending(number, desk, request_type, due(Stage::Receive, minutes)), Some(said(number)));
    let staff = || Actor::Staff { desk: DeskId::parse(desk).expect("an id"), role: Role::Expert };
    let step = if is_open { drawn(number ^ 0x57E9) % 4 } else { 4 };
    if step > 0 {
        let named = Personal::Member { name: member.to_owned() };
        log.add(staff(), EventKind::Accepted { clock: Some(due(Stage::Handle, minutes)) }, Some(named));
    }
    if step >= 2 {
        let answered = EventKind::Answered {
            articles: Vec::new(),
            clock: None,
            patience: Patience::default(),
            needs_sign_off: false,
        };
        let message = Personal::Message { author: member.to_owned(), text: text(number ^ 0xA, 20) };
        log.add(staff(), answered, Some(message));
    } else if minutes < 0 {
        log.add(Actor::Clock, EventKind::Overdue, None);
    }
    if step == 4 {
        let closed = EventKind::Closed { outcome: Outcome::Solved, reopen_until: None, duplicate_of: None };
        log.add(staff(), closed, None);
    }
    let mut head = log.head.expect("a submission makes a ticket");
    head.contact = Some(format!("{:032x}", drawn(number % 50_000)));
    (head, log.events)
}

struct Log {
    code: TicketCode,
    head: Option<Ticket>,
    events: Vec<Event>,
    at: Timestamp,
}

impl Log {
    fn add(&mut self, by: Actor, kind: EventKind, personal: Option<Personal>) {
        let seq = u32::try_from(self.events.len() + 1).expect("a few events");
        let event = Event { seq, at: self.at, by, kind, personal };
        self.head = evolve(self.code, self.head.take(), &event);
        self.events.push(event);
        self.at += SignedDuration::from_mins(10);
    }
}

fn sending(number: u64, desk: &str, request_type: &str, clock: Clock) -> EventKind {
    let priorities = [Priority::Low, Priority::Medium, Priority::High, Priority::Urgent];
    EventKind::Submitted {
        request_type: RequestTypeId::parse(request_type).expect("an id"),
        desk: DeskId::parse(desk).expect("an id"),
        lang: Lang::parse("vi").expect("a language"),
        channel: Channel::Web,
        priority: Some(priorities[usize::try_from(drawn(number ^ 0xF) % 4).unwrap_or(0)]),
        audience: FieldId::parse(pick(&["student", "lecturer", "staff"], number ^ 0xE)).ok(),
        article: None,
        revision: None,
        step: None,
        ticked: Vec::new(),
        clock: Some(clock),
        total: None,
        deadline: None,
        flags: Vec::new(),
    }
}

fn said(number: u64) -> Personal {
    let person = number % 50_000;
    let name = format!("{} {}", pick(&FAMILY, person), pick(&GIVEN, person ^ 0x1));
    Personal::Submission(Box::new(Submission {
        title: text(number, 7),
        description: text(number ^ 0xDE5C, 50),
        name,
        email: Email::parse(&format!("nguoi.{person}@sv.thuyvan.example")).expect("an address"),
        phone: Phone::parse(&format!("09{:08}", drawn(person) % 100_000_000)).ok(),
        answers: Vec::new(),
        taken_by: None,
    }))
}

/// Words in a row; the last is rare: a room or a number that few tickets have.
fn text(seed: u64, words: u64) -> String {
    let mut text: Vec<String> =
        (0..words).map(|place| pick(&WORDS, seed.wrapping_mul(64) + place).to_owned()).collect();
    text.push(format!("B{}", drawn(seed ^ 0xB) % 20_000));
    text.join(" ")
}
