//! Every page is rendered from its samples in every language, and no word is missing.

use std::collections::BTreeSet;

use askama::Template;
use domain::lang::Lang;
use portal::pages::account::{Account, ChangePassword};
use portal::pages::agreement::Agreement;
use portal::pages::application::Application;
use portal::pages::applications::Applications;
use portal::pages::capture::{Capture, CaptureDone, CapturePart};
use portal::pages::checklist::{ChecklistQuestion, ChecklistResult};
use portal::pages::crop::Crop;
use portal::pages::glossary::Glossary;
use portal::pages::help::Help;
use portal::pages::home::Home;
use portal::pages::layout::Layout;
use portal::pages::login::Login;
use portal::pages::notice::Notice;
use portal::pages::phone::{Handover, Phone, PhonePart};
use portal::pages::privacy::Privacy;
use portal::pages::prove_phone::ProvePhone;
use portal::pages::qr_login::{OpenOnPhone, QrLogin};
use portal::pages::real_name::RealName;
use portal::pages::receipt::Receipt;
use portal::pages::recover::Recover;
use portal::pages::refusal::Refusal;
use portal::pages::register::{Register, Registered};
use portal::pages::relationship::Relationship;
use portal::pages::review::Review;
use portal::pages::service::Service;
use portal::pages::slot::{Slot, SlotPart};
use portal::pages::stale::Stale;
use portal::pages::step::Step;
use web::i18n::Locales;

use super::components::Components;
use super::page::{
    Authorise, Drawn, Face, Families, Messages, Platforms, PlayedPhone, PreviewMissing,
};

/// Every page as `(name, html)`.
fn pages(layout: &Layout) -> Vec<(&'static str, String)> {
    let html = |page: &dyn askama::DynTemplate| page.dyn_render().expect("a sample renders");
    vec![
        ("home", html(&Home::sample(layout))),
        ("service", html(&Service::sample(layout, false))),
        ("service_draft", html(&Service::sample(layout, true))),
        (
            "checklist_question",
            html(&ChecklistQuestion::sample(layout)),
        ),
        ("checklist", html(&ChecklistResult::sample(layout))),
        ("help", html(&Help::sample(layout))),
        ("glossary", html(&Glossary::sample(layout))),
        ("account", html(&Account::sample(layout, 2))),
        ("account_alone", html(&Account::sample(layout, 0))),
        ("password", html(&ChangePassword::sample(layout))),
        (
            "password_refused",
            html(&ChangePassword::sample_refused(layout)),
        ),
        ("login", html(&Login::sample(layout, false))),
        ("login_wrong", html(&Login::sample(layout, true))),
        ("login_ways", html(&Login::sample_ways(layout, true))),
        ("login_other", html(&Login::sample_ways(layout, false))),
        ("qr_login", html(&QrLogin::sample(layout, false))),
        ("qr_login_early", html(&QrLogin::sample(layout, true))),
        ("open_on_phone", html(&OpenOnPhone::sample(layout))),
        ("prove_phone", html(&ProvePhone::sample(layout, false))),
        ("prove_phone_sent", html(&ProvePhone::sample(layout, true))),
        ("real_name", html(&RealName::sample(layout, false))),
        ("real_name_known", html(&RealName::sample(layout, true))),
        ("register", html(&Register::sample(layout, false))),
        ("register_sent", html(&Register::sample(layout, true))),
        ("registered", html(&Registered::sample(layout))),
        ("recover", html(&Recover::sample(layout, false))),
        ("recover_sent", html(&Recover::sample(layout, true))),
        ("step", html(&Step::sample_questions(layout, false))),
        ("step_wrong", html(&Step::sample_questions(layout, true))),
        ("step_documents", html(&Step::sample_documents(layout))),
        ("agreement", html(&Agreement::sample(layout))),
        ("relationship", html(&Relationship::sample(layout))),
        ("review", html(&Review::sample(layout))),
        ("receipt", html(&Receipt::sample(layout, true))),
        ("receipt_unverified", html(&Receipt::sample(layout, false))),
        ("applications", html(&Applications::sample(layout, true))),
        (
            "applications_empty",
            html(&Applications::sample(layout, false)),
        ),
        ("application", html(&Application::sample(layout))),
        ("refusal", html(&Refusal::sample(layout))),
        ("notice", html(&Notice::sample(layout, false))),
        ("notice_kept", html(&Notice::sample(layout, true))),
        ("stale", html(&Stale::sample(layout))),
        ("crop", html(&Crop::sample(layout, false))),
        ("crop_stale", html(&Crop::sample(layout, true))),
        ("phone", html(&Phone::sample(layout, false))),
        ("phone_received", html(&Phone::sample(layout, true))),
        ("capture", html(&Capture::sample(layout, false))),
        ("capture_wrong", html(&Capture::sample(layout, true))),
        ("capture_done", html(&CaptureDone::sample(layout))),
        ("privacy", html(&Privacy::sample(layout))),
        ("families", html(&Families::sample(layout, false))),
        ("family", html(&Families::sample(layout, true))),
        ("drawn", html(&Drawn::sample(layout))),
        ("messages", html(&Messages::sample(layout))),
        ("sandbox_authorise", html(&Authorise::sample(layout))),
        ("sandbox_phone", html(&PlayedPhone::sample(layout, false))),
        (
            "sandbox_phone_over",
            html(&PlayedPhone::sample(layout, true)),
        ),
        ("sandbox_platforms", html(&Platforms::sample(layout))),
        ("preview_missing", html(&PreviewMissing::sample(layout))),
        ("sandbox_face", html(&Face::sample(layout))),
        ("components", html(&Components::sample(layout))),
    ]
}

fn locales() -> Locales {
    let zh = include_str!("../../../locales/zh-CN.toml");
    let en = include_str!("../../../locales/en.toml");
    Locales::load(zh, en).expect("the words load")
}

/// Calls `look` with every page in every language, in normal and in large type.
fn each_page(look: impl Fn(&str, &str, &str)) {
    let locales = locales();
    for lang in Lang::ALL {
        for care in [false, true] {
            let texts = locales.texts(lang).in_simple_words(care);
            let mut layout = Layout::sample(texts, lang.tag());
            layout.care = care;
            for (name, html) in pages(&layout) {
                look(lang.tag(), name, &html);
            }
        }
    }
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    let opening = format!(" {attribute}=\"");
    html.match_indices(&opening)
        .map(|(at, found)| at + found.len())
        .collect::<Vec<_>>()
        .into_iter()
        .filter_map(|from| html[from..].split('"').next())
}

#[test]
fn every_page_renders_in_every_language_without_a_missing_word() {
    let locales = locales();
    each_page(|lang, name, html| {
        let texts: BTreeSet<&str> = html
            .split('>')
            .filter_map(|rest| Some(rest.split_once('<')?.0))
            .collect();
        for key in locales.keys() {
            assert!(!texts.contains(key), "{lang} {name}: {key} has no words");
        }
        assert!(
            !html.contains("{at}") && !html.contains("{time}"),
            "{lang} {name}: a placeholder is open"
        );
    });
}

#[test]
fn ids_are_unique_and_what_names_one_finds_it() {
    each_page(|lang, name, html| {
        let ids: Vec<&str> = values(html, "id").collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{lang} {name}: an id stands twice");
        for attribute in [
            "aria-labelledby",
            "aria-describedby",
            "for",
            "data-live-for",
        ] {
            for wanted in values(html, attribute).flat_map(str::split_whitespace) {
                assert!(
                    unique.contains(wanted),
                    "{lang} {name}: {attribute} names {wanted}, which is not there"
                );
            }
        }
        for anchor in values(html, "href").filter_map(|href| href.strip_prefix('#')) {
            assert!(
                unique.contains(anchor),
                "{lang} {name}: a link leads to #{anchor}, which is not there"
            );
        }
    });
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    each_page(|lang, name, html| {
        // A map opens where the parent follows a link to it; the page itself loads nothing from there.
        let html = &html.replace("href=\"https://uri.amap.com/search", "href=\"");
        for forbidden in [
            "<style",
            " style=\"",
            " onclick=",
            "javascript:",
            "http://",
            "https://",
            "//cdn",
        ] {
            assert!(
                !html.contains(forbidden),
                "{lang} {name}: {forbidden} is not allowed by the page's policy"
            );
        }
        let scripts = html.matches("<script").count();
        assert_eq!(
            scripts,
            html.matches("<script src=\"/assets/").count(),
            "{lang} {name}: a script is inline"
        );
    });
}

#[test]
fn every_form_that_posts_carries_the_token() {
    each_page(|lang, name, html| {
        // A phone's form needs none: its address is its right.
        let needs_none = name.starts_with("capture");
        for form in html.split("<form").skip(1).filter(|_| !needs_none) {
            let form = form.split("</form>").next().unwrap_or_default();
            assert!(
                form.contains("name=\"csrf\""),
                "{lang} {name}: a form without its token"
            );
        }
    });
}

#[test]
fn the_hooks_of_the_contract_stand() {
    each_page(|lang, name, html| {
        let hooks: &[&str] = match name {
            "service" => &["data-start"],
            "checklist_question" => &["data-question=\"who\"", "data-reply"],
            "checklist" => &["data-start", "data-paper=\"birth_certificate\""],
            "account" => &[
                "data-others=\"2\"",
                "action=\"/account/end-others\"",
                "data-session-row=\"current\"",
                "data-session-row=\"other\"",
                "data-way=\"wechat\"",
                "data-proof=\"phone\"",
                "data-consent=\"now\"",
                "data-alert=\"password_closed\"",
                "action=\"/account/alert\"",
            ],
            "service_draft" => &["data-start", "data-continue"],
            "step" | "agreement" | "relationship" | "review" => {
                &["data-step=\"", "data-primary", "data-state=\"draft\""]
            }
            "step_wrong" => &[
                "data-problem=\"id_length\" data-field=\"child.id_number\"",
                "role=\"alert\"",
            ],
            "step_documents" => &[
                "data-problem=\"missing\" data-field=\"birth_certificate\"",
                "data-present",
                "name=\"agent_id_emblem\"",
            ],
            "receipt" => &[
                "data-receipt=\"",
                "data-relationship=\"verified\"",
                "data-state=\"submitted\"",
            ],
            "receipt_unverified" => &["data-relationship=\"unverified\""],
            "sandbox_platforms" => &["data-platform=\"wechat\" data-fault=\"late\""],
            "refusal" => &["data-refusal=\"child_age\""],
            "crop" => &["data-crop", "data-primary", "data-state=\"draft\""],
            "stale" | "crop_stale" => &["data-refusal=\"stale\""],
            "phone" => &["data-handover=\"open\"", "data-address=\""],
            "phone_received" => &["data-handover=\"received\""],
            "capture" => &["data-capture=\"open\"", "name=\"agent_id_emblem\""],
            "capture_wrong" => &["data-problem=\"", "data-capture=\"open\""],
            "capture_done" => &["data-capture=\"done\""],
            "login_ways" => &[
                "data-login=\"qr\"",
                "data-login=\"wechat\"",
                "data-login-problem=\"refused\"",
            ],
            "qr_login" => &[
                "data-qr=\"sample\"",
                "data-digits",
                "data-look",
                "data-watch=\"",
            ],
            "login" => &[
                "name=\"login\"",
                "name=\"password\"",
                "name=\"picture_code\"",
                "name=\"challenge\"",
            ],
            "prove_phone" => &["data-prove=\"phone\"", "data-send-code", "name=\"mobile\""],
            "prove_phone_sent" => &[
                "data-send-code",
                "name=\"picture_code\"",
                "data-prove>",
                "name=\"sms_code\"",
                "data-problem=\"code_wrong\" data-field=\"sms_code\"",
            ],
            "register" => &["data-send-code", "name=\"mobile\""],
            "register_sent" => &[
                "name=\"mobile\"",
                "name=\"sms_code\"",
                "name=\"login\"",
                "name=\"password\"",
            ],
            "recover" => &["data-send-code", "name=\"login\""],
            "recover_sent" => &[
                "name=\"login\"",
                "name=\"sms_code\"",
                "name=\"name\"",
                "name=\"id_number\"",
                "name=\"password\"",
            ],
            _ => &[],
        };
        for hook in hooks {
            assert!(html.contains(hook), "{lang} {name}: {hook} is missing");
        }
        assert_eq!(html.matches("<main").count(), 1, "{lang} {name}");
        assert_eq!(html.matches("<h1").count(), 1, "{lang} {name}");
        assert!(html.matches("data-step=\"").count() <= 1, "{lang} {name}");
        assert!(
            html.contains("sandbox-banner"),
            "{lang} {name}: the sandbox is not named"
        );
    });
}

#[test]
fn a_slot_alone_is_what_script_puts_in_place_of_the_old_one() {
    let layout = Layout::sample(locales().texts(Lang::Zh), "zh-CN");
    let part = SlotPart {
        slot: Slot::sample_filled(&layout),
        page: layout,
    }
    .render()
    .expect("a sample renders");
    assert!(part.trim_start().starts_with("<section"));
    assert!(part.contains("data-slot=\"agent_id_portrait\"") && part.contains("data-present"));
}

#[test]
fn what_script_puts_into_a_page_is_one_element() {
    let layout = Layout::sample(locales().texts(Lang::En), "en");
    let dialog = PhonePart {
        handover: Handover::sample(&layout, false),
        page: layout.clone(),
    };
    let dialog = dialog.render().expect("a sample renders");
    assert!(dialog.trim_start().starts_with("<dialog"));
    assert!(dialog.contains("data-changes=\"") && dialog.contains("data-close"));
    let capture = Capture::sample(&layout, true);
    let part = CapturePart {
        page: capture.page,
        slot: capture.slot,
    };
    let part = part.render().expect("a sample renders");
    assert!(part.trim_start().starts_with("<section") && part.contains("data-problem"));
}
