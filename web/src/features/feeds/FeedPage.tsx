import { Anchor, Stack, Text } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { useTopics } from "../../api/live";
import { useMe } from "../../api/me";
import { Guarded } from "../../ui/Guarded";
import { Loaded, PageHeader } from "../../ui/states";
import { BringIn } from "./BringIn";
import { FeedSettings } from "./FeedSettings";
import { FEED_PERMISSIONS } from "./mapping";
import { Runs } from "./Runs";
import { Signing } from "./Signing";

export default function FeedPage() {
  const { feedId } = useParams({ strict: false });
  return <Guarded needs={FEED_PERMISSIONS}>{feedId && <OneFeed id={feedId} />}</Guarded>;
}

/** One feed: bring a file in, what became of its deliveries, and how it is set up. */
function OneFeed({ id }: { id: string }) {
  const { t } = useTranslation(["feeds", "admin"]);
  useTopics(["org"]);
  const me = useMe();
  const feed = $api.useQuery("get", "/api/v1/feeds/{feed_id}", { params: { path: { feed_id: id } } });
  return (
    <Loaded query={feed}>
      {(found) => (
        <>
          <PageHeader title={found.name}>
            <Anchor component={Link} to="/admin/feeds" inherit>
              {t("admin:page.feeds")}
            </Anchor>{" "}
            ·{" "}
            <Text component="span" ff="monospace" inherit>
              {found.code}
            </Text>
          </PageHeader>
          <Stack gap="xl" maw={960}>
            {me.may("feed.run") && <BringIn feed={found} />}
            <Runs feedId={found.id} />
            {me.may("feed.manage") && (
              <>
                <FeedSettings feed={found} readAgain={feed.refetch} />
                <Signing feed={found} />
              </>
            )}
          </Stack>
        </>
      )}
    </Loaded>
  );
}
