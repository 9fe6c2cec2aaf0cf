//! Texts that others are to read: what was written, what is left of it.

use domain::anonymous::anonymous;
use domain::code::TicketCode;

const NAMES: [&str; 2] = ["Đỗ Thị Bích Ngọc", "Lê An"];

#[test]
fn what_tells_who_people_are_is_masked() {
    for (written, left) in [
        ("Tôi là Đỗ Thị Bích Ngọc.", "Tôi là •••."),
        ("ĐỖ THỊ BÍCH NGỌC, đỗ thị bích ngọc", "•••, •••"),
        ("Chào Bích Ngọc, chào Ngọc!", "Chào •••, chào •••!"),
        ("Bạn Lê An hỏi.", "Bạn ••• hỏi."),
        // Short names are words of their own, and a longer one is no part of another word.
        ("An toàn; hoa hồng ngọc; Ngọcc", "An toàn; hoa hồng ngọc; Ngọcc"),
        ("Viết cho ngoc@khach.example nhé", "Viết cho ✉ nhé"),
        ("Gọi 0901 234 567 trước 14:30", "Gọi # trước 14:30"),
        ("mật khẩu: MuaXuan2026", "mật khẩu: •••"),
        ("Mở https://help.example/t/X/open?key=abc&lang=vi đi", "Mở ••• đi"),
        ("Cắm lại dây HDMI.\n\nBật máy.", "Cắm lại dây HDMI.\n\nBật máy."),
        ("", ""),
    ] {
        assert_eq!(anonymous(written, &NAMES), left, "{written}");
    }
}

#[test]
fn a_code_is_masked_where_it_is_one() {
    let code = TicketCode::from_random(77).to_string();
    for written in [code.clone(), code.to_lowercase(), code.replace('-', " ")] {
        assert_eq!(anonymous(&format!("Phiếu {written} xong."), &[]), "Phiếu ••• xong.", "{written}");
    }
    assert_eq!(anonymous("Dell Optiplex Plus mini", &[]), "Dell Optiplex Plus mini");
}
