//! What members say of themselves.

use function::store::Profile;
use jiff::civil::date;

use super::stores::Shared;

fn profile(email: &str) -> Profile {
    let signature = "Trần Thị Bích\nBàn hỗ trợ CNTT · số máy lẻ 105".to_owned();
    Profile { email: email.to_owned(), signature, away_until: Some(date(2026, 12, 4)) }
}

pub async fn what_a_member_says_reads_back(store: &Shared) {
    let bich = "bich@thuyvan.example";
    assert_eq!(store.profile(bich).await.expect("read"), None);
    store.put_profile(&profile(bich)).await.expect("kept");
    assert_eq!(store.profile(bich).await.expect("read"), Some(profile(bich)));
    assert_eq!(store.profile("my@thuyvan.example").await.expect("read"), None, "it is nobody else's");
}

pub async fn what_is_said_later_takes_its_place(store: &Shared) {
    let bich = "bich@thuyvan.example";
    store.put_profile(&profile(bich)).await.expect("kept");
    let back = Profile { email: bich.to_owned(), signature: String::new(), away_until: None };
    store.put_profile(&back).await.expect("kept");
    assert_eq!(store.profile(bich).await.expect("read"), Some(back));
}
