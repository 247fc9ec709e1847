import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { useMe } from "../../api/me";
import { Loaded } from "../../ui/states";
import classes from "./Aside.module.css";
import { Nothing, Section } from "./Section";

/** Why the work was offered to whom it was, or why it still waits: in words. */
export function OfferedWhy({ interactionId, waits }: { interactionId: string; waits: boolean }) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const query = me.may("queue.read", "case.read")
    ? { interaction_id: interactionId, limit: 1 }
    : { interaction_id: interactionId, agent_id: me.id, limit: 1 };
  const offers = $api.useQuery("get", "/api/v1/offers", { params: { query } }, { meta: { kinds: ["offer"] } });
  const last = offers.data?.items[0];
  if (!last && !waits) return null;
  return (
    <Section name="offered" title={t(waits ? "offered.waits" : "offered.title")} closed>
      {waits ? (
        <Waits interactionId={interactionId} />
      ) : (
        last && <Offered offerId={last.id} mine={last.agent_id === me.id} />
      )}
    </Section>
  );
}

function Offered({ offerId, mine }: { offerId: string; mine: boolean }) {
  const { t } = useTranslation("aside");
  const [all, setAll] = useState(false);
  const why = $api.useQuery("get", "/api/v1/offers/{offer_id}/explanation", {
    params: { path: { offer_id: offerId } },
  });
  return (
    <Loaded query={why} rows={2}>
      {(it) => (
        <Stack gap={6}>
          {mine && (
            <Text size="sm" fw={600}>
              {t("offered.to_you")}
            </Text>
          )}
          <Words of={it.words} />
          {it.candidates.length > 1 && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => setAll(!all)}
              aria-expanded={all}
              style={{ alignSelf: "flex-start" }}
            >
              {t("offered.others", { count: it.candidates.length })}
            </Button>
          )}
          {all && (
            <ul className={classes.list} style={{ gap: 2 }}>
              {it.candidates.map((each) => (
                <li key={each.agent_id}>
                  <Text size="sm" fw={each.asked ? 600 : undefined}>
                    {each.name}
                  </Text>
                </li>
              ))}
            </ul>
          )}
        </Stack>
      )}
    </Loaded>
  );
}

function Waits({ interactionId }: { interactionId: string }) {
  const { t } = useTranslation("aside");
  const why = $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}/waiting",
    { params: { path: { interaction_id: interactionId } } },
    { staleTime: 10_000, meta: { kinds: ["interaction", "presence"] } },
  );
  return (
    <Loaded query={why} rows={2}>
      {(it) => (it.words?.length ? <Words of={it.words} /> : <Nothing>{t("offered.soon")}</Nothing>)}
    </Loaded>
  );
}

function Words({ of }: { of: string[] }) {
  return (
    <>
      {of.map((each) => (
        <Text size="sm" key={each}>
          {each}
        </Text>
      ))}
    </>
  );
}
