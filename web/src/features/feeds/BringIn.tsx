import { Alert, Button, FileInput, Group, Stack, Text, Title } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useRefresh } from "../../lib/pages";
import { Failure } from "../../ui/states";
import { Result } from "./Result";

/** A file of the feed: first what it would do, then the same in earnest. */
export function BringIn({ feed }: { feed: Schema<"FeedView"> }) {
  const { t } = useTranslation("feeds");
  const refresh = useRefresh();
  const [file, setFile] = useState<File | null>(null);
  const send = useWrite("post", "/api/v1/feeds/{feed_id}/files", {
    meta: { quiet: true },
    onSettled: () => refresh("/api/v1/feeds"),
  });
  const run = (dryRun: boolean) =>
    file &&
    send.mutate({
      params: { path: { feed_id: feed.id }, query: { dry_run: dryRun, name: file.name } },
      // The bytes as they are: the feed knows their encoding, the browser would guess.
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "application/octet-stream" },
    });
  const tried = send.data?.dry_run === true;
  return (
    <section aria-labelledby="bring-in">
      <Title order={2} size="h4" id="bring-in">
        {t("bring_in")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t("bring_in_hint")}
      </Text>
      {!feed.active && (
        <Alert color="yellow" mb="sm">
          {t("is_off")}
        </Alert>
      )}
      <Stack>
        <Group align="end">
          <FileInput
            label={t("file")}
            placeholder={t("file_choose")}
            accept=".csv,.json,.jsonl,.ndjson,.txt"
            leftSection={<IconFileUpload size={16} />}
            value={file}
            onChange={(next) => {
              setFile(next);
              send.reset();
            }}
            disabled={!feed.active}
            style={{ flex: "1 1 16rem" }}
          />
          <Button
            variant={tried ? "default" : "filled"}
            disabled={!file}
            loading={send.isPending}
            onClick={() => run(true)}
          >
            {t("try")}
          </Button>
          {tried && (
            <Button disabled={!file} loading={send.isPending} onClick={() => run(false)}>
              {t("run_now")}
            </Button>
          )}
        </Group>
        <div aria-live="polite">
          {send.error && <Failure error={send.error} />}
          {send.data && <Result result={send.data} />}
        </div>
      </Stack>
    </section>
  );
}
