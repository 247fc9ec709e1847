import { Button, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useRefresh } from "../../lib/pages";
import { useConfirm } from "../../ui/confirm";
import { SecretOnce } from "../../ui/Secret";

/** For a system that sends its rows itself: the secret by which it signs them. */
export function Signing({ feed }: { feed: Schema<"FeedView"> }) {
  const { t } = useTranslation("feeds");
  const refresh = useRefresh();
  const [ask, dialog] = useConfirm();
  const renew = useWrite("post", "/api/v1/feeds/{feed_id}/secret", { onSuccess: () => refresh("/api/v1/feeds") });
  const make = () => renew.mutate({ params: { path: { feed_id: feed.id } } });
  const asked = () =>
    feed.signed
      ? ask({ title: t("renew_title"), body: t("renew_body"), confirm: t("renew"), danger: true, onConfirm: make })
      : make();
  return (
    <section aria-labelledby="signing">
      <Title order={2} size="h4" id="signing">
        {t("signing")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm" style={{ overflowWrap: "anywhere" }}>
        {t("signing_hint", { address: `${window.location.origin}/api/v1/feeds/${feed.id}/rows` })}
      </Text>
      {renew.data ? (
        <SecretOnce title={t("secret")} secret={renew.data.secret} />
      ) : (
        <Button variant="default" onClick={asked} loading={renew.isPending}>
          {t(feed.signed ? "renew" : "make_secret")}
        </Button>
      )}
      {dialog}
    </section>
  );
}
