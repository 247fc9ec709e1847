import { preferences } from "../../lib/preferences";

const RING_EVERY_MS = 3000;
const NOTES_HZ = [660, 880];
const NOTE_SECONDS = 0.16;

/** Ring until the returned function is called. Of several tabs only one is heard. */
export function ring(offerId: string): () => void {
  let stopped = false;
  let stop = () => {
    stopped = true;
  };
  if (!preferences().sound || !("locks" in navigator)) return stop;
  void navigator.locks.request(`warmline-ring-${offerId}`, { ifAvailable: true }, async (lock) => {
    if (!lock || stopped) return;
    await new Promise<void>((done) => {
      beep();
      const timer = setInterval(beep, RING_EVERY_MS);
      stop = () => {
        clearInterval(timer);
        done();
      };
    });
  });
  return () => stop();
}

function beep(): void {
  const sound = new AudioContext();
  NOTES_HZ.forEach((hertz, place) => {
    const note = sound.createOscillator();
    const loudness = sound.createGain();
    const from = sound.currentTime + place * NOTE_SECONDS;
    note.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.12, from);
    loudness.gain.exponentialRampToValueAtTime(0.001, from + NOTE_SECONDS);
    note.connect(loudness).connect(sound.destination);
    note.start(from);
    note.stop(from + NOTE_SECONDS);
  });
  setTimeout(() => void sound.close(), 1000);
}

/** A notification of the desktop, where it is wanted and the page is not in front. It goes when the function is called. */
export function notify(title: string, body: string): (() => void) | undefined {
  const wanted = preferences().notifications && "Notification" in window && Notification.permission === "granted";
  if (!wanted || document.visibilityState === "visible") return undefined;
  try {
    const shown = new Notification(title, { body, tag: title, icon: "/favicon.svg" });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
    return () => shown.close();
  } catch {
    // Browsers of telephones let only service workers show one.
    return undefined;
  }
}
