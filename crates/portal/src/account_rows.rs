//! What the account page lists, in words.

use domain::channel::{Channel, Host};
use domain::people::{ProofKind, ProofMethod, Provider};
use service::parent::account::show::{ShownConsent, ShownProof, ShownSession, Way};
use web::page::Page;

use super::articles::edition;
use super::pages::account::{AddableWay, ConsentRow, ProofRow, SessionRow, WayRow};
use super::{addresses, wording};

/// The proofs that count, and of each kind the last one that does not count any more where none does.
pub(super) fn proof_rows(page: &Page, proofs: &[ShownProof]) -> Vec<ProofRow> {
    let mut rows: Vec<ProofRow> = Vec::new();
    let valid = proofs.iter().filter(|proof| proof.is_valid);
    let lapsed = proofs.iter().filter(|proof| !proof.is_valid);
    let has_valid = |kind: ProofKind| {
        let mut proofs = proofs.iter();
        proofs.any(|proof| proof.kind == kind && proof.is_valid)
    };
    // A face counts in its own session and for some minutes: one that has lapsed says nothing to anybody.
    let lapsed = lapsed.filter(|proof| proof.kind != ProofKind::Face && !has_valid(proof.kind));
    for proof in valid.chain(lapsed) {
        let row = proof_row(page, proof);
        // Newest first: an earlier proof of the same adds nothing.
        let is_there = |known: &ProofRow| known.kind == row.kind && known.mobile == row.mobile;
        if !rows.iter().any(is_there) {
            rows.push(row);
        }
    }
    rows
}

fn proof_row(page: &Page, proof: &ShownProof) -> ProofRow {
    let how = match proof.method {
        ProofMethod::Counter => page.t("account.by_counter").to_owned(),
        ProofMethod::Sms => page.t("account.by_sms").to_owned(),
        ProofMethod::FaceCheck => page.t("account.by_face_check").to_owned(),
        ProofMethod::Platform => {
            let provider = proof.provider.map(|from| provider(page, from));
            page.w(
                "account.by_platform",
                &[("provider", provider.unwrap_or_default())],
            )
        }
    };
    let at = wording::day_time(page, proof.at);
    let until = proof.until.map(|until| wording::day_time(page, until));
    let key = if proof.is_valid {
        "account.proof_until"
    } else {
        "account.proof_lapsed"
    };
    ProofRow {
        kind: proof.kind.code(),
        title: page
            .t(match proof.kind {
                ProofKind::Phone => "account.proof_phone",
                ProofKind::CardPhone => "account.proof_card_phone",
                ProofKind::RealName => "account.proof_real_name",
                ProofKind::Face => "account.proof_face",
            })
            .to_owned(),
        mobile: proof.mobile.clone().unwrap_or_default(),
        at: page.w("account.proved_at", &[("at", &at), ("how", &how)]),
        until: until.map_or_else(String::new, |until| page.w(key, &[("at", &until)])),
    }
}

/// A way in.
pub(super) fn way_row(page: &Page, way: &Way) -> WayRow {
    let title = provider(page, way.provider);
    WayRow {
        id: way.id.to_string(),
        provider: way.provider.code(),
        title: title.to_owned(),
        names: way.names.clone(),
        added: page.w(
            "account.way_added",
            &[("at", &wording::day_time(page, way.added_at))],
        ),
        unlink: match way.provider {
            _ if way.is_last => String::new(),
            Provider::Password => page.t("account.unlink_password_detail").to_owned(),
            Provider::WeChat
            | Provider::Alipay
            | Provider::Baidu
            | Provider::National
            | Provider::Essc => page.w("account.unlink_detail", &[("provider", title)]),
        },
        has_password: way.provider == Provider::Password,
    }
}

/// The platforms that are configured and do not lead to the account yet.
pub(super) fn addable(
    page: &Page,
    configured: impl Iterator<Item = Provider>,
    ways: &[Way],
) -> Vec<AddableWay> {
    let lead_here = |one: &Provider| ways.iter().any(|way| way.provider == *one);
    let rest = configured.filter(|one| !lead_here(one));
    rest.map(|one| AddableWay {
        provider: one.code(),
        title: provider(page, one).to_owned(),
    })
    .collect()
}

/// A session.
pub(super) fn session_row(page: &Page, session: &ShownSession) -> SessionRow {
    let channel = page.t(match session.channel {
        Channel::Portal => "account.session_portal",
        Channel::Jingtong => "account.session_jingtong",
        Channel::Yikatong => "account.session_yikatong",
    });
    let host = page.t(match session.host {
        Host::Web => "providers.web",
        Host::WeChat => "providers.wechat",
        Host::Alipay => "providers.alipay",
        Host::Baidu => "providers.baidu",
    });
    let by = provider(page, session.provider);
    let at = |key: &str, at| page.w(key, &[("at", &wording::day_time(page, at))]);
    SessionRow {
        name: session.name.clone(),
        is_current: session.is_current,
        title: page.w(
            "account.session_in",
            &[("channel", channel), ("host", host)],
        ),
        facts: vec![
            page.w("account.session_by", &[("provider", by)]),
            at("account.session_began", session.began_at),
            at("account.session_seen", session.seen_at),
            at("account.session_until", session.ends_at),
        ],
    }
}

/// A consent.
pub(super) fn consent_row(page: &Page, given: &ShownConsent) -> ConsentRow {
    let lang = page.lang;
    let text = given.text.as_ref();
    let paragraphs = text.into_iter().flat_map(|text| &text.paragraphs);
    let case = given.case.as_ref();
    let about = case.map(|case| match &case.child_name {
        Some(child) => page.w("account.consent_for", &[("child", child)]),
        None => page.t("account.consent_for_draft").to_owned(),
    });
    let at = wording::day_time(page, given.at);
    let edition = edition(page, &given.version);
    let withdrawn = given.withdrawn_at.map(|at| {
        let at = wording::day_time(page, at);
        page.w("account.consent_back", &[("at", &at)])
    });
    let stops = match given.consent.as_str() {
        "consent.disclaimer" => "account.stops_disclaimer",
        "consent.sensitive_data" => "account.stops_sensitive_data",
        "consent.lookup" => "account.stops_lookup",
        "consent.face" => "account.stops_face",
        // An office may add texts of its own.
        _ => "account.stops_other",
    };
    ConsentRow {
        id: given.id.to_string(),
        title: text.map_or_else(
            || page.t("account.consent_other").to_owned(),
            |text| text.title.get(lang).to_owned(),
        ),
        paragraphs: paragraphs
            .map(|paragraph| paragraph.get(lang).to_owned())
            .collect(),
        about: about.unwrap_or_default(),
        url: case.map_or_else(String::new, |case| addresses::application(case.id)),
        given: page.w(
            "account.consent_given",
            &[("at", &at), ("edition", &edition)],
        ),
        withdrawn: withdrawn.unwrap_or_default(),
        stops: page.t(stops).to_owned(),
    }
}

/// A provider in words.
pub(super) fn provider(page: &Page, provider: Provider) -> &str {
    page.t(match provider {
        Provider::Password => "providers.password",
        Provider::WeChat => "providers.wechat",
        Provider::Alipay => "providers.alipay",
        Provider::Baidu => "providers.baidu",
        Provider::National => "providers.national",
        Provider::Essc => "providers.essc",
    })
}
