//! A platform whose interface is agreed with it: how it speaks, and which of its fields say what.

use gateways::Settings;
use gateways::login::{
    Assurance, BeijingSettings, ClientAuthentication, FieldMap, OauthSettings, OidcSettings, ToldIn,
};

/// A platform whose interface is agreed with it.
#[derive(Clone, Debug)]
pub enum Federated {
    /// There is none.
    None,
    /// It speaks OAuth 2.0.
    Oauth(Box<OauthSettings>),
    /// It is an issuer of `OpenID` Connect.
    Oidc(Box<OidcSettings>),
    /// It speaks as Beijing's unified identity.
    Beijing(Box<BeijingSettings>),
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    None,
    Oauth,
    Oidc,
    Beijing,
}

#[derive(Clone, Copy)]
pub(super) enum Way {
    Form,
    Header,
    Statement,
}

/// What is agreed with a platform.
pub(super) struct Agreed {
    pub(super) page_url: String,
    pub(super) token_path: String,
    pub(super) scope: String,
    pub(super) authentication: Way,
    pub(super) key_id: Option<String>,
    pub(super) pkce: bool,
    pub(super) in_id_token: bool,
    pub(super) user_info_path: String,
    pub(super) issuer: String,
    pub(super) keys_path: String,
    pub(super) further_origins: Vec<String>,
    pub(super) refused_codes: Vec<String>,
    pub(super) accepted: Vec<String>,
    pub(super) fields: FieldMap,
    pub(super) assurance: String,
}

impl Agreed {
    pub(super) fn federated(self, kind: Kind, access: Settings) -> Federated {
        let authentication = match self.authentication {
            Way::Form => ClientAuthentication::SecretInForm,
            Way::Header => ClientAuthentication::SecretInHeader,
            Way::Statement => ClientAuthentication::SignedStatement {
                key_id: self.key_id,
            },
        };
        let fields = FieldMap {
            assurance: some(self.assurance).map(|field| Assurance {
                field,
                accepted: self.accepted.clone(),
            }),
            ..self.fields
        };
        match kind {
            Kind::None => Federated::None,
            Kind::Oauth => Federated::Oauth(Box::new(OauthSettings {
                access,
                page_url: self.page_url,
                token_path: self.token_path,
                scope: self.scope,
                authentication,
                pkce: self.pkce,
                told_in: if self.in_id_token {
                    ToldIn::IdToken {
                        issuer: self.issuer,
                        keys_path: self.keys_path,
                    }
                } else {
                    ToldIn::UserInfo {
                        path: self.user_info_path,
                    }
                },
                fields,
            })),
            Kind::Oidc => Federated::Oidc(Box::new(OidcSettings {
                access,
                further_origins: self.further_origins,
                scope: self.scope,
                authentication,
                user_info: !self.in_id_token,
                fields,
            })),
            Kind::Beijing => {
                let codes = self.refused_codes.iter();
                Federated::Beijing(Box::new(BeijingSettings {
                    access,
                    page_url: self.page_url,
                    accepted_levels: self.accepted,
                    refused_codes: codes.filter_map(|code| code.parse().ok()).collect(),
                }))
            }
        }
    }
}

/// A text that is there.
pub(super) fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
