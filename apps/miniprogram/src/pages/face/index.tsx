import { WebView } from '@tarojs/components';
import Taro, { useUnload } from '@tarojs/taro';
import { facePage, leftFacePage } from '@/platform/web_face';

/** The authority's page with the camera, in a host that has no call of its own. It leads back to an address of the service. */
export default function Face() {
  useUnload(leftFacePage);
  const loaded = (event: { detail: { src: string } }) => {
    if (SERVICE_URL && event.detail.src.startsWith(SERVICE_URL)) Taro.navigateBack();
  };
  return <WebView src={facePage()} onLoad={(event) => loaded(event as never)} />;
}
