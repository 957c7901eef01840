/** What the build puts in: see `config/index.js`. */
declare const process: { env: { TARO_ENV: 'weapp' | 'alipay' | 'swan' | 'h5'; NODE_ENV: string } };
/** The channel that this bundle is for. */
declare const CHANNEL: 'jingtong' | 'yikatong';
/** Where the service is: scheme and host, empty where the page itself comes from it. */
declare const SERVICE_URL: string;

declare module '*.css';
declare module '@theme';
declare module '*.wxss';
/** A drawing, as an address to show. */
declare module '*.svg' {
  const address: string;
  export default address;
}
