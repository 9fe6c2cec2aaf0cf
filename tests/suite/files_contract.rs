//! What every place for files promises: the same promises run on a folder and on a bucket of an emulated S3.

use domain::ids::FileId;
use domain::ticket::FileRef;
use function::files::{Bucket, Files, Folder, SavedAs, UPLOADS_WAIT};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use crate::harness::moto::Moto;

macro_rules! contract {
    ($($promise:ident)+) => {
        mod folder {
            $(#[tokio::test]
            async fn $promise() {
                let data = tempfile::TempDir::new().expect("there is room for a folder");
                let folder = function::files::Folder::open(data.path()).expect("a new folder");
                super::$promise(&folder).await;
            })+
        }

        mod emulated_bucket {
            $(#[tokio::test]
            async fn $promise() {
                let moto = crate::harness::moto::Moto::start();
                super::$promise(&super::bucket(&moto)).await;
            })+
        }
    };
}

contract! {
    a_file_that_stays_reads_back_to_the_last_byte
    an_upload_is_read_by_nobody_until_it_is_sent
    what_is_not_there_is_none_and_is_forgotten_without_a_word
    a_forgotten_file_is_gone_whether_it_stayed_or_waited
    uploads_wait_for_a_day_and_files_that_stay_for_ever
    of_two_who_send_and_forget_at_once_one_wins_and_nothing_is_half_there
}

/// A bucket of an emulated S3.
pub fn bucket(moto: &Moto) -> Bucket {
    moto.make_bucket("files");
    Bucket::connect(&moto.sdk(), "files").expect("it is known where")
}

fn id(name: &str) -> FileId {
    FileId::parse(name).expect("an id")
}

fn now() -> Timestamp {
    "2026-11-23T01:30:10Z".parse().expect("a moment")
}

async fn a_file_that_stays_reads_back_to_the_last_byte(files: &dyn Files) {
    let content: Vec<u8> = (0..=255).cycle().take(3_000_001).collect();
    files.upload(&id("a1"), content.clone(), now()).await.expect("it is kept");
    files.upload(&id("b2"), b"b".to_vec(), now()).await.expect("it is kept");
    assert!(files.keep(&id("a1")).await.expect("it stays"));
    assert_eq!(files.read(&id("a1")).await.expect("it is read").as_deref(), Some(&content[..]));
}

async fn an_upload_is_read_by_nobody_until_it_is_sent(files: &dyn Files) {
    files.upload(&id("a1"), b"a".to_vec(), now()).await.expect("it is kept");
    assert_eq!(files.read(&id("a1")).await.expect("an answer"), None);
    for _ in 0..2 {
        assert!(files.keep(&id("a1")).await.expect("it stays"), "twice is as once");
    }
    assert_eq!(files.read(&id("a1")).await.expect("it is read").as_deref(), Some(&b"a"[..]));
}

async fn what_is_not_there_is_none_and_is_forgotten_without_a_word(files: &dyn Files) {
    assert_eq!(files.read(&id("a1")).await.expect("an answer"), None);
    assert!(!files.keep(&id("a1")).await.expect("an answer"));
    files.forget(&id("a1")).await.expect("nothing to do");
}

async fn a_forgotten_file_is_gone_whether_it_stayed_or_waited(files: &dyn Files) {
    for name in ["a1", "b2"] {
        files.upload(&id(name), b"x".to_vec(), now()).await.expect("it is kept");
    }
    assert!(files.keep(&id("a1")).await.expect("it stays"));
    for name in ["a1", "b2"] {
        files.forget(&id(name)).await.expect("it is forgotten");
        assert_eq!(files.read(&id(name)).await.expect("an answer"), None);
        assert!(!files.keep(&id(name)).await.expect("an answer"), "{name}");
    }
}

async fn uploads_wait_for_a_day_and_files_that_stay_for_ever(files: &dyn Files) {
    let (second, later) = (SignedDuration::from_secs(1), now() + SignedDuration::from_secs(60));
    for (name, at) in [("sent", now()), ("early", now()), ("late", later)] {
        files.upload(&id(name), b"x".to_vec(), at).await.expect("it is kept");
    }
    assert!(files.keep(&id("sent")).await.expect("it stays"));
    assert_eq!(files.forget_unsent(now() + UPLOADS_WAIT - second).await.expect("an answer"), 0);
    assert_eq!(files.forget_unsent(now() + UPLOADS_WAIT).await.expect("an answer"), 1);
    assert!(!files.keep(&id("early")).await.expect("an answer"));
    assert!(files.keep(&id("late")).await.expect("it stays"));
    assert_eq!(files.forget_unsent(later + UPLOADS_WAIT * 400).await.expect("an answer"), 0);
    assert!(files.read(&id("sent")).await.expect("an answer").is_some());
}

async fn of_two_who_send_and_forget_at_once_one_wins_and_nothing_is_half_there(files: &dyn Files) {
    for turn in 0..50 {
        let id = id(&format!("f{turn}"));
        files.upload(&id, b"x".to_vec(), now()).await.expect("it is kept");
        let (stays, _) = tokio::join!(files.keep(&id), files.forget_unsent(now() + UPLOADS_WAIT));
        let is_there = files.read(&id).await.expect("an answer").is_some();
        assert_eq!(stays.expect("an answer"), is_there, "turn {turn}");
    }
}

#[tokio::test]
async fn emulated_what_comes_past_the_desk_is_no_upload_and_is_taken_once() {
    let moto = Moto::start();
    let bucket = bucket(&moto);
    let direct = bucket.direct().expect("a way past the desk");
    let file = FileRef { id: id("a1"), bytes: 6 };
    let post = direct.post(&file.id, file.bytes, now()).await.expect("it is signed");
    let send = |content: &[u8]| {
        let status = moto.post(&post.url, post.fields.iter().map(|(name, value)| (*name, value.as_str())), content);
        assert_eq!(status, 204);
        assert_eq!(moto.keys("files"), [format!("unsent/a1/{}", now().as_second())]);
    };
    assert_eq!(direct.take(&file).await.expect("an answer"), None, "nothing has come");
    send(b"a film");
    assert_eq!(bucket.read(&file.id).await.expect("an answer"), None, "nobody reads it");
    assert_eq!(direct.take(&file).await.expect("it is taken").as_deref(), Some(&b"a film"[..]));
    assert_eq!(direct.take(&file).await.expect("an answer"), None, "once");
    assert!(!bucket.keep(&file.id).await.expect("an answer"));
    // S3 refuses another size; here it comes, and is not taken.
    send(b"another film");
    assert_eq!(direct.take(&file).await.expect("an answer"), None);
    assert!(moto.keys("files").is_empty(), "and is not there any more");
    // What is never asked for waits as uploads do.
    send(b"a film");
    assert_eq!(bucket.forget_unsent(now() + UPLOADS_WAIT).await.expect("it is swept"), 1);
}

#[tokio::test]
async fn emulated_a_link_leads_to_a_file_that_stays_and_to_no_other() {
    let moto = Moto::start();
    let bucket = bucket(&moto);
    let direct = bucket.direct().expect("a way past the desk");
    let saved = SavedAs { media_type: "application/pdf", disposition: "attachment; filename*=UTF-8''a%20b.pdf" };
    bucket.upload(&id("a1"), b"a".to_vec(), now()).await.expect("it is kept");
    assert_eq!(direct.link(&id("a1"), saved, now()).await.expect("an answer"), None, "it was not sent");
    bucket.keep(&id("a1")).await.expect("it stays");
    let link = direct.link(&id("a1"), saved, now()).await.expect("an answer").expect("a link");
    assert!(link.starts_with(&format!("{}/files/kept/a1?", moto.endpoint())), "{link}");
    assert!(link.contains("X-Amz-Date=20261123T013010Z") && link.contains("X-Amz-Expires=60&"), "{link}");
    bucket.forget(&id("a1")).await.expect("it is forgotten");
    assert_eq!(direct.link(&id("a1"), saved, now()).await.expect("an answer"), None);
}

#[tokio::test]
async fn a_folder_has_no_way_past_the_desk() {
    let data = TempDir::new().expect("there is room for a folder");
    assert!(Folder::open(data.path()).expect("a new folder").direct().is_none());
}

#[tokio::test]
async fn a_folder_forgets_what_a_crash_left_half_written_and_keeps_the_rest() {
    let data = TempDir::new().expect("there is room for a folder");
    let files = Folder::open(data.path()).expect("a new folder");
    files.upload(&id("a1"), b"a".to_vec(), now()).await.expect("it is kept");
    files.upload(&id("b2"), b"b".to_vec(), now()).await.expect("it is kept");
    files.keep(&id("b2")).await.expect("it stays");
    // Killed while the third was written.
    std::fs::write(data.path().join("half/c3"), b"c").expect("the folder is ours");
    assert!(!files.keep(&id("c3")).await.expect("an answer"));
    drop(files);

    let files = Folder::open(data.path()).expect("the same folder");
    assert!(!data.path().join("half/c3").exists());
    assert!(files.keep(&id("a1")).await.expect("it stays"), "an upload survives");
    assert_eq!(files.read(&id("b2")).await.expect("an answer").as_deref(), Some(&b"b"[..]));
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_says_so_and_keeps_no_halves() {
    let data = TempDir::new().expect("there is room for a folder");
    let files = Folder::open(data.path()).expect("a new folder");
    // As when somebody takes the folder away; a full disk fails at the same place.
    std::fs::remove_dir(data.path().join("waiting")).expect("the folder is ours");
    files.upload(&id("a1"), b"a".to_vec(), now()).await.expect_err("there is no room");
    let halves = std::fs::read_dir(data.path().join("half")).expect("a folder").count();
    assert_eq!(halves, 0);
}

#[tokio::test]
async fn what_nobody_sends_never_fills_the_disk() {
    let data = TempDir::new().expect("there is room for a folder");
    let files = Folder::with_room(data.path(), 10).expect("a new folder");
    files.upload(&id("a1"), vec![0; 6], now()).await.expect("there is room");
    files.upload(&id("b2"), vec![0; 6], now()).await.expect_err("there is none");
    assert!(files.keep(&id("a1")).await.expect("it stays"), "what waited before is unharmed");
    files.upload(&id("b2"), vec![0; 6], now()).await.expect("what was sent does not wait");
    files.upload(&id("c3"), vec![0; 6], now()).await.expect_err("there is none");
    assert_eq!(files.forget_unsent(now() + UPLOADS_WAIT).await.expect("it is swept"), 1);
    files.upload(&id("c3"), vec![0; 6], now()).await.expect("and room again");
}
