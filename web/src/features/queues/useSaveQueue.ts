import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import type { Edited } from "../../lib/edited";
import { isStale } from "../../ui/stale";
import { tellDone } from "../../ui/tell";
import { editable, type QueueFields } from "./story";

/** Makes a queue, or changes one; where it was made, its own page is shown. */
export function useSaveQueue(queue: Schema<"QueueView"> | null) {
  const { t } = useTranslation("queues");
  const client = useQueryClient();
  const navigate = useNavigate();
  const done = (saved: Schema<"QueueView">) => {
    const place = { params: { path: { queue_id: saved.id } } };
    client.setQueryData($api.queryOptions("get", "/api/v1/queues/{queue_id}", place).queryKey, saved);
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "/api/v1/queues" });
    tellDone(t("saved"));
    // What was typed is saved by now.
    if (!queue) void navigate({ to: `/admin/queues/${saved.id}`, ignoreBlocker: true });
  };
  const options = { meta: { quiet: true }, onSuccess: done };
  const create = useWrite("post", "/api/v1/queues", options);
  const readAgain = () =>
    client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "/api/v1/queues/{queue_id}" });
  const change = useWrite("patch", "/api/v1/queues/{queue_id}", {
    ...options,
    onError: (error) => isStale(error) && void readAgain(),
  });
  return {
    pending: create.isPending || change.isPending,
    error: create.error ?? change.error,
    save(edited: Edited<QueueFields, ReturnType<typeof editable>>) {
      if (!queue) {
        const { active: _, ...body } = edited.fields;
        return create.mutate({ body });
      }
      const { code: _, ...body } = edited.changes;
      change.mutate(
        { params: { path: { queue_id: queue.id } }, headers: { "If-Match": edited.match }, body },
        { onSuccess: (saved) => edited.saved(editable(saved)) },
      );
    },
  };
}
