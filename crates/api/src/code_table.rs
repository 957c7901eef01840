//! Code tables.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::code::{Branch, CodeTable, CodeTables};
use domain::lang::{Lang, Text};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Shared;
use web::errors::RequestError;
use web::page::Page;

use crate::cached::of_the_release;
use crate::problem::Problem;
use crate::query::Asked;
use crate::refusal::{ApiError, Refused};

/// Entries of one answer.
const MOST: usize = 200;

/// Which entries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asking {
    bank: Option<String>,
    district: Option<String>,
    cursor: Option<String>,
}

/// Some entries of a code table, in its order.
#[derive(Serialize, ToSchema)]
pub(crate) struct CodeEntries {
    /// The entries.
    entries: Vec<CodeEntry>,
    /// Where the table goes on; `null` at its end.
    #[schema(required)]
    next: Option<String>,
}

/// An entry.
#[derive(Serialize, ToSchema)]
pub(crate) struct CodeEntry {
    /// The code, as it is answered and stored.
    #[schema(example = "ICBC-110101-01")]
    value: String,
    /// What people read.
    label: String,
    /// Of a branch: its bank (`banks`).
    #[serde(skip_serializing_if = "Option::is_none")]
    bank: Option<String>,
    /// Of a branch: its district (`districts`).
    #[serde(skip_serializing_if = "Option::is_none")]
    district: Option<String>,
    /// Of a branch: its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// Of a branch: its telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// Of a branch: when it is open, in the notation of OpenStreetMap.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Mo-Fr 09:00-17:00; Sa 09:30-15:30")]
    hours: Option<String>,
    /// Of a branch: whether it hands cards over at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    instant_issue: Option<bool>,
}

/// Entries of a code table. Tables are named as the files of `codes/`.
#[utoipa::path(
    get,
    path = "/api/v1/codes/{table}",
    operation_id = "list_code_table",
    tag = "content",
    params(
        ("table" = String, Path, description = "such as `branches`, `banks`, `districts`, `ethnic_groups`", example = "branches"),
        ("bank" = Option<String>, Query, description = "of `branches`: those of this bank"),
        ("district" = Option<String>, Query, description = "of `branches`: those in this district"),
        ("cursor" = Option<String>, Query, description = "`next` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "some of them", body = CodeEntries, headers(("ETag" = String, description = "for `If-None-Match`"))),
        (status = 304, description = "unchanged"),
        (status = 422, description = "`unknown_key`: the table has no such filter", body = Problem, content_type = "application/problem+json"),
    ),
    security()
)]
pub(crate) async fn list_code_table(
    State(web): State<Shared>,
    page: Page,
    headers: HeaderMap,
    Path(table): Path<String>,
    Asked(asking): Asked<Asking>,
) -> Result<Response, ApiError> {
    let table = CodeTable::from_file(&table).ok_or(RequestError::NotFound)?;
    let codes = web.service.rules.in_force.codes();
    let all = asking.entries(codes, table, page.lang)?;
    let from = match &asking.cursor {
        None => 0,
        Some(after) => {
            let last = all.iter().position(|entry| entry.value == *after);
            last.ok_or_else(|| Refused::of_field("cursor", "code_unknown"))? + 1
        }
    };
    let is_more = all.len() > from + MOST;
    let entries: Vec<CodeEntry> = all.into_iter().skip(from).take(MOST).collect();
    let last = entries.last().filter(|_| is_more);
    let shown = CodeEntries {
        next: last.map(|entry| entry.value.clone()),
        entries,
    };
    Ok(of_the_release(&web, &page, &headers, &shown))
}

impl Asking {
    /// Every entry that is asked for.
    fn entries(
        &self,
        codes: &CodeTables,
        table: CodeTable,
        lang: Lang,
    ) -> Result<Vec<CodeEntry>, ApiError> {
        if table == CodeTable::Branches {
            let is_in =
                |wish: &Option<String>, is: &str| wish.as_deref().is_none_or(|wish| wish == is);
            let branches = codes.branches.iter().filter(|branch| {
                is_in(&self.bank, &branch.bank) && is_in(&self.district, &branch.district)
            });
            return Ok(branches
                .map(|branch| CodeEntry::of_branch(branch, lang))
                .collect());
        }
        for (name, wish) in [("bank", &self.bank), ("district", &self.district)] {
            if wish.is_some() {
                return Err(Refused::of_field(name, "unknown_key").into());
            }
        }
        let options = codes.options(table).into_iter();
        let entry = |(code, label): (&str, &Text)| CodeEntry::of(code, label, lang);
        Ok(options.map(entry).collect())
    }
}

impl CodeEntry {
    fn of(code: &str, label: &Text, lang: Lang) -> CodeEntry {
        CodeEntry {
            value: code.to_owned(),
            label: label.get(lang).to_owned(),
            bank: None,
            district: None,
            address: None,
            phone: None,
            hours: None,
            instant_issue: None,
        }
    }

    fn of_branch(branch: &Branch, lang: Lang) -> CodeEntry {
        CodeEntry {
            bank: Some(branch.bank.clone()),
            district: Some(branch.district.clone()),
            address: Some(branch.address.get(lang).to_owned()),
            phone: Some(branch.phone.clone()),
            hours: Some(branch.hours.to_string()),
            instant_issue: Some(branch.instant_issue),
            ..CodeEntry::of(&branch.code, &branch.label, lang)
        }
    }
}
