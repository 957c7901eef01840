// All hosts take ES5 at the least: what they run on is a browser of unknown age.
module.exports = {
  presets: [['taro', { framework: 'react', ts: true, compiler: 'webpack5', targets: { android: '4.4', ios: '9' } }]],
};
