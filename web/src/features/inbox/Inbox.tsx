import { ActionIcon, Button, Text, Title, Tooltip } from "@mantine/core";
import { IconLayoutSidebar, IconMoodSmile } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTopics } from "../../api/live";
import { useLayout } from "../../lib/preferences";
import { Empty, Loading } from "../../ui/states";
import { FilterBar } from "./FilterBar";
import { countOf, type Look, lookOf, NOTHING, type SavedView, searchOf } from "./filters";
import classes from "./Inbox.module.css";
import { List } from "./List";
import { useCounts } from "./useCounts";
import { useSavedViews } from "./useSavedViews";
import { useViews } from "./useViews";
import { ViewsPanel } from "./ViewsPanel";

// On a phone the list comes first.
const NARROW_PX = 768;

// Asked for now and then, fetched then.
const SaveView = lazy(() => import("./SaveView").then((each) => ({ default: each.SaveView })));

interface Props {
  view: string;
  interactionId: string | null;
}

/** The left pane: which work there is, view by view. */
export function Inbox({ view, interactionId }: Props) {
  const { t } = useTranslation("inbox");
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const views = useViews(view);
  const { place, kept } = views;
  const [counts, recount] = useCounts(views.counted);
  const [open, setOpen] = useLayout("inbox.views", window.innerWidth > NARROW_PX);
  const [edited, setEdited] = useState<SavedView | null | undefined>(undefined);
  const keeping = useSavedViews(views.saved, view);
  useTopics(views.topics);

  const look = lookOf(place, search, kept);
  const change = useCallback(
    (changed: Partial<Look>) => {
      const to = searchOf({ ...look, ...changed });
      void navigate({ to: ".", search: to, replace: true });
    },
    [look, navigate],
  );
  const all = place.kind === "base" && place.base === "everything" && countOf(look, place) === 0;
  return (
    <div className={classes.inbox}>
      <header className={classes.head}>
        <Title order={2} size="h5" className={classes.title}>
          {views.name}
        </Title>
        <Tooltip label={open ? t("views.hide") : t("views.show")}>
          <ActionIcon
            aria-label={open ? t("views.hide") : t("views.show")}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <IconLayoutSidebar size={18} />
          </ActionIcon>
        </Tooltip>
      </header>
      {open && (
        <ViewsPanel
          own={views.own}
          queues={views.queues}
          saved={views.saved}
          current={view}
          counts={counts}
          mayShare={keeping.mayShare}
          onEdit={setEdited}
          onDelete={keeping.remove}
          onMove={keeping.move}
        />
      )}
      <FilterBar look={look} place={place} kept={kept} onChange={change} onKeep={() => setEdited(null)} />
      {place.kind === "saved" && !views.ready ? (
        <Loading rows={6} />
      ) : (
        <List
          look={look}
          view={view}
          interactionId={interactionId}
          settled={recount}
          empty={
            <Empty icon={<IconMoodSmile size={32} stroke={1.3} />} title={all ? t("empty.all") : t("empty.title")}>
              {countOf(look, place) > 0 ? (
                <Button size="compact-sm" variant="light" onClick={() => change({ ...NOTHING })}>
                  {t("filter.clear")}
                </Button>
              ) : (
                <Text size="sm" c="dimmed">
                  {t(`empty.${look.base}`)}
                </Text>
              )}
            </Empty>
          }
        />
      )}
      {edited !== undefined && (
        <Suspense>
          <SaveView
            view={edited}
            look={look}
            onClose={() => setEdited(undefined)}
            onKept={(made) => {
              if (!edited) void navigate({ to: "/desk/$view", params: { view: `saved:${made.id}` }, search: {} });
            }}
          />
        </Suspense>
      )}
      {keeping.dialog}
    </div>
  );
}
