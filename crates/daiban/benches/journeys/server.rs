//! The service under load: its own process with the sandbox, in a folder of its own, on an empty database.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use sea_orm::ConnectionTrait as _;
use tempfile::TempDir;

use crate::database::connected;
use crate::options::Database;
use crate::process;

/// The day of the sandbox: families are made for it, so nothing depends on today.
const DAY: &str = "2026-11-22";
const START_LIMIT: Duration = Duration::from_mins(2);

pub(crate) struct Server {
    program: PathBuf,
    folder: TempDir,
    /// The name of its own database on the PostgreSQL server, and the server's address.
    postgres: Option<(String, String)>,
    child: Child,
    pub(crate) url: String,
}

impl Server {
    /// Starts it on nothing.
    pub(crate) async fn start(program: &Path, database: &Database) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let postgres = match database {
            Database::Sqlite => None,
            Database::Postgres { url } => Some((made(url, folder.path()).await, url.clone())),
        };
        let address = format!("127.0.0.1:{}", free_port());
        let settings = settings(folder.path(), &address, postgres.as_ref());
        fs::write(folder.path().join("daiban.toml"), settings).unwrap();
        let child = spawned(program, folder.path());
        let mut server = Server {
            program: program.to_owned(),
            folder,
            postgres,
            child,
            url: format!("http://{address}"),
        };
        server.ready().await;
        server
    }

    /// Ends the process and starts another one on the same data: its memory is fresh.
    pub(crate) async fn restart(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.child = spawned(&self.program, self.folder.path());
        self.ready().await;
    }

    async fn ready(&mut self) {
        let begun = Instant::now();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        while !client
            .get(format!("{}/readyz", self.url))
            .send()
            .await
            .is_ok_and(|answer| answer.status().is_success())
        {
            let ended = self.child.try_wait().unwrap();
            assert!(
                ended.is_none() && begun.elapsed() < START_LIMIT,
                "the service did not start: {}",
                self.log()
            );
            sleep(Duration::from_millis(20));
        }
    }

    /// What it logged last.
    fn log(&self) -> String {
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(20).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }

    /// CPU time that it has used.
    pub(crate) fn cpu(&self) -> Duration {
        process::cpu(self.child.id())
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it and removes what it stored.
    pub(crate) async fn remove(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        if let Some((name, url)) = self.postgres.take() {
            let server = connected(url).await;
            let drop = format!("DROP DATABASE {name} WITH (FORCE)");
            server.execute_unprepared(&drop).await.unwrap();
            server.close().await.unwrap();
        }
    }
}

impl Drop for Server {
    /// Also where a benchmark panics, no process stays behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawned(program: &Path, folder: &Path) -> Child {
    let log = File::options()
        .create(true)
        .append(true)
        .open(folder.join("log"))
        .unwrap();
    // It ends with us, however we end, and keeps the id of the process that is started here.
    Command::new("setpriv")
        .args(["--pdeathsig", "KILL", "--"])
        .arg(program)
        .args(["serve", "--config"])
        .arg(folder.join("daiban.toml"))
        .args(["--sandbox", "--sandbox-day", DAY])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()))
}

/// As it is delivered, but for how often one child may be asked about: a family walks more than once here.
fn settings(folder: &Path, address: &str, postgres: Option<&(String, String)>) -> String {
    let database = postgres.map_or(String::new(), |(name, url)| {
        let (base, _) = url.rsplit_once('/').expect("an address with a database");
        format!("{base}/{name}")
    });
    let folder = folder.display();
    format!(
        "[server]\nlisten = '{address}'\n\
         [data]\nfolder = '{folder}/data'\nkeys_file = '{folder}/keys/daiban.keys'\ndatabase_url = '{database}'\n\
         [limits]\nlookups_per_day = 1000\n\
         [sandbox]\nenabled = true\nlisten = '127.0.0.1:0'\n\
         [log]\nfilter = 'info'\n"
    )
}

/// An empty database of our own, named after our process and the folder.
async fn made(url: &str, folder: &Path) -> String {
    let server = connected(url).await;
    let part: String = folder
        .to_string_lossy()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let name = format!("daiban_{}_{}", std::process::id(), part.to_lowercase());
    let create = format!("CREATE DATABASE {name}");
    server.execute_unprepared(&create).await.unwrap();
    server.close().await.unwrap();
    name
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}
