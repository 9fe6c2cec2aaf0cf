//! Files on AWS: through API Gateway into a bucket, and out of it again.

use std::collections::BTreeMap;

use super::lambda::{BASE_URL, Cloud};
use crate::harness::http::Browser;
use crate::harness::lambda_http::Gateway;
use crate::harness::moto::Moto;
use crate::journey;
use crate::router::files::downloads;

#[test]
fn a_file_goes_with_its_ticket_into_the_bucket_and_comes_back() {
    const PAPERS: &[u8] = b"%PDF-1.7\n% signed\n";
    let (cloud, moto) = (Cloud::new(), Moto::start());
    moto.make_bucket("files");
    let set = [("DESKMARK_FILES_BUCKET", "files"), ("AWS_ENDPOINT_URL", moto.endpoint())];
    let set: BTreeMap<_, _> = set.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let gateway = Gateway::before(cloud.function_with("HttpFunction", set), BASE_URL);
    let mut requester = Browser::new(&gateway);

    let form = cloud.form_page("papers").form("/t/review").choose("f.papers", "đơn.pdf", PAPERS);
    let form = form.fill("title", journey::TITLE).fill("description", journey::DESCRIPTION);
    let form = form.fill("name", journey::NAME).fill("email", journey::EMAIL);
    let review = journey::review(&mut requester, &form);
    let unsent = moto.keys("files");
    assert!(unsent.len() == 1 && unsent[0].starts_with("unsent/"), "{unsent:?}");

    let code = journey::send(&mut requester, &review);
    let kept = moto.keys("files");
    assert!(kept.len() == 1 && kept[0].starts_with("kept/"), "{kept:?}");
    assert!(!kept[0].contains("pdf"), "a file is its id: {kept:?}");

    let mine = requester.get(&format!("/t/{code}")).page(200);
    let urls = downloads(&mine);
    let download = requester.get(&urls[0]);
    assert_eq!((download.status, download.body.as_bytes()), (200, PAPERS));
    assert!(download.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    assert_eq!(Browser::new(&gateway).get(&urls[0]).status, 404, "nobody else's");
}
