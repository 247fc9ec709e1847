import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { useRefresh } from "../../lib/pages";
import { useConfirm } from "../../ui/confirm";
import type { SavedView } from "./filters";

interface Keeping {
  mayShare: boolean;
  remove: (view: SavedView) => void;
  move: (view: SavedView, by: 1 | -1) => void;
  dialog: ReactNode;
}

/** Delete views and put them into another order. */
export function useSavedViews(saved: SavedView[], current: string): Keeping {
  const { t } = useTranslation(["inbox", "app"]);
  const me = useMe();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [ask, dialog] = useConfirm();
  const again = () => refresh("/api/v1/saved-views");
  const drop = useWrite("delete", "/api/v1/saved-views/{view_id}", { onSuccess: again });
  const order = useWrite("put", "/api/v1/saved-views/order", { onSuccess: again });
  const remove = (view: SavedView) =>
    ask({
      title: t("views.delete_title", { name: view.name }),
      body: view.shared === "nobody" ? t("views.delete_own") : t("views.delete_shared"),
      confirm: t("app:delete"),
      danger: true,
      onConfirm: () => {
        if (current === `saved:${view.id}`) void navigate({ to: "/desk/$view", params: { view: "mine" }, search: {} });
        drop.mutate({ params: { path: { view_id: view.id } } });
      },
    });
  const move = (view: SavedView, by: 1 | -1) => {
    const ids = saved.map(({ id }) => id);
    const at = ids.indexOf(view.id);
    const other = ids[at + by];
    if (other === undefined) return;
    ids[at] = other;
    ids[at + by] = view.id;
    order.mutate({ body: { view_ids: ids } });
  };
  return { mayShare: me.may("queue.manage"), remove, move, dialog };
}
