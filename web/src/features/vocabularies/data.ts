import { useQuery } from "@tanstack/react-query";
import { api, type Schema } from "../../api/client";

export type Term = Schema<"Term">;
export type Vocabulary = Schema<"Vocabulary">;

/** All terms of a vocabulary, however many pages they are. */
export function useTerms(code: string, enabled = true) {
  return useQuery({
    queryKey: ["get", "/api/v1/vocabularies/{code}/terms", { all: code }],
    enabled,
    meta: { kinds: ["term"] },
    queryFn: async ({ signal }) => {
      const terms: Term[] = [];
      let after: string | null = null;
      do {
        const query: { limit: number; after?: string } = after ? { limit: 200, after } : { limit: 200 };
        const { data } = await api.GET("/api/v1/vocabularies/{code}/terms", {
          params: { path: { code }, query },
          signal,
        });
        terms.push(...(data?.items ?? []));
        after = data?.next ?? null;
      } while (after);
      return terms;
    },
  });
}
