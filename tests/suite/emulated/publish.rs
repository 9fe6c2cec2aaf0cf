//! `deskmark publish` before a bucket and a distribution: in which order, what happens when it is cut short, and the way back.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use regex_lite::Regex;
use tempfile::TempDir;

use crate::build::copy;
use crate::harness::deskmark::{build, fixture};
use crate::harness::moto::Moto;
use crate::harness::process::{Running, binary};
use crate::harness::wait_until;

/// The bucket, the distribution before it, and a portal that can be changed.
struct Cloud {
    moto: Moto,
    distribution: String,
    folder: TempDir,
}

impl Cloud {
    fn new() -> Self {
        let moto = Moto::start();
        moto.make_bucket("site");
        let distribution = moto.make_distribution();
        let folder = TempDir::new().expect("there is room for a folder");
        copy(&fixture("portal"), &folder.path().join("content"));
        let cloud = Self { moto, distribution, folder };
        cloud.build();
        cloud
    }

    fn build(&self) {
        build(&self.folder.path().join("content"), &self.dist());
    }

    fn dist(&self) -> std::path::PathBuf {
        self.folder.path().join("dist")
    }

    /// Writes a file of the content.
    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it is ours");
        fs::write(path, text).expect("it is ours");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        self.command_for("site", arguments)
    }

    fn command_for(&self, bucket: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary("deskmark"));
        command.args(["publish", "--bucket", bucket, "--site"]).arg(self.dist()).args(arguments);
        command.envs([("NO_COLOR", "1"), ("LC_ALL", "C.UTF-8"), ("AWS_ENDPOINT_URL", self.moto.endpoint())]);
        command.envs([
            ("AWS_REGION", "ap-southeast-1"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
        ]);
        command
    }

    /// Publishes; gives what was said.
    #[track_caller]
    fn publish(&self) -> String {
        said(self.command(&["--distribution", &self.distribution]), 0)
    }

    /// The keys in the bucket.
    fn there(&self) -> BTreeSet<String> {
        self.moto.keys("site").into_iter().collect()
    }

    fn bundle(&self) -> String {
        fs::read_to_string(self.dist().join("desk/current")).expect("a bundle was built").trim().to_owned()
    }
}

/// Runs a command to its expected end; gives both outputs.
#[track_caller]
fn said(mut command: Command, status: i32) -> String {
    let Output { status: ended, stdout, stderr } = command.output().expect("deskmark starts");
    let said = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert_eq!(ended.code(), Some(status), "{said}");
    said
}

const ARTICLE: &str = "+++\ntitle = \"Máy in\"\nkind = \"how-to\"\n+++\n\n1. Bật máy in.\n2. Chọn máy in.\n";

/// A folder's files by their key below `public/`, with what they need of each other: style, scripts, pages they link to.
fn needs(dist: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let public = dist.join("public");
    let link = Regex::new(r#"(?:href|src)="/([^"?#]*)"#).expect("a pattern");
    let mut all = BTreeMap::new();
    let mut folders = vec![public.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let key = format!("public/{}", path.strip_prefix(&public).expect("below it").display());
            if key == "public/.deskmark" {
                continue;
            }
            let mut needed = BTreeSet::new();
            if is(&key, "html") {
                let html = fs::read_to_string(&path).expect("a page");
                for link in link.captures_iter(&html) {
                    let target = if link[1].is_empty() || link[1].ends_with('/') {
                        format!("{}index.html", &link[1])
                    } else {
                        link[1].to_owned()
                    };
                    // A feed lists pages, so it comes after them.
                    if public.join(&target).is_file() && !is(&target, "xml") {
                        needed.insert(format!("public/{target}"));
                    }
                }
            }
            all.insert(key, needed);
        }
    }
    all
}

fn is(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ends)| ends == ending)
}

/// Every moment of a publication, as the bucket saw it: whenever a page is there, so is all it needs.
#[test]
fn no_page_is_ever_there_before_what_it_needs() {
    let cloud = Cloud::new();
    let publish = |before: &BTreeMap<String, BTreeSet<String>>| {
        let asked = cloud.moto.asked().len();
        cloud.publish();
        let after = needs(&cloud.dist());
        let mut there = before.clone();
        let mut pages = 0;
        let mut pointed = false;
        for request in cloud.moto.asked().drain(..).skip(asked) {
            let sent = request.strip_prefix("PUT /site/").and_then(|rest| rest.split('?').next());
            match sent {
                Some("desk/publishing.json") => continue,
                Some(key) if key.starts_with("desk/") => {
                    assert!(!pointed, "{key} after the pointer");
                    pointed = key == "desk/current";
                    continue;
                }
                Some(key) => {
                    let needed = after.get(key).unwrap_or_else(|| panic!("{key} was not built"));
                    there.insert(key.to_owned(), needed.clone());
                    pages += usize::from(is(key, "html"));
                }
                None if request.starts_with("POST /site/?delete") => there.retain(|key, _| after.contains_key(key)),
                None => continue,
            }
            for (page, needed) in &there {
                // Nobody knows a new page before another leads to it, so new ones may lead to each other.
                let is_new = !before.contains_key(page);
                let mut known = needed.iter().filter(|other| !(is_new && is(other, "html")));
                let missing = known.find(|other| !there.contains_key(*other));
                assert_eq!(missing, None, "missing to {page} after {request}");
            }
        }
        assert!(pages > 1, "pages were published");
        assert_eq!(there.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "nothing is left over");
        after
    };
    let first = publish(&BTreeMap::new());

    // New pages that an old one leads to, and a section less. What former pages need stays for who has one open.
    cloud.write("vi/may-in/_index.md", "+++\ntitle = \"Máy in\"\n+++\n");
    cloud.write("vi/may-in/in.md", ARTICLE);
    cloud.write("vi/mang/wifi.md", &ARTICLE.replace("Chọn", "[Chọn](../may-in/in.md)"));
    fs::remove_dir_all(cloud.folder.path().join("content/fa/shabake")).expect("it is ours");
    cloud.build();
    let second = publish(&first);
    assert!(second.keys().any(|key| !first.contains_key(key)) && first.keys().any(|key| !second.contains_key(key)));
    assert_eq!(cloud.moto.refreshed(&cloud.distribution), BTreeSet::from(["/*".to_owned()]));

    let there = cloud.there();
    assert!(!there.contains("public/fa/shabake/index.html"), "{there:?}");
    let is_piece = |key: &&String| key.starts_with("public/search/vi/");
    let former = first.keys().filter(is_piece).filter(|key| !second.contains_key(*key)).collect::<Vec<_>>();
    assert!(!former.is_empty() && former.iter().all(|key| there.contains(*key)), "{former:?}");

    let style = second.keys().find(|key| key.ends_with("style.css")).expect("a style");
    let header = |key: &str, name: &str| cloud.moto.header(&format!("site/{key}"), name);
    assert_eq!(header(style, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header(style, "content-type"), "text/css; charset=utf-8");
    assert_eq!(header("public/vi/index.html", "cache-control"), "public, max-age=0, s-maxage=86400, must-revalidate");
    assert_eq!(header("public/vi/index.html", "content-type"), "text/html; charset=utf-8");
}

#[test]
fn what_is_there_is_not_sent_again_and_a_dry_run_sends_nothing() {
    let cloud = Cloud::new();
    let planned = said(cloud.command(&["--distribution", &cloud.distribution, "--dry-run"]), 0);
    assert!(planned.contains("send     public/vi/mang/wifi/index.html\n"), "{planned}");
    assert!(planned.contains(&format!("point    desk/current → {}\n", cloud.bundle())), "{planned}");
    assert!(planned.contains("Nothing was sent."), "{planned}");
    assert_eq!(cloud.there(), BTreeSet::new());

    let published = cloud.publish();
    assert!(published.contains(&format!("The desk reads bundle {} within a minute.", cloud.bundle())), "{published}");
    assert_eq!(cloud.publish(), "The bucket has all of this already. Nothing was sent.\n");

    cloud.write("vi/mang/wifi.md", ARTICLE);
    cloud.build();
    let planned = said(cloud.command(&["--distribution", &cloud.distribution, "--dry-run"]), 0);
    assert!(planned.contains("refresh  /vi/mang/wifi/\n") || planned.contains("refresh  /*\n"), "{planned}");
}

#[test]
fn a_publication_that_is_cut_short_is_finished_by_the_next() {
    let cloud = Cloud::new();
    let first = Running::start(&mut cloud.command(&["--distribution", &cloud.distribution]));
    wait_until("some files are sent", || (cloud.moto.asked().len() > 8).then_some(()));
    first.kill_hard();
    if !cloud.there().contains("desk/current") {
        let said = said(cloud.command(&["--rollback"]), 2);
        assert!(said.contains("no bundle from before"), "{said}");
    }
    cloud.publish();
    let there = cloud.there();
    for key in needs(&cloud.dist()).keys() {
        assert!(there.contains(key), "{key} is missing");
    }

    // All files were sent, and then the distribution could not be told.
    cloud.write("vi/mang/wifi.md", ARTICLE);
    cloud.build();
    let refused = said(cloud.command(&["--distribution", "E0000000000000"]), 2);
    assert!(refused.contains("there is no distribution `E0000000000000`"), "{refused}");
    assert_eq!(cloud.moto.refreshed(&cloud.distribution), BTreeSet::new());
    assert!(cloud.publish().starts_with("Sent 0 files, removed 0, refreshed "));
    assert_ne!(cloud.moto.refreshed(&cloud.distribution), BTreeSet::new(), "pages in caches are told of");
    assert_eq!(cloud.publish(), "The bucket has all of this already. Nothing was sent.\n");
}

#[test]
fn the_desk_goes_back_to_an_earlier_bundle() {
    let cloud = Cloud::new();
    cloud.publish();
    let first = cloud.bundle();
    // S3 tells times to the second, and the order of bundles is that of their times.
    wait_until("a second is over", {
        let start = std::time::Instant::now();
        move || (start.elapsed().as_millis() > 1100).then_some(())
    });
    let desk = fs::read_to_string(fixture("portal").join("desks/it.toml")).expect("the desk");
    cloud.write("desks/it.toml", &desk.replace("Tổ kỹ thuật", "Tổ máy tính"));
    cloud.build();
    cloud.publish();
    let second = cloud.bundle();
    assert_ne!(first, second);
    assert_eq!(cloud.moto.object("site/desk/current"), format!("{second}\n"));

    let back = said(cloud.command(&["--rollback"]), 0);
    assert!(back.starts_with(&format!("The desk reads bundle {first}, sent ")), "{back}");
    assert_eq!(cloud.moto.object("site/desk/current"), format!("{first}\n"));
    said(cloud.command(&["--rollback", &second]), 0);
    assert_eq!(cloud.moto.object("site/desk/current"), format!("{second}\n"));
    let unknown = said(cloud.command(&["--rollback", "0123456789abcdef"]), 2);
    assert!(unknown.contains("has no bundle `0123456789abcdef`; it has") && unknown.contains(&first), "{unknown}");
}

#[test]
fn what_is_wrong_is_told_with_the_way_to_mend_it() {
    let cloud = Cloud::new();
    let mut elsewhere = cloud.command(&["--distribution", "E1"]);
    elsewhere.env_remove("AWS_REGION").env("AWS_EC2_METADATA_DISABLED", "true").env("HOME", cloud.folder.path());
    assert!(said(elsewhere, 2).contains("AWS_REGION is not set"), "no region");
    let mut stranger = cloud.command(&["--distribution", "E1"]);
    stranger.env_remove("AWS_ACCESS_KEY_ID").env("AWS_EC2_METADATA_DISABLED", "true").env("HOME", cloud.folder.path());
    assert!(said(stranger, 3).contains("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE"), "no credentials");
    let no_bucket = said(cloud.command_for("sight", &["--distribution", "E1"]), 2);
    assert!(no_bucket.contains("there is no bucket `sight`: the stack prints its name as `SiteBucket`"), "{no_bucket}");
    fs::remove_dir_all(cloud.dist().join("public")).expect("it is ours");
    let not_built = said(cloud.command(&["--distribution", "E1"]), 2);
    assert!(not_built.contains("run `deskmark build --out"), "{not_built}");
}
