import { Button, Text, Textarea, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { formatShare } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import classes from "./Context.module.css";
import { marked } from "./marked";

/** What would be found in a text, with a pattern that is being written or with those that are there. */
export function TryText({ pattern }: { pattern: Schema<"NewPattern"> | null }) {
  const { t } = useTranslation("policies");
  const [text, setText] = useState("");
  const [tried, setTried] = useState("");
  const attempt = useWrite("post", "/api/v1/entity-patterns/try");
  const run = () => {
    setTried(text);
    attempt.mutate({ body: { text, pattern } });
  };
  const found = attempt.data?.found;
  return (
    <section className={classes.card} aria-label={t("try_text")}>
      <Title order={2} size="h5" mb="xs">
        {t("try_text")}
      </Title>
      <Textarea
        label={t("sample")}
        description={t("sample_hint")}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button variant="default" mt="sm" disabled={!text.trim()} loading={attempt.isPending} onClick={run}>
        {t("look")}
      </Button>
      <div aria-live="polite">
        {found && (
          <>
            <Text size="sm" my="xs">
              {t("found", { count: found.length })}
            </Text>
            <div className={classes.tried}>
              {marked(tried, found).map((piece, place) =>
                piece.found ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name.
                  <mark key={place} title={`${words(piece.found.kind)} · ${formatShare(piece.found.confidence)}`}>
                    {piece.text}
                  </mark>
                ) : (
                  piece.text
                ),
              )}
            </div>
            <ul>
              {found.map((each) => (
                <li key={`${each.kind} ${each.start}`}>
                  <Text size="sm">
                    {each.label || words(each.kind)}: <b>{each.value}</b> ({formatShare(each.confidence)})
                  </Text>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  );
}
