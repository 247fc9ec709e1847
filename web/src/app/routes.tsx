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
    admin.addChildren([]),
  ]),
]);

export const router = createRouter({ routeTree, defaultPreload: "intent", defaultNotFoundComponent: NotFoundPage });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
