import { ActionIcon, Button, Group, SegmentedControl, TextInput, Tooltip } from "@mantine/core";
import { useClipboard, useDebouncedCallback } from "@mantine/hooks";
import { IconLink, IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "../../lib/commands";
import { Empty, PageHeader } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import { type Asked, addressOf, askedBy, asksSomething } from "./asked";
import { Chips } from "./Chips";
import { Filters } from "./Filters";
import { Results } from "./Results";
import { useResults } from "./results";
import classes from "./Search.module.css";

const TYPING_MS = 350;

/** Every conversation by its words. What is asked stands in the address, so that a link keeps it. */
export default function SearchPage() {
  const { t } = useTranslation("search");
  const asked = askedBy(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = (next: Asked, replace = false) => void navigate({ to: "/search", search: addressOf(next), replace });
  const results = useResults(asked);
  const box = useRef<HTMLInputElement>(null);
  const clipboard = useClipboard();
  useCommands([
    { id: "search.focus", title: t("focus"), group: t("app:group.view"), keys: "/", run: () => box.current?.select() },
  ]);
  const copy = () => {
    clipboard.copy(window.location.href);
    tellDone(t("link_copied"));
  };
  return (
    <div className={classes.page}>
      <PageHeader title={t("title")} />
      <Question asked={asked} change={change} box={box} />
      <Group justify="space-between" my="sm" gap="sm">
        <Chips asked={asked} change={change} />
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            value={asked.sort}
            onChange={(sort) => change({ ...asked, sort: sort === "newest" ? "newest" : "relevance" })}
            data={[
              { value: "relevance", label: t("sort.relevance") },
              { value: "newest", label: t("sort.newest") },
            ]}
            aria-label={t("sort.label")}
          />
          <Tooltip label={t("copy_link")}>
            <ActionIcon onClick={copy} aria-label={t("copy_link")}>
              <IconLink size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <div className={classes.columns}>
        <Filters asked={asked} change={change} facets={results.facets} />
        {asksSomething(asked) ? (
          <Results results={results} asked={asked} />
        ) : (
          <Empty icon={<IconSearch size={32} />} title={t("begin")}>
            {t("begin_hint")}
          </Empty>
        )}
      </div>
    </div>
  );
}

/** The words. They are looked for when typing pauses, or at once on Enter. */
function Question({
  asked,
  change,
  box,
}: {
  asked: Asked;
  change: (next: Asked, replace?: boolean) => void;
  box: React.RefObject<HTMLInputElement | null>;
}) {
  const { t } = useTranslation("search");
  const [typed, setTyped] = useState(asked.q);
  const sent = useRef(asked.q);
  const send = (words: string, replace: boolean) => {
    sent.current = words.trim();
    change({ ...asked, q: sent.current }, replace);
  };
  const soon = useDebouncedCallback((words: string) => send(words, true), TYPING_MS);
  // Another address than the one that was typed: a link, or the way back.
  useEffect(() => {
    if (asked.q === sent.current) return;
    sent.current = asked.q;
    setTyped(asked.q);
  }, [asked.q]);
  useEffect(() => box.current?.focus({ preventScroll: true }), [box]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to every screen reader yet.
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        soon.cancel();
        send(typed, false);
      }}
    >
      <Group gap="xs" align="end" wrap="nowrap">
        <TextInput
          ref={box}
          type="search"
          size="md"
          className={classes.box}
          label={t("question")}
          description={t("question_hint")}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={typed}
          maxLength={500}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            soon(event.currentTarget.value);
          }}
        />
        <Button type="submit" size="md" flex="none">
          {t("app:search")}
        </Button>
      </Group>
    </form>
  );
}
