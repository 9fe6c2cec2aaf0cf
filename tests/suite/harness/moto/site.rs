//! The bucket and the distribution of a published site, as moto has them.

use std::collections::BTreeSet;

use super::{Moto, between, signature};

impl Moto {
    /// What it was asked, in that order: `PUT /site/public/vi/index.html`.
    pub fn asked(&self) -> Vec<String> {
        let line = |line: &String| {
            let mut request = line.split_once('"')?.1.split_once(" HTTP/1.1")?.0;
            // Refusals are coloured.
            while let Some((_, rest)) = request.strip_prefix('\u{1b}').and_then(|colour| colour.split_once('m')) {
                request = rest;
            }
            Some(request.to_owned())
        };
        self.process.log().iter().filter_map(line).collect()
    }

    /// An object, as text.
    pub fn object(&self, at: &str) -> String {
        self.ask("s3", "GET", at, "")
    }

    /// An object's header.
    pub fn header(&self, at: &str, name: &str) -> String {
        let answer = self.agent.get(format!("{}/{at}", self.endpoint)).header("authorization", signature("s3")).call();
        let answer = answer.expect("moto answers");
        answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// Makes a distribution; gives its id.
    pub fn make_distribution(&self) -> String {
        let config = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><CallerReference>suite</CallerReference>\
            <Comment/><Enabled>true</Enabled><Origins><Quantity>1</Quantity><Items><Origin><Id>pages</Id>\
            <DomainName>site.s3.amazonaws.com</DomainName><S3OriginConfig><OriginAccessIdentity/></S3OriginConfig></Origin></Items>\
            </Origins><DefaultCacheBehavior><TargetOriginId>pages</TargetOriginId><ViewerProtocolPolicy>allow-all\
            </ViewerProtocolPolicy></DefaultCacheBehavior></DistributionConfig>";
        let text = self.ask("cloudfront", "POST", "2020-05-31/distribution", config);
        between(&text, "<Id>", "</Id>").swap_remove(0)
    }

    /// The addresses that a distribution was told to ask for again.
    pub fn refreshed(&self, distribution: &str) -> BTreeSet<String> {
        let at = format!("2020-05-31/distribution/{distribution}/invalidation");
        let ids = between(&self.ask("cloudfront", "GET", &at, ""), "<Id>", "</Id>");
        let each = ids.iter().map(|id| self.ask("cloudfront", "GET", &format!("{at}/{id}"), ""));
        each.flat_map(|text| between(&text, "<Path>", "</Path>")).collect()
    }

    /// One call of a service that speaks in addresses and XML.
    #[track_caller]
    fn ask(&self, service: &str, method: &str, at: &str, body: &str) -> String {
        let request = ureq::http::Request::builder().method(method).uri(format!("{}/{at}", self.endpoint));
        let request = request.header("authorization", signature(service)).body(body.to_owned()).expect("a request");
        let mut answer = self.agent.run(request).expect("moto answers");
        let text = answer.body_mut().read_to_string().expect("moto answers in text");
        assert!(answer.status().is_success(), "{method} {at}: {text}");
        text
    }
}
