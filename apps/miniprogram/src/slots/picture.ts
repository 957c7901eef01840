import { useEffect, useState } from 'react';
import { getPicture } from '@/api/applications';
import { dataAddress } from '@/api/base64';

/** An uploaded picture as an address to show; `null` until it is there. `since` names which upload. */
export function usePicture(
  application: string,
  material: string,
  since: string | null | undefined,
  isSmall: boolean,
): string | null {
  const [shown, setShown] = useState<{ since: string; address: string } | null>(null);
  useEffect(() => {
    if (!since) return;
    let isCurrent = true;
    getPicture(application, material, isSmall).then((answer) => {
      if (isCurrent && answer.kind === 'ok') setShown({ since, address: dataAddress(answer.value) });
    });
    return () => {
      isCurrent = false;
    };
  }, [application, material, since, isSmall]);
  return shown && shown.since === since ? shown.address : null;
}
