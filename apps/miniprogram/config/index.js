// How Taro builds the app. Which channel, for which host, and where the service is are decided here, once for a bundle.

const path = require('node:path');

const CHANNELS = ['jingtong', 'yikatong'];
const channel = process.env.CHANNEL;
if (!CHANNELS.includes(channel)) throw new Error(`CHANNEL is one of ${CHANNELS.join(', ')}, not ${channel}`);
const isPreview = process.env.TARO_ENV === 'h5';
// A preview comes from the service itself; a mini-program names it, and the platform lets it talk to no other.
const service = isPreview ? '' : (process.env.SERVICE_URL ?? 'https://daiban.example');
/** Drawings are part of the code, so that none has to be fetched. */
const INSIDE = { limit: false };
const root = path.resolve(__dirname, '..');

module.exports = {
  projectName: 'daiban',
  date: '2026-12-1',
  designWidth: 750,
  deviceRatio: { 750: 1 },
  sourceRoot: 'src',
  outputRoot: `dist/${channel}-${process.env.TARO_ENV}`,
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  plugins: [],
  alias: {
    '@': path.join(root, 'src'),
    '@theme': path.join(root, 'src/themes', `${channel}.css`),
    // The portal's own, one set for all channels.
    '@drawings': path.resolve(root, '../../crates/portal/assets/drawings'),
  },
  defineConstants: { CHANNEL: JSON.stringify(channel), SERVICE_URL: JSON.stringify(service) },
  mini: {
    // No bundle carries a map of its sources.
    enableSourceMap: false,
    imageUrlLoaderOption: INSIDE,
    postcss: { pxtransform: { enable: false } },
  },
  h5: {
    publicPath: `/sandbox/app/${channel}/`,
    enableSourceMap: false,
    imageUrlLoaderOption: INSIDE,
    useHtmlComponents: true,
    router: { mode: 'hash' },
    output: { filename: 'js/[name].js', chunkFilename: 'js/[name].js' },
    miniCssExtractPluginOption: { filename: 'css/[name].css', chunkFilename: 'css/[name].css' },
    postcss: { pxtransform: { enable: false }, './config/rpx.js': { enable: true, config: {} } },
    webpackChain: (chain, webpack) => {
      // Real buttons and fields instead of custom elements, and no style put in by a script: the service's pages allow none.
      const preview = path.join(root, 'src/preview');
      const sheet = path.join(root, 'src/style/preview.css');
      chain.resolve.alias
        .set('@tarojs/components$', path.join(preview, 'elements.ts'))
        .set('@tarojs/router$', path.join(root, 'node_modules/@tarojs/router/dist/index.js'))
        .set('@tarojs/components/global.css$', sheet)
        .set('@tarojs/components-react/dist/index.css$', sheet);
      chain
        .plugin('styles')
        .use(webpack.NormalModuleReplacementPlugin, [
          /router\/dist\/style\.js$|^\.\.?\/style\.js$/,
          path.join(preview, 'router_style.js'),
        ])
        .end()
        .plugin('dialogues')
        .use(webpack.NormalModuleReplacementPlugin, [/\/interaction\/index\.js$/, path.join(preview, 'dialogues.js')])
        .end()
        .plugin('sheet')
        .use(webpack.NormalModuleReplacementPlugin, [/taro-components\.css$/, sheet]);
    },
  },
};
