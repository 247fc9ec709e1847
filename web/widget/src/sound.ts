/** Two short tones, made here: no file to load. */
const KEY = "warmline muted";

export function isMuted(): boolean {
  try {
    return localStorage.getItem(KEY) === "1";
  } catch {
    return false;
  }
}

export function setMuted(muted: boolean): void {
  try {
    localStorage.setItem(KEY, muted ? "1" : "0");
  } catch {
    // It holds for this page then.
  }
}

let context: AudioContext | null = null;

/** Browsers let a page sound only once somebody has touched it; before that nothing is heard, and nothing breaks. */
export function ring(): void {
  if (isMuted() || !navigator.userActivation?.hasBeenActive) return;
  context ??= new AudioContext();
  const from = context.currentTime;
  [660, 880].forEach((pitch, n) => {
    if (!context) return;
    const tone = new OscillatorNode(context, { frequency: pitch });
    const volume = new GainNode(context, { gain: 0.06 });
    volume.gain.setTargetAtTime(0, from + n * 0.12 + 0.08, 0.05);
    tone.connect(volume).connect(context.destination);
    tone.start(from + n * 0.12);
    tone.stop(from + n * 0.12 + 0.3);
  });
}
