//! Whose tickets a command is about: a data folder's, or those of two tables on AWS.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use function::effects::EffectError;
use function::files::Files;
use function::keys::Keys;
use function::local::{Beside, Data, DataError, Lock};
use function::moving::MoveError;
use function::store::{Offline, StoreError};

use super::folder::fail;
use super::{Exit, waiting};

/// Where a desk keeps its tickets.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The data folder of a desk on one machine
    #[arg(long, value_name = "DIR", required_unless_present = "tickets_table", conflicts_with = "tickets_table")]
    pub data: Option<PathBuf>,
    /// The table of tickets of a desk on AWS
    #[arg(long, value_name = "NAME", requires = "signals_table")]
    pub tickets_table: Option<String>,
    /// The table of what may be forgotten, of the same desk
    #[arg(long, value_name = "NAME", requires = "tickets_table")]
    pub signals_table: Option<String>,
}

/// Why nothing was done to a desk's tickets.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Data(#[from] DataError),
    #[cfg(not(feature = "aws"))]
    #[error(
        "this deskmark was built without AWS and reaches no tables: \
         `cargo install --path generator --features aws` builds one that does"
    )]
    WithoutAws,
    #[error(transparent)]
    Move(#[from] MoveError),
    #[error("the desk's tickets cannot be read or written")]
    Store(#[from] StoreError),
    #[error("`{}` is there already: name a new file with --out", .0.display())]
    Exists(PathBuf),
    #[error("cannot read or write `{}`: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("`{}` holds no built portal: run `deskmark build`, or name the folder it wrote with --site", .0.display())]
    NoSite(PathBuf),
    #[error("DESKMARK_SMTP_URL is not the address of a mail server, like smtps://user:password@mail.example.org")]
    NoMail,
    #[cfg(feature = "aws")]
    #[error("the environment is not that of the effects function: {0}")]
    Environment(String),
    #[error("not everything could be sent. Run it again: what was sent is not sent twice")]
    Effect(#[from] EffectError),
}

impl DeskError {
    /// Tells it; gives the code to end with.
    pub fn told(&self) -> Exit {
        fail(self);
        match self {
            Self::Data(DataError::NoTickets(_)) | Self::Exists(_) | Self::NoSite(_) | Self::NoMail => Exit::Usage,
            Self::Move(MoveError::Line { .. } | MoveError::CutOff | MoveError::NotEmpty(_)) => Exit::Usage,
            #[cfg(not(feature = "aws"))]
            Self::WithoutAws => Exit::Usage,
            _ => Exit::Environment,
        }
    }
}

/// Carries out what is done to a desk's tickets; tells why it was not.
pub fn carry_out<T>(work: impl Future<Output = Result<T, DeskError>>) -> Result<T, Exit> {
    waiting::run(work)?.map_err(|error| error.told())
}

/// Tickets that were found.
pub struct Opened {
    pub store: Arc<dyn Offline>,
    /// The server's secret, where it is kept beside the tickets.
    pub keys: Option<Keys>,
    /// The files, where they are kept beside the tickets.
    pub files: Option<Arc<dyn Files>>,
    /// Keeps others out of a data folder.
    _lock: Option<Lock>,
}

impl Place {
    /// The tickets of a desk that may be running.
    pub async fn open(&self) -> Result<Opened, DeskError> {
        let Some(data) = &self.data else { return self.tables().await };
        let Beside { store, files, keys } = Beside::open(data)?;
        Ok(Opened { store: Arc::new(store), keys: Some(keys), files: Some(Arc::new(files)), _lock: None })
    }

    /// The tickets of a desk, to be alone with them; a data folder is made where there is none.
    pub async fn open_alone(&self) -> Result<Opened, DeskError> {
        let Some(data) = &self.data else { return self.tables().await };
        let Data { store, files, keys, lock } = Data::open(data)?;
        Ok(Opened { store: Arc::new(store), keys: Some(keys), files: Some(Arc::new(files)), _lock: Some(lock) })
    }

    #[cfg(feature = "aws")]
    async fn tables(&self) -> Result<Opened, DeskError> {
        use function::store::dynamodb::{DynamoStore, Tables};
        let config = function::aws::account().await;
        let (tickets, signals) =
            (self.tickets_table.clone().unwrap_or_default(), self.signals_table.clone().unwrap_or_default());
        let store = Arc::new(DynamoStore::connect(&config, Tables { tickets, signals }));
        Ok(Opened { store, keys: None, files: None, _lock: None })
    }

    #[cfg(not(feature = "aws"))]
    #[expect(clippy::unused_async, reason = "the other one waits for the network")]
    async fn tables(&self) -> Result<Opened, DeskError> {
        Err(DeskError::WithoutAws)
    }
}
