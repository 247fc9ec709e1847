import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

/** For `$api.useInfiniteQuery` on our lists, which are read on with `after`. */
export const PAGED = {
  pageParamName: "after",
  initialPageParam: null as string | null,
  getNextPageParam: (last: { next?: string | null }) => last.next ?? undefined,
};

/** All rows of the pages that were read so far. */
export const rowsOf = <T>(data: { pages: { items: T[] }[] } | undefined): T[] | undefined =>
  data?.pages.flatMap((page) => page.items);

const concerned = (key: QueryKey, paths: string[]): boolean =>
  typeof key[1] === "string" && paths.some((path) => (key[1] as string).startsWith(path));

/** `const refresh = useRefresh()`: ask again for all that was read below these paths. */
export function useRefresh(): (...paths: string[]) => void {
  const client = useQueryClient();
  return useCallback(
    (...paths) => void client.invalidateQueries({ predicate: ({ queryKey }) => concerned(queryKey, paths) }),
    [client],
  );
}
