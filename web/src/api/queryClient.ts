import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { tellFailure } from "../ui/tell";
import { Problem, Unreachable } from "./problem";

/** Reads are kept right by the live socket, so they are not read again by age. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5 * 60_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 4 && (error instanceof Unreachable || isPassing(error)),
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 8000),
    },
    mutations: { retry: false },
  },
  queryCache: new QueryCache(),
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, mutation) => {
      if (!mutation.meta?.quiet) tellFailure(error);
    },
  }),
});

const isPassing = (error: Error): boolean => error instanceof Problem && [429, 502, 503, 504].includes(error.status);

declare module "@tanstack/react-query" {
  interface Register {
    mutationMeta: { quiet?: boolean };
    /** `kinds`: ask again when an entity of these kinds changes. `live: false`: frames do not touch this query's data. */
    queryMeta: { kinds?: string[]; live?: boolean };
  }
}
