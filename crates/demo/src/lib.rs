//! The sandbox as people see it: its families to try, their papers, the codes that were sent, the day, the components; and how it
//! starts next to the service.
//!
//! Everything shown here is made up. A production build can leave it out (the feature `demo` of the program).

mod accounts;
mod as_script;
mod authorise;
mod begun;
mod chapters;
mod clock;
mod components;
#[cfg(test)]
mod covered;
mod day;
mod drawn;
#[cfg(test)]
mod every_page;
mod face;
mod failing;
mod families;
mod files;
mod hosts;
mod inert;
mod messages;
mod native;
mod outbox;
mod page;
mod phone;
mod platforms;
mod previews;
mod reaching;
mod routes;
#[cfg(test)]
mod samples;
mod shown;
mod specimens;
mod stopping;
mod switches;
mod topics;
mod words;

pub use begun::{Begun, Settings, begin};
pub use day::{begin_afresh, erase_where_wished, move_forward, move_minutes};
pub use hosts::{AlipayHost, BaiduHost, BeijingHost, Hosts, OauthHost, WechatHost};
pub use outbox::Outbox;
pub use platforms::{Approved, Platforms, SmsPlatform};
pub use routes::routes;
pub use sandbox::login::Platform;
pub use shown::Sandbox;
pub use switches::Switches;
