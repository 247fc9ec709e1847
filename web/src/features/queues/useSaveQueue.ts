import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { tellDone } from "../../ui/tell";
import type { QueueDraft } from "./story";

/** Makes a queue, or changes one; where it was made, its own page is shown. */
export function useSaveQueue(queue: Schema<"QueueView"> | undefined) {
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
  const change = useWrite("patch", "/api/v1/queues/{queue_id}", options);
  return {
    pending: create.isPending || change.isPending,
    error: create.error ?? change.error,
    save(draft: QueueDraft, active: boolean) {
      if (!queue) return create.mutate({ body: draft });
      const { code: _, ...rest } = draft;
      const headers = { "If-Match": `"${queue.version}"` };
      change.mutate({ params: { path: { queue_id: queue.id } }, headers, body: { ...rest, active } });
    },
  };
}
