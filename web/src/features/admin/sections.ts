import {
  type Icon,
  IconAdjustments,
  IconArrowsExchange,
  IconBuilding,
  IconClockHour4,
  IconCoffee,
  IconDatabaseImport,
  IconForms,
  IconHistory,
  IconKey,
  IconMailExclamation,
  IconMessage2Bolt,
  IconPlugConnected,
  IconRegex,
  IconRepeat,
  IconRoute,
  IconSchool,
  IconShieldLock,
  IconStack2,
  IconStars,
  IconUser,
  IconUserCheck,
  IconUsersGroup,
  IconVocabulary,
} from "@tabler/icons-react";

export interface AdminPage {
  id: string;
  to: string;
  icon: Icon;
  /** Any of these permissions opens it. */
  needs: string[];
}

/** The sections of the administration. A page is listed when it is there: add yours, and its route in `app/routes.tsx`. */
export const SECTIONS: { id: "people" | "work" | "channels" | "record" | "safety"; pages: AdminPage[] }[] = [
  {
    id: "people",
    pages: [
      { id: "organisation", to: "/admin/organisation", icon: IconBuilding, needs: ["org.manage"] },
      { id: "people", to: "/admin/people", icon: IconUser, needs: ["org.manage"] },
      { id: "teams", to: "/admin/teams", icon: IconUsersGroup, needs: ["org.manage"] },
      { id: "roles", to: "/admin/roles", icon: IconShieldLock, needs: ["org.manage"] },
    ],
  },
  {
    id: "work",
    pages: [
      { id: "queues", to: "/admin/queues", icon: IconStack2, needs: ["queue.manage"] },
      { id: "skills", to: "/admin/skills", icon: IconStars, needs: ["org.manage"] },
      { id: "hours", to: "/admin/hours", icon: IconClockHour4, needs: ["queue.manage"] },
      { id: "rules", to: "/admin/rules", icon: IconRoute, needs: ["queue.manage"] },
      { id: "reasons", to: "/admin/reasons", icon: IconCoffee, needs: ["queue.manage"] },
      { id: "learning", to: "/admin/learning", icon: IconSchool, needs: ["queue.manage"] },
    ],
  },
  {
    id: "channels",
    pages: [
      { id: "channels", to: "/admin/channels", icon: IconPlugConnected, needs: ["channel.manage"] },
      { id: "failures", to: "/admin/failures", icon: IconMailExclamation, needs: ["envelope.read"] },
    ],
  },
  {
    id: "record",
    pages: [
      {
        id: "canned",
        to: "/admin/canned",
        icon: IconMessage2Bolt,
        needs: ["interaction.work", "vocabulary.manage"],
      },
      { id: "vocabularies", to: "/admin/vocabularies", icon: IconVocabulary, needs: ["vocabulary.manage"] },
      { id: "templates", to: "/admin/templates", icon: IconForms, needs: ["vocabulary.manage"] },
      { id: "policies", to: "/admin/policies", icon: IconArrowsExchange, needs: ["vocabulary.manage"] },
      { id: "context", to: "/admin/context", icon: IconRepeat, needs: ["vocabulary.manage", "case.read"] },
      { id: "patterns", to: "/admin/patterns", icon: IconRegex, needs: ["vocabulary.manage"] },
      { id: "matching", to: "/admin/matching", icon: IconAdjustments, needs: ["org.manage"] },
      { id: "feeds", to: "/admin/feeds", icon: IconDatabaseImport, needs: ["feed.manage", "feed.run"] },
      { id: "identity", to: "/admin/identity", icon: IconUserCheck, needs: ["customer.merge"] },
    ],
  },
  {
    id: "safety",
    pages: [
      { id: "keys", to: "/admin/keys", icon: IconKey, needs: ["key.manage"] },
      { id: "audit", to: "/admin/audit", icon: IconHistory, needs: ["audit.read"] },
    ],
  },
];
