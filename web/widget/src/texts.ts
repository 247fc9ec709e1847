/** All that the widget says, in English. Other languages have a file each, which is loaded where it is needed. */
export const en = {
  close: "Close the chat",
  start: "Start chat",
  optional: "optional",
  required: "{label} is required.",
  notMail: "This is no e-mail address.",
  notPhone: "This is no telephone number.",
  haveCode: "Go on with a chat from another device",
  messages: "Messages",
  yourMessage: "Your message",
  write: "Write a message",
  send: "Send",
  attach: "Attach files",
  drop: "Drop files here",
  remove: "Remove {name}",
  tooLong: "That is too long to send. Please make it shorter.",
  tooLarge: "{name} is too large; files may have up to {size}.",
  badType: "Files such as {name} are not taken.",
  notSent: "{name} could not be sent.",
  you: "You",
  us: "Us",
  sending: "Sending …",
  sent: "Sent",
  delivered: "Delivered",
  read: "Read",
  refused: "Not sent: {why}",
  again: "Try again",
  notKept: "not kept",
  today: "Today",
  yesterday: "Yesterday",
  typing: "{name} is typing …",
  somebody: "Somebody",
  joined: "{name} is with you now.",
  with: "{name} is with you",
  connected: "You are connected",
  idle: "Write to us",
  waiting: "You are waiting for a person",
  place: "You are number {n} in line",
  about1: "about a minute",
  about: "about {n} minutes",
  ended: "The chat has ended",
  endedHint: "Write again to begin a new one.",
  call: "We will call you",
  away: "Nobody is here just now.",
  awayUntil: "We are back: {when}.",
  awayHint: "Leave a message, and we answer when we are back.",
  connecting: "Connecting …",
  offline: "No connection. What you write is kept, and sent when it is back.",
  gone: "This chat is closed.",
  rather: "Rather not wait?",
  byEmail: "Go on by e-mail",
  byPhone: "Be called back",
  menu: "More",
  transcript: "Mail me this chat",
  device: "Go on elsewhere",
  mute: "Sound off",
  unmute: "Sound on",
  end: "End chat",
  endAsk: "End this chat?",
  endYes: "End it",
  back: "Back",
  email: "Your e-mail address",
  phone: "Your telephone number, with its country code",
  go: "Go on",
  mailHint: "We answer at this address, and you need not repeat anything. You can close this page.",
  transcriptHint: "The whole chat is mailed to you. Answer the mail to write to us again.",
  phoneHint: "You keep your place in line. You can close this page.",
  sentTo: "It is on its way to {address}.",
  goesByMail: "We go on by e-mail, at {address}. You can close this page.",
  goesByPhone: "We will call {number} when it is your turn. You can close this page.",
  deviceHint: "Open or type this on the other device. It works once, for ten minutes.",
  deviceCode: "Code",
  deviceLink: "Link",
  copy: "Copy the link",
  copied: "Copied",
  codeHint: "Type the code that the other device shows.",
  code: "Code",
  rate: "How was it?",
  rate1: "Very bad",
  rate2: "Bad",
  rate3: "So so",
  rate4: "Good",
  rate5: "Very good",
  comment: "Would you tell us why?",
  rateSend: "Tell us",
  rateThanks: "Thank you.",
  rateChange: "Change it",
  fresh: "New chat",
  problem: "That did not work. Please try again.",
  errCode: "This code is not known, or no longer. Get another on the first device.",
  errMany: "That was too often. Please try again later.",
  errWaits: "You are in line to be called already.",
  errEmpty: "Please write to us first.",
};

export type Texts = typeof en;
export type Key = keyof Texts;
export type Say = (key: Key, values?: Record<string, string | number>) => string;

export function speaker(texts: Texts): Say {
  return (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** Languages that have a file of their own. */
const OTHERS = ["de"];

// Named apart, or the build takes it for a file of its own.
const HERE = import.meta.url;

/** The language as the person has it, for dates and times: `en-GB` rather than `en`. */
export function locale(language: string): string {
  return navigator.languages.find((each) => each.toLowerCase().startsWith(language)) ?? language;
}

/** The texts of the first of these languages that we speak, and its name. */
export async function speak(wanted: readonly string[]): Promise<{ texts: Texts; language: string }> {
  for (const each of wanted) {
    const language = each.toLowerCase().split("-")[0] ?? "";
    if (language === "en") break;
    if (!OTHERS.includes(language)) continue;
    const address = new URL(`widget.${language}.js`, HERE).href;
    const loaded = await import(/* @vite-ignore */ address).catch(() => null);
    if (loaded) return { texts: { ...en, ...loaded.default }, language };
  }
  return { texts: en, language: "en" };
}
