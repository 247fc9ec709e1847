import {
  IconBrandMessenger,
  IconBrandTelegram,
  IconBrandWhatsapp,
  IconDeviceMobileMessage,
  IconMail,
  IconMessage2,
  IconMessages,
  IconPhone,
  IconUsers,
  IconVideo,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

const ICONS: Record<string, typeof IconMail> = {
  email: IconMail,
  webchat: IconMessages,
  sms: IconDeviceMobileMessage,
  voice: IconPhone,
  phone: IconPhone,
  video: IconVideo,
  whatsapp: IconBrandWhatsapp,
  messenger: IconBrandMessenger,
  telegram: IconBrandTelegram,
  in_person: IconUsers,
};

/** The sign of a channel; `labelled` adds its name for who cannot see it. */
export function ChannelIcon({
  channel,
  size = 16,
  labelled = true,
}: {
  channel: string;
  size?: number;
  labelled?: boolean;
}) {
  const name = useChannelName();
  const Icon = ICONS[channel] ?? IconMessage2;
  return (
    <Icon
      size={size}
      stroke={1.75}
      {...(labelled ? { role: "img", "aria-label": name(channel) } : { "aria-hidden": true })}
    />
  );
}

/** What people call a channel. */
export function useChannelName(): (channel: string) => string {
  const { t } = useTranslation("app");
  return (channel) => t(`channel.${channel}`, { defaultValue: words(channel) });
}

/** A code as words: `not_responding` is "Not responding". */
export function words(code: string): string {
  const text = code.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
