import { keepPreviousData } from "@tanstack/react-query";
import { $api, type Schema } from "../../api/client";
import { type Asked, asksSomething, queryOf } from "./asked";

export type Hit = Schema<"SearchHit">;
export type Facets = Schema<"SearchFacets">;
export interface Found {
  hits: Hit[];
  facets: Facets | null;
  error: unknown;
  pending: boolean;
  more: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

const PAGE = 20;

/** What is found, page after page. */
export function useResults(asked: Asked): Found {
  const pages = $api.useInfiniteQuery(
    "get",
    "/api/v1/search",
    { params: { query: { ...queryOf(asked), limit: PAGE } } },
    {
      pageParamName: "after",
      // Left out of the address; without it the library begins with page 0.
      initialPageParam: null,
      getNextPageParam: (page: Schema<"SearchResults">) => page.next ?? undefined,
      enabled: asksSomething(asked),
      // The list stays while words are typed, instead of going blank with each.
      placeholderData: keepPreviousData,
      retry: false,
      meta: { live: false },
    },
  );
  const found = asksSomething(asked) ? (pages.data?.pages ?? []) : [];
  return {
    hits: found.flatMap((page) => page.items),
    facets: found[0]?.facets ?? null,
    error: pages.error,
    pending: pages.isPending && pages.isFetching,
    more: pages.hasNextPage,
    loadingMore: pages.isFetchingNextPage,
    loadMore: () => void pages.fetchNextPage(),
    retry: () => void pages.refetch(),
  };
}
