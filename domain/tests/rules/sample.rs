//! A catalog small enough to know by heart: two desks, a form with a field of every kind.

use domain::catalog::Catalog;
use domain::ids::{DeskId, RequestTypeId};
use domain::lang::Lang;
use jiff::{Timestamp, Zoned, civil::DateTime};
use serde_json::{Value, json};

/// A local time in a zone: `2026-11-23T08:00`.
#[track_caller]
pub fn zoned(text: &str, zone: &str) -> Zoned {
    let wall: DateTime = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    wall.in_tz(zone).unwrap_or_else(|error| panic!("{text} {zone}: {error}"))
}

/// A moment of 23 November 2026 (a Monday) in UTC: `08:00`; or a whole one.
#[track_caller]
pub fn at(text: &str) -> Timestamp {
    let full = if text.contains('T') { text.to_owned() } else { format!("2026-11-23T{text}:00Z") };
    full.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub fn lang(tag: &str) -> Lang {
    Lang::parse(tag).expect("a language")
}

pub fn desk(id: &str) -> DeskId {
    DeskId::parse(id).expect("a desk")
}

pub fn request_type(id: &str) -> RequestTypeId {
    RequestTypeId::parse(id).expect("a request type")
}

/// Desks `it` (receive 4 h, handle 1 d; a ladder of three) and `training` (no ladder), open day and night, in UTC.
pub fn catalog_json() -> Value {
    let day = json!(["00:00-24:00"]);
    json!({
        "portal": { "title": { "vi": "Hỗ trợ" }, "base_url": "https://hotro.example", "languages": ["vi", "fa"] },
        "desks": {
            "it": {
                "name": { "vi": "Tổ kỹ thuật" }, "calendar": "always", "members": [],
                "escalation": [
                    { "after": "1d", "to": "director" }, { "after": "0m", "to": "lead" }, { "after": "4h", "to": "admin" }
                ]
            },
            "training": { "name": { "vi": "Đào tạo" }, "calendar": "always", "members": [] }
        },
        "request_types": {
            "incident": {
                "desk": "it",
                "label": { "vi": "Báo sự cố" },
                "stages": { "receive": "4h", "handle": "1d" },
                "audience": [
                    { "value": "student", "label": { "vi": "Sinh viên" } },
                    { "value": "staff", "label": { "vi": "Cán bộ" } }
                ],
                "priorities": ["low", "high"],
                "fields": [
                    { "id": "room", "kind": "text", "label": { "vi": "Phòng" }, "required": true },
                    { "id": "log", "kind": "long_text", "label": { "vi": "Nhật ký" } },
                    {
                        "id": "building", "kind": "choice", "label": { "vi": "Nhà" },
                        "choices": [
                            { "value": "a", "label": { "vi": "Nhà A", "fa": "ساختمان آ" } },
                            { "value": "b", "label": { "vi": "Nhà B" } }
                        ]
                    },
                    { "id": "since", "kind": "date", "label": { "vi": "Từ ngày" } }
                ]
            },
            "course": { "desk": "training", "label": { "vi": "Lớp học" }, "stages": { "receive": "1d", "handle": "3d" } },
            "procedure": {
                "desk": "it", "label": { "vi": "Quy trình" }, "sign_off": "required",
                "priorities": ["low", "urgent"],
                "natures": [{ "value": "how-to", "label": { "vi": "Hướng dẫn" } }],
                "stages": {
                    "receive": "0.5d", "check": "0.5d", "handle": "1d", "report": "1d", "confirm": "2d",
                    "reminder": "1d", "give_up": "3d", "reopen": "5d"
                },
                "limits": { "urgent": { "handle": "1h" } }
            }
        },
        "calendars": {
            "always": {
                "time_zone": "UTC",
                "working_day": "8h",
                "hours": {
                    "monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day, "saturday": day,
                    "sunday": day
                }
            }
        },
        "replies": {}, "articles": [], "navigation": {}
    })
}

pub fn catalog() -> Catalog {
    read(catalog_json())
}

#[track_caller]
pub fn read(catalog: Value) -> Catalog {
    serde_json::from_value(catalog).unwrap_or_else(|error| panic!("{error}"))
}
