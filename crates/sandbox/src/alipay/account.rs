//! Who may ask, and the keys of both sides.

use crate::apps::Channel;

/// One app, as made for whom the sandbox lets in.
#[derive(Clone)]
pub struct AlipayAccount {
    /// The app id.
    pub app_id: String,
    /// Both sides' keys.
    pub keys: AlipayKeys,
    /// Where the page with the camera is: `?certify_id=` is put behind it.
    pub page_url: String,
}

/// Keys of both sides. Each app has its own, Alipay's side included.
#[derive(Clone)]
pub struct AlipayKeys {
    /// The app's private key, PKCS#8 in PEM.
    pub app_private: String,
    /// The app's public key, in PEM.
    pub app_public: String,
    /// Alipay's private key, PKCS#8 in PEM.
    pub alipay_private: String,
    /// Alipay's public key, in PEM.
    pub alipay_public: String,
    /// What Alipay encrypts to the app with: 16 bytes in base64.
    pub encrypt_key: String,
}

/// The four keys of a channel's app.
macro_rules! keys_of {
    ($channel:literal, $encrypt_key:literal) => {
        AlipayKeys {
            app_private: include_str!(concat!("keys/app.", $channel, ".pem")).into(),
            app_public: include_str!(concat!("keys/app.", $channel, ".public.pem")).into(),
            alipay_private: include_str!(concat!("keys/alipay.", $channel, ".pem")).into(),
            alipay_public: include_str!(concat!("keys/alipay.", $channel, ".public.pem")).into(),
            encrypt_key: $encrypt_key.into(),
        }
    };
}

impl AlipayKeys {
    /// Keys made for the sandbox: everybody knows them, and nothing else may be signed with them.
    pub fn made_up() -> Self {
        Self::made_up_for(Channel::Portal)
    }

    /// The same for a channel's app.
    pub fn made_up_for(channel: Channel) -> Self {
        match channel {
            Channel::Portal => keys_of!("portal", "c2FuZGJveC1wb3J0YWwtMQ=="),
            Channel::Jingtong => keys_of!("jingtong", "c2FuZGJveC1qaW5ndG9uZw=="),
            Channel::Yikatong => keys_of!("yikatong", "c2FuZGJveC15aWthdG9uZw=="),
        }
    }
}
