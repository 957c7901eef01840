// Style sheets speak as mini-programs do: `rpx`, of which a phone's width has 750, and `page`. A browser knows neither.

const RPX = /(-?\d*\.?\d+)rpx\b/g;

const inBrowser = () => ({
  postcssPlugin: 'in-browser',
  Declaration(declaration) {
    if (declaration.value.includes('rpx'))
      declaration.value = declaration.value.replace(RPX, (_, number) => `${Number(number) / 2}px`);
  },
  Rule(rule) {
    if (rule.selector === 'page') rule.selector = ':root';
  },
});
inBrowser.postcss = true;

module.exports = inBrowser;
