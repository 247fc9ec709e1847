import type { Schema } from "../../api/client";

type Attachment = Schema<"AttachmentView">;

/** Where a file of a message is read. */
export const fileAddress = (messageId: string, sha256: string): string =>
  `/api/v1/messages/${messageId}/files/${sha256}`;

/** What a browser may show as a picture without running anything. SVG is a document, so it is not among them. */
export const isPicture = ({ content_type, sha256 }: Attachment): boolean =>
  Boolean(sha256) && /^image\/(png|jpe?g|gif|webp|bmp|avif)$/i.test(content_type);

/**
 * A document for a frame that runs nothing: no scripts, no forms, nothing loaded from anywhere but our own files. The
 * mail was made safe when it came in; this is the second wall.
 */
export function frameFor(html: string, messageId: string, attachments: Attachment[], dark: boolean): string {
  const files = new Map(
    attachments.flatMap((each) =>
      each.inline_id && isPicture(each) ? [[each.inline_id.replace(/^<|>$/g, ""), each.sha256 ?? ""] as const] : [],
    ),
  );
  const body = html.replace(/(["'])cid:([^"']+)\1/gi, (_whole, _quote, id: string) => {
    const sha256 = files.get(decoded(id));
    return `"${sha256 ? `${window.location.origin}${fileAddress(messageId, sha256)}` : ""}"`;
  });
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data: ${window.location.origin}`;
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<base target="_blank"><style>html{color-scheme:${dark ? "dark" : "light"}}body{margin:0;font:14px/1.5 system-ui,sans-serif;
overflow-wrap:anywhere;color:${dark ? "#e6e9eb" : "#1b1f22"}}img,table{max-width:100%}img{height:auto}a{color:${dark ? "#70bac7" : "#04606f"}}
blockquote{margin:0 0 0 8px;padding-left:8px;border-left:2px solid #8886}</style></head><body>${body}</body></html>`;
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
