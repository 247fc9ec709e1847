import { Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../../lib/format";
import { ChannelIcon, words } from "../../ui/ChannelIcon";
import classes from "./Aside.module.css";
import { readPacket } from "./packet";

/** A context packet for a person to read at a glance: what must not be asked again. */
export function PacketView({ packet }: { packet: unknown }) {
  const { t } = useTranslation("aside");
  const it = readPacket(packet);
  return (
    <Stack gap="xs">
      {(it.reference || it.title) && (
        <Text size="sm" fw={600}>
          {[it.reference, it.title].filter(Boolean).join(": ")}
        </Text>
      )}
      <Text size="sm">{it.summary || t("packet.no_summary")}</Text>
      {it.fields.length > 0 && (
        <dl className={classes.pairs}>
          {it.fields.map(([name, value]) => (
            <Entry key={name} name={words(name)} value={value} />
          ))}
        </dl>
      )}
      {it.facts.length > 0 && (
        <Part title={t("packet.facts")}>
          <dl className={classes.pairs}>
            {it.facts.map((each) => (
              <Entry
                key={`${each.kind}${each.value}`}
                name={words(each.kind || t("packet.fact"))}
                value={each.value}
                channel={each.channel}
              />
            ))}
          </dl>
        </Part>
      )}
      <Listed title={t("packet.questions")} items={it.questions} />
      <Listed
        title={t("packet.promises")}
        items={it.promises.map((each) =>
          each.due ? `${each.text} (${t("promise.due")} ${formatDateTime(each.due)})` : each.text,
        )}
      />
      <Listed
        title={t("packet.about")}
        items={it.about.map((each) => `${words(each.kind)} ${each.id} ${each.label}`.trim())}
      />
      {it.attempts > 0 && <Text size="sm">{t("packet.attempts", { count: it.attempts })}</Text>}
      {it.said.length > 0 && (
        <Part title={t("packet.said")}>
          {it.said.slice(-3).map((each) => (
            <Text size="sm" key={`${each.at}${each.text}`} lineClamp={3}>
              “{each.text}”
            </Text>
          ))}
        </Part>
      )}
    </Stack>
  );
}

function Entry({ name, value, channel }: { name: string; value: string; channel?: string | null }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Group gap={4} component="span">
          {value}
          {channel && <ChannelIcon channel={channel} size={12} />}
        </Group>
      </dd>
    </>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed" fw={600}>
        {title}
      </Text>
      {children}
    </div>
  );
}

function Listed({ title, items }: { title: string; items: string[] }) {
  if (items.length === 0) return null;
  return (
    <Part title={title}>
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {items.map((each) => (
          <li key={each}>
            <Text size="sm" component="span">
              {each}
            </Text>
          </li>
        ))}
      </ul>
    </Part>
  );
}
