const pages = ['home', 'section', 'login', 'mine', 'step', 'application', 'portal_login', 'capture', 'face'];

export default defineAppConfig({
  pages: pages.map((page) => `pages/${page}/index`),
  window: {
    navigationBarTitleText: '',
    navigationBarBackgroundColor: '#ffffff',
    navigationBarTextStyle: 'black',
    backgroundColor: '#f5f7fa',
  },
  ...(process.env.TARO_ENV === 'weapp' && {
    // WeChat asks for its privacy notice before the phone number, the camera and the album.
    __usePrivacyCheck__: true,
    lazyCodeLoading: 'requiredComponents',
  }),
});
