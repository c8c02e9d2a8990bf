/**
 * JavaScript that a view may cost, in bytes after gzip. Raise one only with the reason beside it.
 *
 * `firstLoad` is all that the Environments view needs: React and its DOM 74 kB, Cloudscape's core and the components
 * of a column 48 kB (11 of them are icons), the router 12 kB, and the console itself. A phone on a slow
 * line (1.6 Mbit/s) has that in a second. Every other view is on top of it, and loaded only when someone goes there.
 */
export const budget = {
  firstLoad: 150_000,
  routes: {
    /** The table's own code comes apart, for wide screens only. */
    'releases/releases-view.tsx': 27_000,
    'releases/release-table.tsx': 72_000,
    'releases/release-cards.tsx': 40_000,
    'releases/release-view.tsx': 4_000,
    'apps/apps-view.tsx': 8_000,
    'grid/grid-view.tsx': 8_000,
    'compare/compare-view.tsx': 8_000,
    /** With the log of the newest deployment below the history's head. */
    'history/environment-view.tsx': 5_000,
    /** The choice of a release and the plan with its form; the field for a name is a file that dialogs share. */
    'promote/promote-view.tsx': 29_000,
    'promote/rollback-view.tsx': 26_000,
    /** Cloudscape's bar chart and the parts of D3 that it draws with; the numbers are there before it. */
    'delivery/metrics-charts.tsx': 74_000,
  } as Record<string, number>,
  /**
   * Each dialog, or other part that is loaded by itself. The dialogs share a modal, a text area for the reason and, since
   * a redeploy asks for the environment's name, an input. The modal is a file of its own, which the list of shortcuts has too;
   * the charts use more of what both share.
   */
  part: 14_200,
};
