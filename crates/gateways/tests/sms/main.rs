//! The clients of the SMS platforms against a server that speaks their protocols, and against one that does not.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod aliyun;
mod failures;
mod other_end;
mod settings;
mod tencent;
