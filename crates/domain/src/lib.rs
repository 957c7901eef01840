//! The rules of the service, pure: no I/O, no clock, no chance.
