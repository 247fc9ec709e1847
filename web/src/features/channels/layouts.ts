import type { Field, Values } from "../../ui/schemaForm";

/** Fields of a connector's settings that belong together. */
export interface Section {
  id: string;
  fields: string[];
  /** Folded away: hardly anybody needs it. */
  rare?: boolean;
}

const LAYOUTS: Record<string, Section[]> = {
  email: [
    {
      id: "receive",
      fields: ["imap_host", "imap_port", "imap_security", "imap_folder", "imap_user", "imap_password"],
    },
    { id: "send", fields: ["smtp_host", "smtp_port", "smtp_security", "smtp_user", "smtp_password"] },
    { id: "look", fields: ["display_name", "signature"] },
    { id: "listen", fields: ["listen", "listen_host", "listen_port"], rare: true },
  ],
  webchat: [
    { id: "sites", fields: ["origins", "identity_secret"] },
    { id: "visitor", fields: ["greeting", "pre_chat", "continue_by", "rating", "read_receipts"] },
    { id: "files", fields: ["max_attachment_bytes", "attachment_types"], rare: true },
    {
      id: "limits",
      fields: [
        "messages_per_minute",
        "messages_per_minute_per_address",
        "sessions_per_minute_per_address",
        "files_per_minute",
        "mails_per_hour",
        "mails_per_hour_per_address",
      ],
      rare: true,
    },
  ],
};

// Texts that are written in several lines, whatever their schema says.
export const LONG = ["signature", "greeting", "signing_keys"];

/** A connector's fields in sections; what no section names comes last, so that a new setting is never out of reach. */
export function sectioned(connector: string, fields: Field[]): { section: Section; fields: Field[] }[] {
  const byName = new Map(fields.map((each) => [each.name, each]));
  const layout = LAYOUTS[connector] ?? [{ id: "settings", fields: fields.map((each) => each.name) }];
  const named = new Set(layout.flatMap((each) => each.fields));
  const rest = fields.filter((each) => !named.has(each.name)).map((each) => each.name);
  const all = rest.length > 0 ? [...layout, { id: "more", fields: rest, rare: true }] : layout;
  return all
    .map((section) => ({ section, fields: section.fields.flatMap((name) => byName.get(name) ?? []) }))
    .filter((each) => each.fields.length > 0);
}

/** The user of a mailbox is most often its address: where nobody said otherwise, it follows the address. */
export function followed(connector: string, values: Values, oldAddress: string, address: string): Values {
  if (connector !== "email") return values;
  const next = { ...values };
  for (const name of ["imap_user", "smtp_user"]) {
    if (next[name] === "" || next[name] === oldAddress) next[name] = address;
  }
  return next;
}

/** The line that puts a chat on a site. */
export function embedLine(origin: string, accountId: string): string {
  return `<script src="${origin}/channels/webchat/widget.js" data-account="${accountId}" async></script>`;
}
