import { useRef, useState } from 'react';

/** Runs one thing at a time: what is tapped while it runs does nothing. */
export function useBusy(): [boolean, (work: () => Promise<void>) => Promise<void>] {
  const running = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const run = async (work: () => Promise<void>) => {
    // A state would be seen only at the next drawing; two taps come faster.
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await work();
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return [isBusy, run];
}
