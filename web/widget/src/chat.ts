/** The shapes of the protocol's client. There is one client, which sites with a face of their own load too. */
import "../../../src/warmline/connectors/webchat/assets/client.js";

export interface Field {
  name: string;
  label: string;
  type: "text" | "email" | "tel";
  required: boolean;
}

export interface About {
  name: string;
  greeting: string;
  pre_chat: Field[];
  max_length: number;
  max_attachment_bytes: number;
  attachment_types: string[];
  open: boolean;
  opens_at: string | null;
  transcript: boolean;
  continue_by: ("email" | "phone")[];
  rating: boolean;
}

export interface Stored {
  ref?: string;
  name: string;
  content_type: string;
  size: number | null;
  sha256: string | null;
}

export interface Line {
  message_id: string;
  client_id: string | null;
  author: "customer" | "agent" | "bot";
  author_name: string | null;
  at: string;
  text: string;
  attachments: Stored[];
  delivery: string;
}

export interface Pending {
  client_id: string;
  text: string;
  attachments: Stored[];
  at: string;
  state: "sending" | "sent" | "refused";
  detail?: string;
}

export interface Position {
  state: "idle" | "waiting" | "talking" | "ended";
  place?: number | null;
  estimate?: number | null;
  agent?: string | null;
  callback?: boolean;
}

export interface Rated {
  open: boolean;
  score: number | null;
  comment: string;
}

export interface Session {
  visitor_id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  verified: boolean;
}

/** What the server refused; `errors` name the fields. */
export interface Problem extends Error {
  code?: string;
  status?: number;
  errors?: { field: string; problem: string }[];
}

export type Identity = Record<string, string | number>;

export interface Chat extends EventTarget {
  identity: Identity | null;
  session: Session | null;
  status: "offline" | "connecting" | "online";
  synced: boolean;
  position: Position;
  lines: Map<string, Line>;
  pending: Map<string, Pending>;
  describe(): Promise<About>;
  resume(): Promise<boolean>;
  start(fields: Record<string, string>): Promise<Session>;
  redeem(code: string): Promise<Session>;
  send(text: string, attachments?: Stored[]): string;
  again(clientId: string): void;
  upload(file: File, progress?: (share: number) => void): Promise<Stored>;
  download(sha256: string): Promise<Blob>;
  typing(active: boolean): void;
  read(): void;
  end(): boolean;
  leave(): void;
  code(): Promise<{ code: string; page: string; expires_at: string }>;
  transcript(address: string | undefined, language: string): Promise<void>;
  goOn(by: "email" | "phone", to: string | undefined, language: string): Promise<void>;
  rating(): Promise<Rated>;
  rate(score: number, comment: string): Promise<Rated>;
  sorted(): Line[];
}

type Client = new (base: string, options?: { identity?: Identity | null; storage?: unknown }) => Chat;

export const WarmlineChat = (window as unknown as { WarmlineChat: Client }).WarmlineChat;
