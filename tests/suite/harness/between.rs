//! What stands between a program and the emulator: it sees every call, and decides what becomes of it.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use super::dynoxide::Dynoxide;

/// An attempt of a call, as it came by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// `GetItem`, `TransactWriteItems`; empty where a service has it in the body.
    pub operation: String,
    /// The same for every attempt of one call.
    pub id: String,
    /// What is asked, as JSON; of SNS, as a form.
    pub body: Vec<u8>,
}

/// What becomes of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It goes through.
    Through,
    /// The line is cut before it arrives.
    Lost,
    /// It is carried out, and the line is cut before the answer arrives.
    AnswerLost,
    /// The service refuses it: the status and the body of its answer.
    Refused(u16, String),
}

type Rule = Box<dyn FnMut(&Call) -> Fate + Send>;

/// The way to the emulator.
pub struct Between {
    address: String,
    rule: Arc<Mutex<Rule>>,
}

impl Between {
    /// Lets everything through until it is told otherwise.
    pub fn before(emulator: &Dynoxide) -> Self {
        Self::on_the_way_to(emulator.endpoint())
    }

    /// The same before any other emulator, by its address.
    pub fn on_the_way_to(endpoint: &str) -> Self {
        let upstream = endpoint.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
        let address = format!("http://{}", listener.local_addr().expect("a bound listener has an address"));
        let rule: Arc<Mutex<Rule>> = Arc::new(Mutex::new(Box::new(|_| Fate::Through)));
        let told = Arc::clone(&rule);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (upstream, rule) = (upstream.clone(), Arc::clone(&told));
                // Either side closing ends the call, well or not: nothing is left to do.
                std::thread::spawn(move || drop(carry(client, &upstream, &rule)));
            }
        });
        Self { address, rule }
    }

    /// Its address, in the emulator's place.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// From now on this decides.
    pub fn rule(&self, rule: impl FnMut(&Call) -> Fate + Send + 'static) {
        *self.rule.lock().expect("no rule panics") = Box::new(rule);
    }
}

/// Carries one request and its answer; the next comes on a line of its own.
fn carry(mut client: TcpStream, upstream: &str, rule: &Mutex<Rule>) -> io::Result<()> {
    let (head, call) = read_request(&mut BufReader::new(client.try_clone()?))?;
    let fate = (rule.lock().expect("no rule panics"))(&call);
    if fate == Fate::Lost {
        return Ok(());
    }
    if let Fate::Refused(status, body) = fate {
        let length = body.len();
        return write!(
            client,
            "HTTP/1.1 {status} Refused\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: {length}\r\n\
             connection: close\r\n\r\n{body}"
        );
    }
    let mut server = TcpStream::connect(upstream)?;
    server.write_all(format!("{head}connection: close\r\n\r\n").as_bytes())?;
    server.write_all(&call.body)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    if fate == Fate::Through { client.write_all(&answer) } else { Ok(()) }
}

/// Head (without its end and without what it says of the connection), and what is called.
fn read_request(client: &mut impl BufRead) -> io::Result<(String, Call)> {
    let (mut head, mut length) = (String::new(), 0);
    let mut call = Call { operation: String::new(), id: String::new(), body: Vec::new() };
    loop {
        let mut line = String::new();
        if client.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line == "\r\n" {
            break;
        }
        let (name, value) = line.trim_end().split_once(':').unwrap_or((&line, ""));
        match name.to_ascii_lowercase().as_str() {
            "connection" => continue,
            "content-length" => length = value.trim().parse().unwrap_or(0),
            // `DynamoDB_20120810.GetItem`
            "x-amz-target" => value.rsplit('.').next().unwrap_or_default().clone_into(&mut call.operation),
            "amz-sdk-invocation-id" => value.trim().clone_into(&mut call.id),
            _ => {}
        }
        head.push_str(&line);
    }
    call.body = vec![0; length];
    client.read_exact(&mut call.body)?;
    Ok((head, call))
}
