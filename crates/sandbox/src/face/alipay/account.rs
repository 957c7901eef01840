//! Who may ask, and the keys of both sides.

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

/// Keys of both sides, as PEM.
#[derive(Clone)]
pub struct AlipayKeys {
    /// The app's private key, PKCS#8.
    pub app_private: String,
    /// The app's public key.
    pub app_public: String,
    /// Alipay's private key, PKCS#8.
    pub alipay_private: String,
    /// Alipay's public key.
    pub alipay_public: String,
}

impl AlipayKeys {
    /// Keys made for the sandbox: everybody knows them, and nothing else may be signed with them.
    pub fn made_up() -> Self {
        Self {
            app_private: include_str!("../keys/app.pem").into(),
            app_public: include_str!("../keys/app.public.pem").into(),
            alipay_private: include_str!("../keys/alipay.pem").into(),
            alipay_public: include_str!("../keys/alipay.public.pem").into(),
        }
    }
}
