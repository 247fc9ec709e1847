import createFetchClient, { type Middleware } from "openapi-fetch";
import createClient from "openapi-react-query";
import { patientFetch } from "./patience";
import { problemOf } from "./problem";
import type { components, paths } from "./schema";

/** The shape of an entity by its name in the interface: `Schema<"CaseView">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

const keyed: Middleware = {
  onRequest({ request }) {
    if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", newKey());
    }
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response);
  },
};

/** A word that names a write, so that sending it twice does it once. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The typed interface. Calls resolve with `{ data }`, or reject with a `Problem` or `Unreachable`. */
export const api = createFetchClient<paths>({
  baseUrl: window.location.origin,
  fetch: patientFetch,
  querySerializer: { array: { style: "form", explode: true } },
});
api.use(keyed);

/** The same for components: `$api.useQuery("get", path, init)`; its key is `[method, path, init]`. */
export const $api = createClient(api);

/** A change that a component makes. A failure is shown as a toast; `meta: { quiet: true }` leaves it to the component. */
export const useWrite = $api.useMutation;
