// As the server takes it: scheme and host in small letters, with a port where there is one, and nothing behind.
const ORIGIN = /^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$/;
const HOST = /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)|^localhost(:\d+)?(\/|$)/i;

/** The site of what somebody typed or pasted: its page's address, or only its name; what is neither stays as it is. */
export function siteOf(typed: string): string {
  const text = typed.trim();
  const address = HOST.test(text) ? `https://${text}` : text;
  const parsed = /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address) : null;
  return parsed?.hostname ? parsed.origin : text;
}

/** The first that is no site. */
export const noSite = (sites: string[]): string | undefined => sites.find((each) => !ORIGIN.test(each));
