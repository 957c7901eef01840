// The camera of the machine that shows the preview: what it sees, and a shutter.

import { useEffect, useRef, useState } from 'react';
import { useWords } from '@/words';

/** As much as it can, up to what a telephone takes of a paper. */
const WANTED = { facingMode: 'environment', width: { ideal: 2560 }, height: { ideal: 1920 } };
const QUALITY = 0.92;

/** Whether a browser lets its pages ask for a camera at all. */
export function hasCamera(): boolean {
  return navigator.mediaDevices?.getUserMedia !== undefined;
}

export function Viewfinder({ onShot }: { onShot: (picture: File) => void }) {
  const words = useWords();
  const seen = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'starts' | 'sees' | 'refused'>('starts');
  useEffect(() => {
    let stream: MediaStream | undefined;
    let isOver = false;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    navigator.mediaDevices.getUserMedia({ video: WANTED }).then(
      (opened) => {
        stream = opened;
        if (isOver) stop();
        else if (seen.current) seen.current.srcObject = opened;
      },
      () => setState('refused'),
    );
    return () => {
      isOver = true;
      stop();
    };
  }, []);
  const shoot = () => {
    const video = seen.current;
    if (!video) return;
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    const take = (made: Blob | null) => made && onShot(new File([made], 'photo.jpg', { type: made.type }));
    canvas.toBlob(take, 'image/jpeg', QUALITY);
  };
  if (state === 'refused') return <p role="alert">{words('preview.no_camera')}</p>;
  return (
    <>
      <video
        ref={seen}
        className="native-sight"
        aria-label={words('preview.sight')}
        autoPlay
        muted
        playsInline
        onPlaying={() => setState('sees')}
      />
      <button type="button" id="native-shutter" className="native-button native-main" disabled={state !== 'sees'} onClick={shoot}>
        {words('preview.shutter')}
      </button>
    </>
  );
}
