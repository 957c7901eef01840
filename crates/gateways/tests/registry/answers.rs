//! What answers mean.

use crate::other_end::{OtherEnd, Reply, agent, child, code, data, person, why};
use gateways::GatewayError;
use gateways::registry::{
    Basis, Eligibility, Household, HouseholdMember, IneligibleReason, Kinship, RegisterMatch,
    RegisteredChild, Registry,
};

async fn kinship(reply: Reply) -> Result<Kinship, GatewayError> {
    OtherEnd::start([reply])
        .await
        .client()
        .verify_kinship(&agent(), &child(), &why())
        .await
}

async fn eligibility(json: &str) -> Result<Eligibility, GatewayError> {
    OtherEnd::start([data(json)])
        .await
        .client()
        .eligibility(&child(), &why())
        .await
}

fn is_malformed<T>(outcome: &Result<T, GatewayError>) -> bool {
    matches!(outcome, Err(GatewayError::Malformed { .. }))
}

#[tokio::test]
async fn lists_the_children_and_leaves_out_those_it_cannot_read() {
    let json = r#"{"children":[
        {"name":"张小明","certNo":"110101202008310015","relationCode":"51","basis":"household"},
        {"name":"张小红","certNo":"110101202008310016","relationCode":"51","basis":"household"},
        {"name":"X","certNo":"110101202008310015","relationCode":"51","basis":"household"}]}"#;
    let end = OtherEnd::start([data(json)]).await;
    let children = end.client().children(&agent(), &why()).await.unwrap();
    let expected = RegisteredChild {
        person: child(),
        relation_code: "51".into(),
        basis: Basis::Household,
    };
    assert_eq!(children, [expected]);
}

#[tokio::test]
async fn tells_a_relationship_from_none_and_from_a_wrong_name() {
    let related = |basis| {
        Ok(Kinship::Related {
            relation_code: "52".into(),
            basis,
        })
    };
    for (text, basis) in [
        ("household", Basis::Household),
        ("birth_certificate", Basis::BirthCertificate),
        ("declared", Basis::Declared),
    ] {
        let json = format!(r#"{{"related":true,"relationCode":"52","basis":"{text}"}}"#);
        assert_eq!(kinship(data(&json)).await, related(basis));
    }
    assert_eq!(
        kinship(data(r#"{"related":false}"#)).await,
        Ok(Kinship::Unrelated)
    );
    assert_eq!(kinship(code(200, "3001")).await, Ok(Kinship::Unrelated));
    assert_eq!(kinship(code(200, "3002")).await, Ok(Kinship::Mismatch));
    assert_eq!(
        kinship(code(200, "3009")).await,
        Err(GatewayError::Refused {
            code: "3009".into()
        })
    );
}

#[tokio::test]
async fn a_relationship_without_its_kind_is_malformed() {
    for json in [
        r#"{"related":true}"#,
        r#"{"related":true,"relationCode":"52"}"#,
        r#"{"related":true,"relationCode":"mother","basis":"household"}"#,
        r#"{"related":true,"relationCode":"52","basis":"rumour"}"#,
        r#"{"relationCode":"52","basis":"household"}"#,
    ] {
        assert!(is_malformed(&kinship(data(json)).await), "{json}");
    }
}

#[tokio::test]
async fn reads_what_the_population_register_says() {
    for (text, expected) in [
        ("match", RegisterMatch::Match),
        ("mismatch", RegisterMatch::Mismatch),
        ("not_found", RegisterMatch::NotFound),
        ("cancelled", RegisterMatch::Cancelled),
    ] {
        let end = OtherEnd::start([data(&format!(r#"{{"result":"{text}"}}"#))]).await;
        assert_eq!(
            end.client().verify_population(&child(), &why()).await,
            Ok(expected)
        );
    }
    let end = OtherEnd::start([data(r#"{"result":"perhaps"}"#)]).await;
    assert!(is_malformed(
        &end.client().verify_population(&child(), &why()).await
    ));
}

#[tokio::test]
async fn reads_why_a_card_may_not_be_applied_for() {
    let may = eligibility(r#"{"eligible":true,"reasons":[],"cardState":"none"}"#)
        .await
        .unwrap();
    assert_eq!(
        may,
        Eligibility {
            eligible: true,
            reasons: vec![],
            card_state: None
        }
    );
    let json =
        r#"{"eligible":false,"reasons":["not_insured","card_held","moved"],"cardState":"active"}"#;
    let may_not = eligibility(json).await.unwrap();
    let reasons = vec![
        IneligibleReason::NotInsured,
        IneligibleReason::CardHeld,
        IneligibleReason::Other("moved".into()),
    ];
    assert_eq!(
        may_not,
        Eligibility {
            eligible: false,
            reasons,
            card_state: Some("active".into())
        }
    );
}

#[tokio::test]
async fn an_answer_that_contradicts_itself_decides_nothing() {
    for json in [
        r#"{"eligible":true,"reasons":["card_held"]}"#,
        r#"{"eligible":false,"reasons":[]}"#,
    ] {
        assert!(is_malformed(&eligibility(json).await), "{json}");
    }
}

#[tokio::test]
async fn reads_a_household() {
    let json = r#"{"householder":false,"bookletNumber":"110101001","members":[
        {"name":"张三","certNo":"11010519491231002X","relationCode":"02"},
        {"name":"张小明","certNo":"110101202008310015","relationCode":"41"}]}"#;
    let end = OtherEnd::start([data(json), code(404, "3001")]).await;
    let client = end.client();
    let household = client.household(&child().id_number, &why()).await.unwrap();
    let member = |person, code: &str| HouseholdMember {
        person,
        relation_code: code.into(),
    };
    let expected = Household {
        is_householder: false,
        booklet_number: Some("110101001".into()),
        members: vec![member(agent(), "02"), member(child(), "41")],
    };
    assert_eq!(household, Some(expected));
    assert_eq!(client.household(&child().id_number, &why()).await, Ok(None));
}

#[test]
fn people_and_households_are_not_printed() {
    let person = person("欧阳小明", "110101202008310015");
    let household = Household {
        is_householder: true,
        booklet_number: Some("110101001".into()),
        members: vec![HouseholdMember {
            person: person.clone(),
            relation_code: "20".into(),
        }],
    };
    let printed = format!("{person:?} {household:?}");
    for part in ["小明", "20200831", "110101001"] {
        assert!(!printed.contains(part), "{printed}");
    }
}
