//! Files on AWS: through API Gateway into a bucket, and out of it again.

use std::collections::BTreeMap;

use domain::file::LARGEST;
use serde_json::Value;

use super::lambda::{BASE_URL, Cloud};
use crate::harness::http::{Browser, Server};
use crate::harness::lambda_http::Gateway;
use crate::harness::moto::Moto;
use crate::journey;
use crate::router::files::downloads;
use crate::router::people::posting;

/// The http function with a bucket, behind its gateway.
fn gateway(cloud: &Cloud, moto: &Moto) -> Gateway {
    moto.make_bucket("files");
    let set = [("DESKMARK_FILES_BUCKET", "files"), ("AWS_ENDPOINT_URL", moto.endpoint())];
    let set: BTreeMap<_, _> = set.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    Gateway::before(cloud.function_with("HttpFunction", set), BASE_URL)
}

#[test]
fn a_file_goes_with_its_ticket_into_the_bucket_and_comes_back() {
    const PAPERS: &[u8] = b"%PDF-1.7\n% signed\n";
    let (cloud, moto) = (Cloud::new(), Moto::start());
    let gateway = gateway(&cloud, &moto);
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

#[test]
fn a_file_too_large_for_the_gateway_goes_past_it_in_both_directions() {
    let (cloud, moto) = (Cloud::new(), Moto::start());
    let gateway = gateway(&cloud, &moto);
    let mut requester = Browser::new(&gateway);
    let papers = [&b"%PDF-1.7\n"[..], &vec![b'%'; LARGEST - 9]].concat();
    let form = cloud.form_page("papers").form("/t/review");
    let through = requester.submit(&form.clone().choose("f.papers", "đơn.pdf", &papers));
    assert_eq!(through.status, 413, "the gateway's own answer: {through:?}");

    let ask = |requester: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]| {
        let answer = requester.submit(&posting(path, fields));
        serde_json::from_str::<Value>(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
    };
    let size = papers.len().to_string();
    let told = ask(&mut requester, "/t/files/direct", &[("name", "đơn.pdf"), ("size", &size)]);
    let fields = told["post"]["fields"].as_object().unwrap_or_else(|| panic!("{told}"));
    assert_eq!(fields["x-amz-security-token"], "test", "the session of the function's role");
    let posted = fields.iter().map(|(name, value)| (name.as_str(), value.as_str().expect("a text")));
    assert_eq!(moto.post(told["post"]["url"].as_str().expect("an address"), posted, &papers), 204);
    let taken = ask(&mut requester, "/t/files/arrived", &[("pending", told["pending"].as_str().expect("a token"))]);

    let mut form = form.fill("title", journey::TITLE).fill("description", journey::DESCRIPTION);
    form = form.fill("name", journey::NAME).fill("email", journey::EMAIL);
    form.fields
        .push(("f.papers.1".to_owned(), taken["token"].as_str().unwrap_or_else(|| panic!("{taken}")).to_owned()));
    let review = journey::review(&mut requester, &form);
    let code = journey::send(&mut requester, &review);
    let kept = moto.keys("files");
    assert!(kept.len() == 1 && kept[0].starts_with("kept/"), "{kept:?}");

    let url = downloads(&requester.get(&format!("/t/{code}")).page(200)).remove(0);
    let link = requester.get(&url);
    assert_eq!(link.status, 303, "{link:?}");
    let saved = Browser::new(&Server::at(moto.endpoint())).get(link.header("location").expect("an address"));
    assert!(saved.status == 200 && saved.body.as_bytes() == papers, "{}", saved.status);
    assert_eq!(Browser::new(&gateway).get(&url).status, 404, "nobody else's");
    let log = gateway.log().join("\n");
    assert!(!log.contains("Signature") && !log.contains(&kept[0]), "no address is logged: {log}");
}
