// The code that logs in: leads on as soon as the telephone has decided.

const AGAIN_MS = 3000;
/** Nobody waits longer for the next page; whoever stopped it is still here. */
const LEAVING_MS = 20_000;

/** @param {HTMLElement} watched names the stream and the look */
export function watchQr({ dataset: { watch, lookUrl } }) {
  const look = () => location.replace(lookUrl);
  const listen = () => {
    const stream = new EventSource(watch);
    stream.addEventListener("decided", () => {
      stream.close();
      look();
    });
    stream.onerror = () => {
      // Refused or cut off for good, since too many listen: the look itself says the same, more slowly.
      if (stream.readyState === EventSource.CLOSED) setTimeout(look, AGAIN_MS);
    };
    // A new code ends this one before its page is here: the look would take the place of that page.
    const leave = () => {
      stream.close();
      setTimeout(listen, LEAVING_MS);
    };
    addEventListener("beforeunload", leave, { once: true });
  };
  listen();
}
