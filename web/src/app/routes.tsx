import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { NotFoundPage } from "./NotFoundPage";
import { RouteFailure } from "./RouteFailure";
import { Shell } from "./Shell";

// Every page is fetched when it is opened, so that the desk comes first.
const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage, errorComponent: RouteFailure });

// Pages for whoever is not signed in.
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search.to === "string" ? { to: search.to } : {},
  component: lazyRouteComponent(() => import("../features/access/SignInPage")),
});
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  component: lazyRouteComponent(() => import("../features/access/ResetPasswordPage")),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("../features/access/SetupPage")),
});

// Pages of the desk. A search parameter that a page does not know is none of its business.
const anything = (search: Record<string, unknown>): Record<string, unknown> => search;
const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell, validateSearch: anything });
const toMyWork = () => {
  throw redirect({ to: "/desk/$view", params: { view: "mine" } });
};
const home = createRoute({ getParentRoute: () => shell, path: "/", beforeLoad: toMyWork });
const deskHome = createRoute({ getParentRoute: () => shell, path: "/desk", beforeLoad: toMyWork });
const desk = createRoute({
  getParentRoute: () => shell,
  path: "/desk/$view",
  component: lazyRouteComponent(() => import("../features/desk/DeskPage")),
});
const deskInteraction = createRoute({ getParentRoute: () => desk, path: "$interactionId" });
const caseRoute = createRoute({
  getParentRoute: () => shell,
  path: "/cases/$caseId",
  component: lazyRouteComponent(() => import("../features/desk/CasePage")),
});
const customer = createRoute({
  getParentRoute: () => shell,
  path: "/customers/$customerId",
  component: lazyRouteComponent(() => import("../features/customer/CustomerPage")),
});
const wall = createRoute({
  getParentRoute: () => shell,
  path: "/wall",
  component: lazyRouteComponent(() => import("../features/wall/WallPage")),
});
const alerts = createRoute({
  getParentRoute: () => shell,
  path: "/alerts",
  component: lazyRouteComponent(() => import("../features/alerts/AlertsPage")),
});
const search = createRoute({
  getParentRoute: () => shell,
  path: "/search",
  component: lazyRouteComponent(() => import("../features/search/SearchPage")),
});
const dayReport = createRoute({
  getParentRoute: () => shell,
  path: "/reports/day",
  component: lazyRouteComponent(() => import("../features/reports/DayReportPage")),
});
const me = createRoute({
  getParentRoute: () => shell,
  path: "/me",
  component: lazyRouteComponent(() => import("../features/access/ProfilePage")),
});
const admin = createRoute({
  getParentRoute: () => shell,
  path: "/admin",
  component: lazyRouteComponent(() => import("../features/admin/AdminLayout")),
});
const organisation = createRoute({
  getParentRoute: () => admin,
  path: "organisation",
  component: lazyRouteComponent(() => import("../features/organisation/OrganisationPage")),
});
const keys = createRoute({
  getParentRoute: () => admin,
  path: "keys",
  component: lazyRouteComponent(() => import("../features/keys/KeysPage")),
});
const canned = createRoute({
  getParentRoute: () => admin,
  path: "canned",
  component: lazyRouteComponent(() => import("../features/canned/CannedPage")),
});
const vocabularies = createRoute({
  getParentRoute: () => admin,
  path: "vocabularies",
  component: lazyRouteComponent(() => import("../features/vocabularies/VocabulariesPage")),
});
const vocabulary = createRoute({
  getParentRoute: () => admin,
  path: "vocabularies/$code",
  component: lazyRouteComponent(() => import("../features/vocabularies/VocabularyPage")),
});
const templates = createRoute({
  getParentRoute: () => admin,
  path: "templates",
  component: lazyRouteComponent(() => import("../features/templates/TemplatesPage")),
});
const policies = createRoute({
  getParentRoute: () => admin,
  path: "policies",
  component: lazyRouteComponent(() => import("../features/policies/PoliciesPage")),
});
const context = createRoute({
  getParentRoute: () => admin,
  path: "context",
  component: lazyRouteComponent(() => import("../features/policies/ContextPage")),
});
const patterns = createRoute({
  getParentRoute: () => admin,
  path: "patterns",
  component: lazyRouteComponent(() => import("../features/policies/PatternsPage")),
});
const matching = createRoute({
  getParentRoute: () => admin,
  path: "matching",
  component: lazyRouteComponent(() => import("../features/policies/MatchingPage")),
});
const identity = createRoute({
  getParentRoute: () => admin,
  path: "identity",
  component: lazyRouteComponent(() => import("../features/identity/IdentityPage")),
});
const feeds = createRoute({
  getParentRoute: () => admin,
  path: "feeds",
  component: lazyRouteComponent(() => import("../features/feeds/FeedsPage")),
});
const feed = createRoute({
  getParentRoute: () => admin,
  path: "feeds/$feedId",
  component: lazyRouteComponent(() => import("../features/feeds/FeedPage")),
});
const audit = createRoute({
  getParentRoute: () => admin,
  path: "audit",
  component: lazyRouteComponent(() => import("../features/audit/AuditPage")),
});
const people = createRoute({
  getParentRoute: () => admin,
  path: "people",
  component: lazyRouteComponent(() => import("../features/people/PeoplePage")),
});
const person = createRoute({
  getParentRoute: () => admin,
  path: "people/$agentId",
  component: lazyRouteComponent(() => import("../features/people/PersonPage")),
});
const teams = createRoute({
  getParentRoute: () => admin,
  path: "teams",
  component: lazyRouteComponent(() => import("../features/people/TeamsPage")),
});
const roles = createRoute({
  getParentRoute: () => admin,
  path: "roles",
  component: lazyRouteComponent(() => import("../features/people/RolesPage")),
});

// The administration of work and channels.
const channels = createRoute({
  getParentRoute: () => admin,
  path: "channels",
  component: lazyRouteComponent(() => import("../features/channels/ChannelsPage")),
});
const channelNew = createRoute({
  getParentRoute: () => admin,
  path: "channels/new",
  component: lazyRouteComponent(() => import("../features/channels/ChannelNewPage")),
});
const channel = createRoute({
  getParentRoute: () => admin,
  path: "channels/$accountId",
  component: lazyRouteComponent(() => import("../features/channels/ChannelPage")),
});
const queues = createRoute({
  getParentRoute: () => admin,
  path: "queues",
  component: lazyRouteComponent(() => import("../features/queues/QueuesPage")),
});
const queueNew = createRoute({
  getParentRoute: () => admin,
  path: "queues/new",
  component: lazyRouteComponent(() => import("../features/queues/QueuePage")),
});
const queue = createRoute({
  getParentRoute: () => admin,
  path: "queues/$queueId",
  component: lazyRouteComponent(() => import("../features/queues/QueuePage")),
});
const skills = createRoute({
  getParentRoute: () => admin,
  path: "skills",
  component: lazyRouteComponent(() => import("../features/skills/SkillsPage")),
});
const hours = createRoute({
  getParentRoute: () => admin,
  path: "hours",
  component: lazyRouteComponent(() => import("../features/hours/HoursPage")),
});
const rules = createRoute({
  getParentRoute: () => admin,
  path: "rules",
  component: lazyRouteComponent(() => import("../features/rules/RulesPage")),
});
const reasons = createRoute({
  getParentRoute: () => admin,
  path: "reasons",
  component: lazyRouteComponent(() => import("../features/reasons/ReasonsPage")),
});
const failures = createRoute({
  getParentRoute: () => admin,
  path: "failures",
  component: lazyRouteComponent(() => import("../features/failures/FailuresPage")),
});
const learning = createRoute({
  getParentRoute: () => admin,
  path: "learning",
  component: lazyRouteComponent(() => import("../features/learning/LearningPage")),
});
const adminWork = [
  channels,
  channelNew,
  channel,
  queues,
  queueNew,
  queue,
  skills,
  hours,
  rules,
  reasons,
  failures,
  learning,
] as const;

export const routeTree = root.addChildren([
  signIn,
  resetPassword,
  setup,
  shell.addChildren([
    home,
    deskHome,
    desk.addChildren([deskInteraction]),
    caseRoute,
    customer,
    wall,
    alerts,
    search,
    dayReport,
    me,
    admin.addChildren([
      organisation,
      people,
      person,
      teams,
      roles,
      keys,
      canned,
      vocabularies,
      vocabulary,
      templates,
      policies,
      context,
      patterns,
      matching,
      identity,
      feeds,
      feed,
      audit,
      ...adminWork,
    ]),
  ]),
]);

export const router = createRouter({ routeTree, defaultPreload: "intent", defaultNotFoundComponent: NotFoundPage });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
